"""What has been decided, as pages show it: recognitions by the plan and awards by law, two tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.numbers import shown
from nominations import standing
from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal.models import User
from portal.states import State
from portal.tables import NONE, Cell, Column, Table
from recognition import rights
from recognition.models import Award, IssuedPaper, Recognition, ReviewList, Revocation

OUTCOMES = {
    "proposed": State(gettext_lazy("Đề nghị"), "send", "submitted"),
    "sent": State(gettext_lazy("Đã trình cấp trên"), "send-check", "listed"),
    "given": State(gettext_lazy("Đã khen thưởng"), "award", "recognised"),
    "refused": State(gettext_lazy("Cấp trên không khen thưởng"), "dash-square", "not_recognised"),
    "dropped": State(gettext_lazy("Không đề nghị nữa"), "dash-square", "withdrawn"),
    "withdraw": State(gettext_lazy("Phải thu hồi"), "x-circle", "revoked"),
}
TOLD = ("sent", "given", "refused", "withdraw")  # to a unit, once its results are published


def outcome_of(award: Award) -> str:
    """The key of `OUTCOMES`. Expects its nomination and proposal at hand."""
    if award.nomination.state == "revoked":
        return "withdraw" if award.outcome == Award.Outcome.GIVEN else "dropped"
    if award.outcome == Award.Outcome.PROPOSED and award.proposal and award.proposal.sent_on:
        return "sent"
    return award.outcome


def paper_of(thing) -> str:
    """Number and day of a decision, an award, a revocation."""
    return f"{thing.number}, {thing.date:%d/%m/%Y}" if thing.number else ""


def in_words(award: Award) -> str:
    paper = paper_of(award)
    told = {"form": award.form, "state": OUTCOMES[outcome_of(award)].label}
    return _("%(form)s: %(state)s") % told + (f" ({paper})" if paper else "")


# -- the list's page ------------------------------------------------------------------------------------------


def decided_tables(review_list: ReviewList, *, may_open: bool) -> list[Table]:
    """Who was recognised, and the awards beside it; nothing before the decision."""
    recognised = Recognition.objects.filter(decision__review_list=review_list).select_related(
        "nomination__unit", "nomination__subject_unit", "nomination__subject_person", "revocation"
    )
    recognised = list(recognised.order_by("nomination__by_unit", "pk"))
    if not recognised:
        return []
    awards = Award.objects.filter(nomination__recognition__in=recognised).select_related(
        "form", "proposal", "nomination__unit", "nomination__subject_unit", "nomination__subject_person"
    )
    rows = [_award_row(award, may_open) for award in awards.order_by("form__order", "nomination__by_unit", "pk")]
    return [
        Table(
            _("Công nhận điển hình tiên tiến, theo Kế hoạch"),
            [Column(_("Tập thể, cá nhân")), Column(_("Mô hình")), Column(_("Ghi chú")), Column(_("Tình trạng"))],
            [_recognised_row(each, may_open) for each in recognised],
        ),
        Table(
            _("Khen thưởng, theo Luật"),
            [
                Column(_("Tập thể, cá nhân")),
                Column(_("Hình thức, danh hiệu")),
                Column(_("Số, ngày quyết định")),
                Column(_("Tình trạng")),
            ],
            rows,
        ),
    ]


def _recognised_row(row: Recognition, may_open: bool) -> list[Cell]:
    revoked = getattr(row, "revocation", None)
    return [
        _who(row.nomination, may_open),
        Cell(row.model_name or NONE),
        Cell(_("Quyết định thu hồi số %(paper)s") % {"paper": paper_of(revoked)} if revoked else NONE),
        Cell(state=NOMINATIONS.states[row.nomination.state]),
    ]


def _award_row(award: Award, may_open: bool) -> list[Cell]:
    return [
        _who(award.nomination, may_open),
        Cell(str(award.form), second=award.form.decided_by),
        Cell(paper_of(award) or NONE, second=award.note),
        Cell(state=OUTCOMES[outcome_of(award)]),
    ]


def _who(nomination: Nomination, may_open: bool) -> Cell:
    href = reverse("nominations:nomination-detail", args=[nomination.pk]) if may_open else ""
    return Cell(str(nomination), href, str(nomination.unit))


# -- the dossier's page ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of one dossier beyond its state."""

    recognition: Recognition
    revocation: Revocation | None
    awards: list[tuple[str, str, State]]  # (form, paper, state)
    revoke_address: str  # where the reader may begin to take it back


