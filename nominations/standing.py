"""Where a dossier stands, as this reader may know it: no verdict reaches a unit before it is published.

From receipt until publication everybody but the office and the board sees "Đã tiếp nhận", whatever has happened since;
a return or a withdrawal is theirs to know. Pages, lists, filters and histories all ask here.
"""

from dataclasses import replace

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from nominations.models import Nomination
from nominations.rights import is_about, writes_for
from nominations.workflow import NOMINATIONS
from portal.models import User
from portal.queries import history
from portal.rights import may
from portal.states import State
from portal.timeline import Event

AFTER_RECEIPT = ("appraised", "listed", "recognised", "not_recognised", "revoked")
RECEIVED = ("received", *AFTER_RECEIPT)
# How far a dossier has come at least, for those who may know: the steps that the dashboard counts.
STEPS = {
    "sent": (_lazy("Đã gửi"), ("submitted", "returned", *RECEIVED)),
    "received": (_lazy("Đã tiếp nhận"), RECEIVED),
    "appraised": (_lazy("Đã thẩm định"), AFTER_RECEIPT),
    "reached": (_lazy("Đạt mọi tiêu chuẩn"), AFTER_RECEIPT),  # and found so by the engine
    "raised": (_lazy("Điều kiện thay đổi sau kết luận"), AFTER_RECEIPT),  # and not looked at yet
    "board": (
        _lazy("Chờ Ban Giám hiệu tiếp nhận, thẩm định"),
        ("submitted", "received"),
    ),  # and of the office or the board
}


def knows_all(user: User) -> bool:
    return may(user, "nomination.read")


def shown_key(nomination: Nomination, user: User) -> str:
    if nomination.state in AFTER_RECEIPT and nomination.published_at is None and not knows_all(user):
        return "received"
    return nomination.state


def shown_outcome(nomination: Nomination, user: User) -> str:
    """What became of it, in a sentence: the decision, or why it was not recognised. "" before publication."""
    return nomination.outcome if nomination.published_at or knows_all(user) else ""


def shown_state(nomination: Nomination, user: User) -> State:
    return NOMINATIONS.states[shown_key(nomination, user)]


def with_shown_state(rows: QuerySet, user: User) -> QuerySet:
    """The same as a column, `shown`, to filter and count by."""
    if knows_all(user):
        return rows.annotate(shown=F("state"))
    hidden = When(state__in=AFTER_RECEIPT, published_at=None, then=Value("received"))
    return rows.annotate(shown=Case(hidden, default=F("state")))


def history_for(nomination: Nomination, user: User) -> list[Event]:
    """The office reads everything that was done; a unit what it did itself, the receipt and the returns.

    The person it is about reads why it was returned; an assessor, that it was.
    """
    if knows_all(user):
        return history(nomination)
    words = [str(NOMINATIONS[name].words) for name in ("submit", "receive", "return", "withdraw")]
    if writes_for(user, nomination):
        words.append(_("Trả lời yêu cầu bổ sung"))
    own = Q(act__in=[*words, _("Lập hồ sơ đề nghị"), _("Gia hạn gửi hồ sơ")]) | Q(act__startswith=_("Sửa hồ sơ"))
    found = history(nomination, only=own)
    if writes_for(user, nomination) or is_about(user, nomination):
        return found
    return [replace(event, detail="") if event.what == NOMINATIONS["return"].words else event for event in found]
