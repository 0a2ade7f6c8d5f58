"""What the pages of lists and the dashboard show."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.results import Score
from nominations.facts import scores
from nominations.models import Nomination
from portal.tables import NONE as NO_CELL
from portal.tables import Cell, Column, Table
from recognition.compile import WorkingList, compile_list
from recognition.models import ReviewList
from recognition.snapshot import NONE
from recognition.workflow import LISTS


def scores_of(rows: Iterable[Nomination], year: PlanYear) -> list[tuple[Nomination, Score]]:
    rows = list(rows)
    found = scores(rows, year)
    return [(row, found[row.pk]) for row in rows]


def candidates(review_list: ReviewList):
    """Received and appraised dossiers; on a supplementary list only those that were set aside for it."""
    rows = Nomination.objects.with_subject().select_related("endorsement").prefetch_related("subject_person__posts")
    rows = rows.filter(plan_year=review_list.plan_year, state__in=("received", "appraised"))
    return rows.exclude(aside_reason="") if review_list.is_supplement else rows


def working_list(review_list: ReviewList) -> WorkingList:
    """Live: nothing is written to a dossier. A supplement ranks those who were set aside, their papers now in."""
    rows = list(candidates(review_list))
    if review_list.is_supplement:
        for row in rows:
            row.aside_reason = ""
    return compile_list(scores_of(rows, review_list.plan_year))


# -- pages ----------------------------------------------------------------------------------------------------


def list_table(lists: Iterable[ReviewList]) -> Table:
    columns = [Column(_("Danh sách")), Column(_("Bản mới nhất")), Column(_("Tình trạng"))]
    return Table(_("Danh sách bình xét"), columns, [_list_row(each) for each in lists])


def _list_row(review_list: ReviewList) -> list[Cell]:
    newest = max((version.number for version in review_list.versions.all()), default=0)
    return [
        Cell(str(review_list), reverse("recognition:list-detail", args=[review_list.pk])),
        Cell(f"{newest:02d}" if newest else "–"),
        Cell(state=LISTS.states[review_list.state]),
    ]


def frozen_tables(content: dict, *, may_open: bool = False) -> dict[str, Table]:
    """Groups A and B of a frozen version in protocol order, with the votes once they are in.

    `content`: of the version, with its minutes as far as they are written.
    `may_open`: whether dossiers are the reader's to read, and with them why a total is what it is.
    """
    votes = content.get("votes", {})
    columns = [
        Column(_("Tên tập thể, họ và tên")),
        Column(_("Chức vụ, đơn vị")),
        Column(_("Xếp loại")),
        Column(_("Điểm"), number=True),
        Column(_("Phiếu đồng ý"), number=True),
        Column(_("Ghi chú")),
    ]
    tables = {}
    for group, caption in (("collectives", _("A. Tập thể")), ("individuals", _("B. Cá nhân"))):
        rows = [
            _frozen_row(n, row, votes.get(str(row["nomination"])), may_open) for n, row in enumerate(content[group], 1)
        ]
        tables[group] = Table(caption, columns, rows)
    model_columns = [Column(_("Mô hình")), Column(_("Đơn vị")), Column(_("Phạm vi"))]
    rows = [
        [Cell(f"{n}. {row['name']}", second=row["summary"]), Cell(row["place"]), Cell(row["scope"])]
        for n, row in enumerate(content["models"], 1)
    ]
    return tables | {"models": Table(_("C. Mô hình"), model_columns, rows)}


def _frozen_row(number: int, row: dict, vote: dict | None, may_open: bool) -> list[Cell]:
    why = reverse("recognition:total", args=[row["nomination"]]) if may_open else ""
    return [
        Cell(f"{number}. {row['name']}", second=f"{row['scope']}. {row['summary']}"),
        Cell(row["place"]),
        Cell(row["rating"], second="" if row["party_rating"] == NONE else row["party_rating"]),
        Cell(row["total"], href=why, second=_("hạng %(rank)s") % {"rank": row["rank"]}),
        _agreed(vote),
        Cell(row["note"] or "–"),
    ]


def _agreed(vote: dict | None) -> Cell:
    """Lists approved before ballots were typed in keep the one number they had."""
    if vote is None:
        return Cell(NO_CELL)
    share = f"{vote['percent']}%" if "percent" in vote else ""
    return Cell(str(vote["for"]), second=share)
