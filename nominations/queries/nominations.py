"""What the pages of dossiers show: a fixed number of queries, tables and plain values out."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import content
from criteria.models import Criterion, Group, PlanYear
from criteria.numbers import plain, shown_exactly
from criteria.queries.own import notes_of, section_of
from nominations import reaching
from nominations.kinds import criteria_offered
from nominations.models import Evidence, Nomination, Registration, Statement
from nominations.queries.evidence import evidence_of
from nominations.queries.registrations import Act, still_missing, without_dossier
from nominations.raised import raised
from nominations.rights import conflict, is_about, writes_for
from nominations.standing import AFTER_RECEIPT, knows_all, shown_state, with_shown_state
from nominations.workflow import EDITABLE, NOMINATIONS
from portal import clock
from portal.lists import ListForm
from portal.models import User
from portal.queries import units_written_for
from portal.tables import NONE, Cell, Column, Table, cells

# -- the list -------------------------------------------------------------------------------------------------


# What no list shows and may be long.
UNSHOWN = (
    *("unregistered_reason", "duties", "report", "return_reason", "aside_reason"),
    *("outcome_reason", "outcome_written"),
)


RECEIPT = re.compile(r"(?P<number>[0-9]{1,4})/(?P<year>20[0-9]{2})")


def holds(word: str) -> Q:
    """Those in which a folded word is found, or whose receipt number it is, as written on paper: 03/2025."""
    said = Q(search__contains=word)
    found = RECEIPT.fullmatch(word)
    return said | Q(receipt_number=found["number"], plan_year__year=found["year"]) if found else said


def listed(user: User) -> QuerySet[Nomination]:
    rows = Nomination.objects.visible_to(user).defer(*UNSHOWN)
    rows = rows.select_related("plan_year", "unit", "subject_unit", "subject_person")
    return with_shown_state(rows, user)


def nomination_table(rows: Iterable[Nomination], user: User) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân"), order="name"),
        Column(_("Đơn vị đề nghị"), order="unit"),
        Column(_("Mô hình")),
        Column(_("Ngày gửi"), order="sent"),
        Column(_("Số tiếp nhận"), order="receipt"),
        Column(_("Tình trạng")),
    ]
    return Table(_("Danh sách hồ sơ đề nghị"), columns, cells(lambda row: _row(row, user), rows))


def _row(row: Nomination, user: User) -> list[Cell]:
    day = clock.local(row.sent_at).date() if row.sent_at else None
    return [
        Cell(
            str(row.subject),
            reverse("nominations:nomination-detail", args=[row.pk]),
            f"{row.get_kind_display()} · {row.scope_label.lower()}",
        ),
        Cell(_("chính đơn vị") if row.subject_unit_id == row.unit_id else str(row.unit)),
        Cell(row.model_name or NONE),
        Cell(date_format(day), value=day) if day else Cell(NONE),
        Cell(row.receipt or NONE),
        Cell(state=shown_state(row, user)),
    ]


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    key: str
    href: str
    current: bool


def tabs(rows: QuerySet[Nomination], form: ListForm) -> list[Tab]:
    """One a state that occurs among these rows, as this reader may know it; the counts add up to the first."""
    current = form.cleaned_data.get("state", "")
    counts = dict(rows.order_by().values_list("shown").annotate(count=Count("pk")))
    labels = {"": (_("Tất cả"), sum(counts.values()))}
    labels |= {key: (str(state.label), counts.get(key, 0)) for key, state in NOMINATIONS.states.items()}
    return [
        Tab(label, count, key, f"?{form.address_with(state=key)}", key == current)
        for key, (label, count) in labels.items()
        if key in ("", current) or key in counts
    ]


def drafts_unseen(user: User, year: int) -> int:
    """How many dossiers units are still writing: the office knows the number, not the text."""
    drafts = Nomination.objects.filter(plan_year__year=year, state="draft")
    return drafts.exclude(Exists(Nomination.objects.visible_to(user).filter(pk=OuterRef("pk")))).count()


def registrations_to_nominate(user: User) -> list[Registration]:
    """Accepted in an open year, of this reader's units, without a dossier yet."""
    units = units_written_for(user, "nomination.write")
    rows = Registration.objects.with_subject().filter(unit__in=units, state="accepted", plan_year__state="open")
    return list(without_dossier(rows))