def outcome_for(nomination: Nomination, user: User) -> Outcome | None:
    """To the office and the board after the decision; to its own people after the publication."""
    knows = standing.knows_all(user)
    if not (nomination.published_at or knows):
        return None
    row = Recognition.objects.filter(nomination=nomination).select_related("decision", "revocation").first()
    if row is None:
        return None
    awards = list(Award.objects.filter(nomination=nomination).select_related("form", "proposal", "nomination"))
    told = [(award, outcome_of(award)) for award in awards]
    return Outcome(
        row,
        getattr(row, "revocation", None),
        [(str(award.form), paper_of(award), OUTCOMES[key]) for award, key in told if knows or key in TOLD],
        _revocation_address(nomination, row, user),
    )


def to_withdraw(nomination: Nomination) -> list[Award]:
    """What a revocation takes with it."""
    rows = Award.objects.filter(nomination=nomination, outcome=Award.Outcome.GIVEN)
    return list(rows.select_related("form"))


def _revocation_address(nomination: Nomination, row: Recognition, user: User) -> str:
    if nomination.state != "recognised" or rights.revocation_refused(user, nomination):
        return ""
    return reverse("recognition:list-revoke", args=[row.decision.review_list_id, nomination.pk])


# -- a unit's own page ----------------------------------------------------------------------------------------


def own_results(user: User, year: int) -> QuerySet[Nomination]:
    """Published, and of a unit this reader writes for or about themselves. The same for the office's own people."""
    units = [unit_id for role, unit_id in user.held_roles if "nomination.write" in role.may]
    own = Q(unit__in=units) | Q(subject_person=user.person_id, subject_person__isnull=False)
    awards = Prefetch("awards_by_law", Award.objects.select_related("form", "proposal", "nomination"))
    rows = Nomination.objects.visible_to(user).filter(own, plan_year__year=year, published_at__isnull=False)
    rows = rows.with_subject().select_related("recognition__decision", "recognition__revocation")
    return rows.prefetch_related(awards).order_by("by_unit", "pk").distinct()


def own_notices(user: User, year: int) -> QuerySet[IssuedPaper]:
    """Thông báo kết quả to the units that this reader writes for, published."""
    return IssuedPaper.objects.visible_to(user).filter(list_version__review_list__plan_year__year=year)


def results_tables(rows: Iterable[Nomination]) -> list[Table]:
    """Recognised, with decision and awards; not recognised, with the reasons. A table without rows is left out."""
    rows = list(rows)
    recognised = [row for row in rows if row.state in ("recognised", "revoked")]
    others = [row for row in rows if row.state == "not_recognised"]
    who, points = Column(_("Tập thể, cá nhân")), Column(_("Điểm, vì sao"), number=True)
    tables = [
        Table(
            _("Được công nhận"),
            [who, Column(_("Quyết định")), Column(_("Khen thưởng")), points, Column(_("Tình trạng"))],
            [_own_recognised(row) for row in recognised],
        ),
        Table(_("Không được công nhận"), [who, Column(_("Lý do")), points], [_own_other(row) for row in others]),
    ]
    return [table for table in tables if table.rows]


def _own_recognised(row: Nomination) -> list[Cell]:
    revocation = getattr(row.recognition, "revocation", None)
    taken = _("Quyết định thu hồi số %(paper)s") % {"paper": paper_of(revocation)} if revocation else ""
    told = [in_words(award) for award in row.awards_by_law.all() if outcome_of(award) in TOLD]
    return [
        _own_name(row),
        Cell(paper_of(row.recognition.decision), second=taken),
        Cell("; ".join(told) or NONE),
        _own_total(row),
        Cell(state=NOMINATIONS.states[row.state]),
    ]


def _own_other(row: Nomination) -> list[Cell]:
    return [_own_name(row), Cell(row.outcome_reason, second=row.outcome_written), _own_total(row)]


def _own_name(row: Nomination) -> Cell:
    place = row.model_name or row.scope_label
    return Cell(str(row), reverse("nominations:nomination-detail", args=[row.pk]), place)


def _own_total(row: Nomination) -> Cell:
    total = row.scorecard.total if row.scorecard else None
    if total is None:
        return Cell(NONE)
    return Cell(shown(total, 2), reverse("recognition:total", args=[row.pk]))
