"""What the code on a paper leads to: whether that version counts now. Nobody's name, no count, no result."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal import clock
from portal.states import State
from recognition.codes import LENGTH, shown_code, typed_code
from recognition.models import Decision, ListVersion, ReviewList
from recognition.queries.papers import numbered


@dataclass(frozen=True)
class Verified:
    state: State
    sentence: str
    code: str
    facts: list[tuple[str, str]]  # (what, words)


def verified(text: str) -> Verified | None:
    """Of whatever somebody typed."""
    code = typed_code(text)
    if len(code) != LENGTH:
        return None
    found = ListVersion.objects.filter(code=code).select_related("review_list__plan_year").order_by("-pk").first()
    if found is None:
        return None
    return Verified(*_standing(found, found.review_list.latest()), shown_code(code), _facts(found))


def _standing(frozen: ListVersion, newest: ListVersion) -> tuple[State, str]:
    state = frozen.review_list.state
    if newest.number > frozen.number:
        told = {"n": newest.number, "day": _moment(newest.closed_at)}
        words = _("Bản này không còn hiệu lực: đã được thay bằng bản %(n)02d, chốt %(day)s.") % told
        return State(_("Đã thay thế"), "x-circle", "returned"), words
    if state == "compiling":
        words = _("Danh sách đã mở lại để lập bản mới; bản này không còn hiệu lực.")
        return State(_("Đã mở lại"), "x-circle", "returned"), words
    if not frozen.sha256:
        return State(_("Chưa duyệt"), "lock", "listed"), _("Bản này đã chốt, chưa duyệt: chưa có giá trị trình.")
    return State(_("Có hiệu lực"), "patch-check", "recognised"), _("Đây là bản đang có hiệu lực của danh sách.")


def _facts(frozen: ListVersion) -> list[tuple[str, str]]:
    review_list = frozen.review_list
    facts = [
        (_("Danh sách"), str(review_list)),
        (_("Bản"), f"{frozen.number:02d}"),
        (_("Chốt lúc"), _moment(frozen.closed_at)),
    ]
    if frozen.sha256:
        facts += [(_("Duyệt lúc"), _moment(frozen.approved_at)), (_("Mã niêm phong"), _in_fours(frozen.sha256))]
    if number := _decided(review_list):
        facts.append((_("Quyết định"), number))
    return facts


def _decided(review_list: ReviewList) -> str:
    """Only once the results are published."""
    decision = Decision.objects.filter(review_list=review_list, review_list__published_at__isnull=False).first()
    return numbered(decision) if decision else ""


def _moment(at) -> str:
    return f"{clock.local(at):%H:%M, %d/%m/%Y}"


def _in_fours(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