# -- one dossier ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StandardSaid:
    """One standard, or a criterion of the unit's own: its wording, what the unit says, what proves it."""

    criterion: Criterion
    text: str
    evidence: list[Evidence]
    points: str
    floor: str
    before: str = ""  # what was said about the same subject last year
    note: str = ""  # what counts as its evidence with this unit (plan II.2)

    @property
    def section(self) -> Group:
        return section_of(self.criterion)

    @property
    def doubt(self) -> bool:
        """Said without proof: it may be sent all the same."""
        return bool(self.text) and not self.evidence


def _said_last_year(nomination: Nomination) -> dict[str, str]:
    """{criterion's code: text}: last year's set has rows of its own."""
    past = Nomination.objects.of_the_year_before(nomination)
    return dict(Statement.objects.filter(nomination__in=past).values_list("criterion__code", "text"))


def standards_said(nomination: Nomination) -> list[StandardSaid]:
    texts = dict(nomination.statements.values_list("criterion_id", "text"))
    before = _said_last_year(nomination)
    proofs: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in evidence_of(nomination):
        for use in evidence.uses.all():
            proofs[use.criterion_id].append(evidence)
    criteria_set = nomination.plan_year.criteria_set
    parameters, notes = content.parameters_value(criteria_set), notes_of(criteria_set, nomination.unit)
    return [
        StandardSaid(
            criterion=row,
            text=texts.get(row.pk, ""),
            evidence=proofs[row.pk],
            points=plain(row.points),
            floor=shown_exactly(parameters.floor_of(row)),
            before=before.get(row.code, ""),
            note=notes.get(row.code, ""),
        )
        for row in criteria_offered(nomination)
    ]


def may_edit(nomination: Nomination, user: User) -> bool:
    return nomination.state in EDITABLE and writes_for(user, nomination)


_ASKED = {
    "submit": (
        "send",
        gettext_lazy("Gửi hồ sơ này đến Phòng?"),
        gettext_lazy(
            "Số tiếp nhận được cấp khi Phòng tiếp nhận. Sau khi gửi, nội dung không sửa được, trừ khi được trả lại."
        ),
        "btn-primary",
    ),
    "withdraw": (
        "box-arrow-left",
        gettext_lazy("Rút hồ sơ này?"),
        gettext_lazy("Hồ sơ đã rút không gửi lại được; nội dung vẫn được giữ để xem. Đơn vị có thể lập hồ sơ khác."),
        "btn-danger",
    ),
}


def acts(nomination: Nomination, user: User, missing: list) -> list[Act]:
    """The unit's own moves; those of the office have pages of their own."""
    found = []
    for move in NOMINATIONS.open_to(user, nomination):
        if move.name not in _ASKED:
            continue
        icon, question, text, look = _ASKED[move.name]
        blocked = still_missing(missing) if move.name == "submit" else ""
        address = reverse(f"nominations:nomination-{move.name}", args=[nomination.pk])
        found.append(Act(move.name, move.words, icon, address, question, text, look, blocked))
    return sorted(found, key=lambda act: act.name == "submit")  # the red one stands last


def appraises(nomination: Nomination, user: User) -> bool:
    """Whether the page of the appraisal would open: sent, read by the office or the board, and not too near."""
    return nomination.submitted_at is not None and knows_all(user) and not conflict(user, nomination)


def explained(nomination: Nomination, user: User) -> bool:
    """Whether the page that explains its total would open: once concluded to the office, once published to its own."""
    if nomination.published_at:
        return knows_all(user) or writes_for(user, nomination) or is_about(user, nomination)
    return nomination.state in AFTER_RECEIPT and appraises(nomination, user)


def open_year() -> PlanYear | None:
    return PlanYear.objects.filter(state="open").order_by("year").last()


def raised_in(year: int) -> set[int]:
    """Dossiers of a year in which a gate answers otherwise than at the conclusion, and nobody has looked yet."""
    return {each.nomination.pk for each in raised(Nomination.objects.filter(plan_year__year=year))}


def reached_in(year: int) -> set[int]:
    """Dossiers of a year that reach every standard: live until the list closes."""
    plan_year = PlanYear.objects.filter(year=year).select_related("criteria_set__plan").first()
    if plan_year is None:
        return set()
    told = (content.read_at_once(plan_year.criteria_set), reaching.every_unit(), reaching.ratings_of(year))
    return {each.dossier.pk for each in reaching.standings(plan_year, *told) if each.reaches}
