"""Recording number and date of an issued paper, with the frame that it was printed in."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal import actions
from portal.models import Unit, User
from portal.rights import Conflict
from recognition.models import IssuedPaper, ListVersion, PaperKind, ReviewList
from recognition.numbering import NUMBERED
from recognition.queries.papers import framed, issued


@transaction.atomic
def issue(
    frozen: ListVersion,
    paper: PaperKind,
    unit: Unit | None = None,
    *,
    number: str,
    day: date,
    by: User,
    version: int | None = None,
) -> IssuedPaper:
    """New, or in place of what was recorded (`version`: as it was on the screen); the log keeps both."""
    review_list = ReviewList.objects.select_for_update().get(pk=frozen.review_list_id)
    row = issued(frozen, paper, unit) or IssuedPaper(list_version=frozen, paper=paper, unit=unit, recorded_by=by)
    require_issuable(review_list, row)
    row.number, row.date, row.frame = number, day, framed(frozen, paper, day, unit)
    act = _("Sửa số, ngày văn bản") if row.pk else _("Ghi số, ngày văn bản")
    actions.keep(row, by=by, act=act, version=version)
    return row


def require_issuable(review_list: ReviewList, row: IssuedPaper) -> None:
    if refused := why_not_issued(review_list, row, newest=review_list.versions.count()):
        raise refused


def why_not_issued(review_list: ReviewList, row: IssuedPaper, *, newest: int) -> Conflict | None:
    """Of the version that counts, in its time. Of the decision's own papers: once published, what went out stands."""
    told, states = {"paper": row.get_paper_display()}, NUMBERED[row.paper].states
    if row.list_version.number != newest or review_list.state == "compiling":
        number = {"n": row.list_version.number}
        return Conflict(
            _("Bản %(n)02d không phải là bản đang có hiệu lực của danh sách nên không ghi được số văn bản.") % number,
            instead=_("Vui lòng mở bản mới nhất."),
        )
    if review_list.published_at and row.pk:
        return Conflict(_("Kết quả đã công bố nên số, ngày của văn bản %(paper)s không sửa được.") % told)
    if review_list.state in states:
        return None
    if review_list.state == "decided":
        return Conflict(_("Đã có quyết định nên số, ngày của văn bản %(paper)s không ghi hoặc sửa được nữa.") % told)
    if states == ("decided",):
        return Conflict(_("Chỉ ghi số %(paper)s sau khi đã ghi quyết định.") % told)
    return Conflict(
        _("Chỉ ghi số %(paper)s sau khi danh sách đã duyệt.") % told, instead=_("Vui lòng duyệt danh sách trước.")
    )
