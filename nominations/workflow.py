"""The moves of registrations (plan V, first dash; IV.2) and nominations (plan IV.1, IV.2, V, third dash)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations import raised, rights
from nominations.completeness import missing_of_nomination, missing_of_registration
from portal import clock
from portal.models import Grant, OutboxMessage
from portal.rights import may
from portal.roles import UNIT_ROLES
from portal.states import State
from portal.workflow import Move, Workflow

DRAFT = State(gettext_lazy("Bản nháp"), "pencil", "draft")
SUBMITTED = State(gettext_lazy("Chờ tiếp nhận"), "send", "submitted")
RETURNED = State(gettext_lazy("Trả lại bổ sung"), "arrow-return-left", "returned")
RECEIVED = State(gettext_lazy("Đã tiếp nhận"), "inbox", "received")
WITHDRAWN = State(gettext_lazy("Đã rút hồ sơ"), "box-arrow-left", "withdrawn")

EDITABLE = ("draft", "returned")  # with the unit that writes it: registrations and dossiers alike


def _unit_writes(user, thing) -> bool:
    return rights.writes_for(user, thing)


def _handles(user, thing) -> bool:
    return rights.handles(user, thing)


def _keeps_the_list(user, thing) -> bool:
    """These follow from what becomes of the review list; its own rights stand in `recognition/rights.py`."""
    return may(user, "list.keep") or may(user, "list.approve")


def messages_to_unit(thing, subject: str, body: str) -> list[OutboxMessage]:
    """To those who write for the unit."""
    writers = Grant.objects.filter(role__in=UNIT_ROLES, unit=thing.unit_id, revoked_at=None)
    link = reverse(f"nominations:{thing._meta.model_name}-detail", args=[thing.pk])
    return [
        OutboxMessage(to_id=user_id, subject=subject, body=body, link=link)
        for user_id in dict.fromkeys(writers.values_list("user_id", flat=True))
    ]


def _tell_unit(subject: str):
    def tells(thing) -> Iterable[OutboxMessage]:
        return messages_to_unit(thing, subject % {"who": thing}, _asked_for(thing))

    return tells


def _asked_for(thing) -> str:
    """By when the unit completes what; "" where nothing was returned."""
    if not thing.returned_until:
        return thing.return_reason
    until = clock.local(thing.returned_until) if hasattr(thing.returned_until, "hour") else thing.returned_until
    return _("Bổ sung trước hết ngày %(day)s.") % {"day": f"{until:%d/%m/%Y}"} + f"\n{thing.return_reason}"


def _complete_registration(thing) -> str:
    return _missing(missing_of_registration(thing))


def _complete_nomination(thing) -> str:
    return _missing(missing_of_nomination(thing))


def _missing(items: list) -> str:
    if not items:
        return ""
    return _("Chưa gửi được: còn %(count)02d mục chưa có: %(which)s.") % {
        "count": len(items),
        "which": "; ".join(item.label for item in items),
    }


REGISTRATIONS = Workflow(
    title="Đăng ký (Registration)",
    states={
        "draft": DRAFT,
        "submitted": SUBMITTED,
        "accepted": State(gettext_lazy("Đã tiếp nhận đăng ký"), "inbox", "received"),
        "returned": RETURNED,
        "withdrawn": WITHDRAWN,
    },
    initial="draft",
    moves=(
        Move(
            "submit",
            gettext_lazy("Gửi đăng ký"),
            EDITABLE,
            "submitted",
            _unit_writes,
            _complete_registration,
        ),
        Move(
            "accept",
            gettext_lazy("Tiếp nhận"),
            ("submitted",),
            "accepted",
            _handles,
            tells=_tell_unit(gettext_lazy("Phòng đã tiếp nhận đăng ký: %(who)s")),
        ),
        Move(
            "return",
            gettext_lazy("Trả lại"),
            ("submitted", "accepted"),
            "returned",
            _handles,
            tells=_tell_unit(gettext_lazy("Đăng ký được trả lại để bổ sung: %(who)s")),
            asks_reason=True,
        ),
        Move("withdraw", gettext_lazy("Rút đăng ký"), ("draft", "submitted", "returned"), "withdrawn", _unit_writes),
    ),
)

NOMINATIONS = Workflow(
    title="Hồ sơ đề nghị (Nomination)",
    states={
        "draft": DRAFT,
        "submitted": SUBMITTED,
        "returned": RETURNED,
        "received": RECEIVED,
        "appraised": State(gettext_lazy("Đã thẩm định"), "check2-square", "eligible"),
        "listed": State(gettext_lazy("Trong danh sách bình xét"), "list-ol", "listed"),
        "recognised": State(gettext_lazy("Đã công nhận"), "award", "recognised"),
        "not_recognised": State(gettext_lazy("Không công nhận"), "dash-square", "not_recognised"),
        "withdrawn": WITHDRAWN,
        "revoked": State(gettext_lazy("Đã thu hồi"), "x-circle", "revoked"),
    },
    initial="draft",
    moves=(
        Move("submit", gettext_lazy("Gửi hồ sơ"), EDITABLE, "submitted", _unit_writes, _complete_nomination),
        Move(
            "receive",
            gettext_lazy("Tiếp nhận"),
            ("submitted",),
            "received",
            _handles,
            tells=_tell_unit(gettext_lazy("Phòng đã tiếp nhận hồ sơ: %(who)s")),
        ),
        Move(
            "return",
            gettext_lazy("Trả lại"),
            ("submitted", "received"),
            "returned",
            _handles,
            tells=_tell_unit(gettext_lazy("Hồ sơ được trả lại để bổ sung: %(who)s")),
            asks_reason=True,
        ),
        Move(
            "withdraw",
            gettext_lazy("Rút hồ sơ"),
            ("draft", "submitted", "returned"),
            "withdrawn",
            _unit_writes,
            tells=raised.told_of_the_head,
        ),
        Move(
            "appraise",
            gettext_lazy("Kết luận thẩm định"),
            ("received",),
            "appraised",
            _handles,
            tells=raised.told_of_the_head,
        ),
        Move(
            "reopen",
            gettext_lazy("Mở lại thẩm định"),
            ("appraised",),
            "received",
            _handles,
            tells=raised.told_of_the_head,
            asks_reason=True,
        ),
        Move("list", gettext_lazy("Đưa vào danh sách"), ("appraised",), "listed", _keeps_the_list, by_hand=False),
        Move("unlist", gettext_lazy("Đưa ra khỏi danh sách"), ("listed",), "appraised", _keeps_the_list, by_hand=False),
        Move("recognise", gettext_lazy("Công nhận"), ("listed",), "recognised", _keeps_the_list, by_hand=False),
        Move(
            "refuse",
            gettext_lazy("Không công nhận"),
            ("listed", "appraised", "received"),
            "not_recognised",
            _keeps_the_list,
            by_hand=False,
        ),
        Move(
            "revoke",
            gettext_lazy("Thu hồi"),
            ("recognised",),
            "revoked",
            _keeps_the_list,
            tells=raised.told_of_the_head,
            asks_reason=True,
            by_hand=False,
        ),
    ),
)
