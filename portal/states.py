"""What a state looks like: one label, one icon, one colour. Each app lists its own; one template draws them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class State:
    """`tone` is a colour pair of the style sheet (`.state-<tone>`), `icon` a name of bootstrap-icons."""

    label: str
    icon: str
    tone: str


IN_USE = State(_("Đang dùng"), "check-circle", "recognised")
OUT_OF_USE = State(_("Ngừng dùng"), "slash-circle", "withdrawn")
ACTIVE = State(_("Đang hoạt động"), "check-circle", "recognised")
NOT_YET = State(_("Chưa hoạt động"), "clock", "draft")
ENDED = State(_("Đã kết thúc"), "archive", "withdrawn")
