"""The steps of a dossier's editor, and what is still missing in each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from nominations.actions.nominations import deadline
from nominations.completeness import Item, items_of_nomination
from nominations.models import Nomination
from portal import clock

STEPS = {
    "summary": gettext_lazy("Đối tượng và nội dung"),
    "results": gettext_lazy("Kết quả so với cam kết"),
    "statements": gettext_lazy("Theo từng tiêu chuẩn"),
    "evidence": gettext_lazy("Minh chứng"),
    "vote": gettext_lazy("Biểu quyết của đơn vị"),
    "check": gettext_lazy("Kiểm tra và gửi"),
}
_STEP_OF = (("target-", "results"), ("criterion-", "statements"), ("endorsement", "vote"), ("answer-", "answers"))


@dataclass(frozen=True)
class Linked:
    """An item of the completeness bar with the field that mends it."""

    label: str
    step: str
    href: str
    there: bool


@dataclass(frozen=True)
class Step:
    key: str
    label: str
    href: str
    number: int
    current: bool
    missing: int
    counted: bool  # has items that must be there

    @property
    def done(self) -> bool:
        return self.counted and not self.missing


@dataclass(frozen=True)
class Progress:
    items: list[Linked]
    steps: list[Step]
    until: str
    days_left: int

    @property
    def filled(self) -> int:
        return sum(item.there for item in self.items)

    @property
    def missing(self) -> list[Linked]:
        return [item for item in self.items if not item.there]

    @property
    def first_missing(self) -> list[Linked]:
        return self.missing[:6]

    @property
    def more_missing(self) -> int:
        return max(0, len(self.missing) - 6)


def step_address(nomination: Nomination, key: str) -> str:
    return reverse(f"nominations:nomination-{key}", args=[nomination.pk])


def progress(nomination: Nomination, current: str = "") -> Progress:
    items = [_linked(nomination, item) for item in items_of_nomination(nomination)]
    steps = [
        Step(
            key=key,
            label=str(label),
            href=step_address(nomination, key),
            number=number,
            current=key == current,
            missing=sum(not item.there for item in items if item.step == key),
            counted=any(item.step == key for item in items),
        )
        for number, (key, label) in enumerate(STEPS.items(), 1)
    ]
    until = deadline(nomination)
    return Progress(items, steps, f"{until:%H:%M ngày %d/%m/%Y}", (until.date() - clock.today()).days)


def _linked(nomination: Nomination, item: Item) -> Linked:
    step = next((step for start, step in _STEP_OF if item.anchor.startswith(start)), "summary")
    return Linked(item.label, step, f"{step_address(nomination, step)}#{item.anchor}", item.there)


def neighbours(key: str) -> tuple[str, str]:
    """The steps before and after, "" at the ends."""
    keys = list(STEPS)
    place = keys.index(key)
    return (keys[place - 1] if place else "", keys[place + 1] if place + 1 < len(keys) else "")
