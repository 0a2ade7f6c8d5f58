"""What the appraisal pages show: a fixed number of queries, plain values out.

Blind marking: nothing that rests on marks leaves here before every sheet that is due has been sent.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import content
from criteria.actions.scorecards import not_applicable
from criteria.gates import GateResult
from criteria.models import Criterion, GateAnswer, Rating, Sheet
from criteria.models import Waiver as WaiverRow
from criteria.models.scorecards import SheetQuerySet
from criteria.numbers import shown, shown_exactly
from criteria.results import Row, Score
from criteria.sentences import result as result_of
from criteria.standards import Parameters
from criteria.vocabulary import Answer, RowState, Source, Verdict
from nominations import facts, rights
from nominations.completeness import criteria_to_state
from nominations.models import Evidence, Nomination
from nominations.models.nominations import NominationQuerySet
from nominations.workflow import NOMINATIONS
from portal import clock
from portal.models import User
from portal.queries import history
from portal.rights import may
from portal.states import State
from portal.tables import Cell, Column, Table
from portal.timeline import Event

NONE = "–"

ANSWERS = {
    Answer.MET: State(Answer.MET.label, "check-circle-fill", "met"),
    Answer.NOT_MET: State(Answer.NOT_MET.label, "x-circle-fill", "not_met"),
    Answer.NO_RESULT: State(Answer.NO_RESULT.label, "hourglass-split", "no_result"),
    Answer.NOT_APPLICABLE: State(Answer.NOT_APPLICABLE.label, "dash-circle", "not_applicable"),
}
WAIVED = State(gettext_lazy("Miễn (có lý do)"), "shield-check", "waived")
VERDICTS = {
    Verdict.ELIGIBLE: State(Verdict.ELIGIBLE.label, "check2-square", "eligible"),
    Verdict.NOT_ELIGIBLE: State(Verdict.NOT_ELIGIBLE.label, "x-circle-fill", "ineligible"),
    Verdict.AWAITING_RATING: State(Verdict.AWAITING_RATING.label, "hourglass-split", "waiting"),
    Verdict.UNFINISHED: State(Verdict.UNFINISHED.label, "pencil", "draft"),
}
ROWS = {
    RowState.REACHED: State(RowState.REACHED.label, "check-circle", "recognised"),
    RowState.BELOW: State(RowState.BELOW.label, "x-circle", "ineligible"),
    RowState.UNMARKED: State(RowState.UNMARKED.label, "pencil", "draft"),
    RowState.NOT_APPLICABLE: State(RowState.NOT_APPLICABLE.label, "dash-circle", "withdrawn"),
}


# -- whose eyes -----------------------------------------------------------------------------------------------


class _SentDossiers(NominationQuerySet):
    def visible_to(self, user: User) -> "_SentDossiers":
        """The office and the board, once a dossier was sent. To the unit there is no appraisal at all."""
        return self.filter(submitted_at__isnull=False) if may(user, "nomination.read") else self.none()


class _Dossiers(NominationQuerySet):
    def visible_to(self, user: User) -> "_Dossiers":
        """Drafts too, as far as that they exist: a unit that missed the date may be given a later one."""
        return self if may(user, "nomination.read") else self.none()


class _SheetsToFill(SheetQuerySet):
    def visible_to(self, user: User) -> "_SheetsToFill":
        """One's own, for as long as one is an assessor."""
        return self.filter(assessor=user) if may(user, "sheet.write") else self.none()


def sent_dossiers() -> NominationQuerySet:
    return _with_all(_SentDossiers(Nomination))


def dossiers() -> NominationQuerySet:
    return _with_all(_Dossiers(Nomination))


def _with_all(rows: NominationQuerySet) -> NominationQuerySet:
    return rows.with_subject().select_related(
        "scorecard__criteria_set__plan",
        "plan_year__criteria_set__plan",
        "head_post__unit",
        "entered_by__person",
        "endorsement__minutes",
    )


def sheets() -> SheetQuerySet:
    return _SheetsToFill(Sheet).select_related(
        "assessor__person",
        "scorecard__criteria_set__plan",
        "scorecard__nomination__plan_year__criteria_set__plan",
        "scorecard__nomination__unit",
        "scorecard__nomination__subject_unit",
        "scorecard__nomination__subject_person",
    )


# -- the office's page ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One rating among those a gate rests on."""

    answer: State
    finding: str
    paper: str
    recorded: str


@dataclass(frozen=True)
class GateLine:
    criterion: Criterion
    clause: str
    answer: State
    reason: str
    paper: str
    recorded: str  # who, when
    parts: list[Part] = field(default_factory=list)
    waiver: str = ""
    waived_by: str = ""
    minutes: bool = False  # the unit's vote: its minutes can be opened
    answer_act: str = ""  # what the button says; "" where there is none
    may_waive: bool = False


@dataclass(frozen=True)
class Proof:
    """One piece of evidence, as a link."""

    title: str
    second: str
    href: str
    icon: str


@dataclass(frozen=True)
class Standard:
    """A scored standard with what the unit says to it."""

    criterion: Criterion
    points: str
    floor: str
    statement: str
    proofs: list[Proof]
    set_aside: str = ""
    may_set_aside: bool = False


@dataclass(frozen=True)
class SheetLine:
    pk: int
    assessor: str
    sent_at: datetime | None
    may_unassign: bool


@dataclass(frozen=True)
class Marks:
    """Only when every sheet that is due has been sent."""

    table: Table
    total: str
    formula: str
    differing: list[tuple[str, str]]  # [(sentence, where the agreed mark is written down)]
    reasons: list[tuple[str, list[tuple[str, str]]]]  # [(standard, [(sheet, reason)])]


@dataclass(frozen=True)
class Act:
    """Something that can be done now, or (`blocked`) what it still waits for."""

    name: str
    label: str
    hint: str
    icon: str
    href: str
    asks: bool = False  # a button that posts after a question; else the link to a form
    blocked: bool = False


@dataclass(frozen=True)
class Page:
    nomination: Nomination
    state: State
    score: Score
    verdict: State
    gates: list[GateLine]
    gate_counts: str
    standards: list[Standard]
    sheets: list[SheetLine]
    sheets_sent: int
    sheets_due: int
    marks: Marks | None
    overlaps: list[str]
    acts: list[Act]
    main_act: Act | None
    handles: bool


def page_of(nomination: Nomination, user: User) -> Page:
    score = facts.scores([nomination], nomination.plan_year)[nomination.pk]
    handles = rights.handles(user, nomination)
    in_hand = handles and nomination.state == "received"
    found = list(_sheets_of(nomination))
    all_sent = score.sheets_sent >= score.sheets_due
    standards = standards_of(nomination, may_set_aside=in_hand and not _any_mark(nomination))
    acts = list(_acts(nomination, user, score, handles))
    return Page(
        nomination=nomination,
        state=NOMINATIONS.states[nomination.state],
        score=score,
        verdict=VERDICTS[score.verdict],
        gates=_gates(nomination, score, in_hand=in_hand, may_waive=_may_waive(nomination, user)),
        gate_counts=_gate_counts(score),
        standards=standards,
        sheets=[
            SheetLine(sheet.pk, str(sheet.assessor), sheet.sent_at, in_hand and sheet.sent_at is None)
            for sheet in found
        ],
        sheets_sent=score.sheets_sent,
        sheets_due=score.sheets_due,
        marks=_marks(nomination, score, found, standards, in_hand=in_hand) if all_sent else None,
        overlaps=[each.sentence for each in score.overlaps],
        acts=acts,
        main_act=next((act for act in acts if act.asks and not act.blocked), None),
        handles=handles,
    )


def history_of(nomination: Nomination) -> list[Event]:
    """What was done to it. What the unit wrote stands in the dossier itself; here, that and when it was written."""
    written = (_("Sửa hồ sơ"), _("Lập hồ sơ"))
    return [replace(event, detail="") if event.what.startswith(written) else event for event in history(nomination)]


def _sheets_of(nomination: Nomination) -> Iterable[Sheet]:
    rows = Sheet.objects.filter(scorecard=nomination.scorecard_id).order_by("pk")
    return rows.select_related("assessor__person").prefetch_related("marks__criterion")


def _any_mark(nomination: Nomination) -> bool:
    return Sheet.objects.filter(scorecard=nomination.scorecard_id, marks__isnull=False).exists()


def _may_waive(nomination: Nomination, user: User) -> bool:
    return (
        may(user, "nomination.waive")
        and nomination.state in ("received", "appraised")
        and not rights.conflict(user, nomination)
    )


def _gate_counts(score: Score) -> str:
    words = {
        Answer.MET: _("%(n)02d đạt"),
        Answer.NOT_MET: _("%(n)02d không đạt"),
        Answer.NO_RESULT: _("%(n)02d chưa có kết quả"),
        Answer.NOT_APPLICABLE: _("%(n)02d không áp dụng"),
    }
    counted = {answer: sum(gate.answer == answer for gate in score.gates) for answer in words}
    return " · ".join(words[answer] % {"n": count} for answer, count in counted.items() if count)


def _gates(nomination: Nomination, score: Score, *, in_hand: bool, may_waive: bool) -> list[GateLine]:
    rows = {row.code: row for row in nomination.plan_year.criteria_set.criteria.filter(kind="gate")}
    card = nomination.scorecard_id
    answers = {row.criterion_id: row for row in GateAnswer.objects.filter(scorecard=card).select_related("by__person")}
    waivers = {row.criterion_id: row for row in WaiverRow.objects.filter(scorecard=card).select_related("by__person")}
    ratings = _ratings_of(nomination)
    return [
        _gate_line(
            nomination, gate, rows[gate.criterion.code], answers, waivers, ratings, in_hand=in_hand, may_waive=may_waive
        )
        for gate in score.gates
    ]


def _gate_line(
    nomination: Nomination,
    gate: GateResult,
    row: Criterion,
    answers: dict[int, GateAnswer],
    waivers: dict[int, WaiverRow],
    ratings: dict[tuple[str, str], Rating],
    *,
    in_hand: bool,
    may_waive: bool,
) -> GateLine:
    answer, waiver = answers.get(row.pk), waivers.get(row.pk)
    of_vote = gate.criterion.source == Source.ENDORSEMENT
    vote = getattr(nomination, "endorsement", None) if of_vote else None
    if answer:
        recorded = _by_and_when(str(answer.by), answer.at)
    else:
        recorded = f"{nomination.unit}, {vote.held_on:%d/%m/%Y}" if vote else ""
    parts = [
        Part(ANSWERS[part.answer], _capital(part.finding), part.paper, _recorder(part, ratings)) for part in gate.parts
    ]
    paper = answer.paper if answer else gate.paper
    if len(parts) == 1:  # the gate's own sentence says the same
        paper, recorded, parts = paper or parts[0].paper, recorded or parts[0].recorded, []
    return GateLine(
        criterion=row,
        clause=row.clause,
        answer=ANSWERS[gate.answer],
        reason=f"{_capital(gate.reason)}.",
        paper=paper,
        recorded=recorded,
        parts=parts,
        waiver=gate.waiver_sentence,
        waived_by=_by_and_when(str(waiver.by), waiver.at) if waiver else "",
        minutes=bool(vote and vote.minutes_id),
        answer_act=_answer_act(row, answer) if in_hand else "",
        may_waive=may_waive and gate.stands_in_the_way(),
    )


def _answer_act(row: Criterion, answer: GateAnswer | None) -> str:
    if answer:
        return _("Sửa")
    if row.source == Source.OFFICE:
        return _("Trả lời")
    return _("Không áp dụng") if row.may_be_not_applicable else ""


def _by_and_when(who: str, at: datetime) -> str:
    return f"{who}, {clock.local(at):%d/%m/%Y %H:%M}"


def _ratings_of(nomination: Nomination) -> dict[tuple[str, str], Rating]:
    """{(of, paper): rating} of the subject, its bodies and those of its khoa or phòng: who wrote it down."""
    whose = Q(person=nomination.subject_person_id, person__isnull=False)
    if unit := nomination.subject_unit:
        whose |= Q(unit=unit) | Q(unit__parent=unit) | Q(unit__parent=unit.parent_id, unit__parent__isnull=False)
    rows = Rating.objects.standing().filter(whose, year=nomination.plan_year.year)
    return {(rating.of, rating.paper): rating for rating in rows.select_related("recorded_by__person")}


def _recorder(part, ratings: dict[tuple[str, str], Rating]) -> str:
    rating = ratings.get((part.requirement.of, part.paper))
    if rating is None:
        return ""
    return _by_and_when(_("%(who)s ghi") % {"who": rating.recorded_by}, rating.recorded_at)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- statements and evidence ----------------------------------------------------------------------------------

_ICONS = {"pdf": "file-earmark-pdf", "docx": "file-earmark-word", "xlsx": "file-earmark-excel"}


def standards_of(nomination: Nomination, *, may_set_aside: bool = False) -> list[Standard]:
    """Every scored standard of its kind, with what the unit wrote and the evidence bound to it."""
    statements = dict(nomination.statements.values_list("criterion_id", "text"))
    proofs = proofs_of(nomination)
    parameters = content.parameters_value(nomination.plan_year.criteria_set)
    aside = _aside(nomination)
    return [
        Standard(
            criterion=row,
            points=shown_exactly(row.points).removesuffix(",0"),
            floor=shown_exactly(floor_of(row, parameters)),
            statement=statements.get(row.pk, ""),
            proofs=proofs.get(row.pk, []),
            set_aside=aside.get(row.code, ""),
            may_set_aside=may_set_aside and row.may_be_not_applicable,
        )
        for row in _scored(nomination)
    ]


def _scored(nomination: Nomination) -> list[Criterion]:
    if not nomination.scorecard_id:
        return criteria_to_state(nomination)
    rows = nomination.scorecard.criteria_set.criteria.filter(kind="scored", enabled=True, unit=None)
    return [row for row in rows.select_related("group") if nomination.kind in row.applies_to]


def _aside(nomination: Nomination) -> dict[str, str]:
    card = nomination.scorecard
    return not_applicable(card) if card else nomination.plan_year.set_aside


def floor_of(row: Criterion, parameters: Parameters) -> Decimal:
    share = parameters.floor if row.floor is None else row.floor
    return share * row.points


def proofs_of(nomination: Nomination) -> dict[int, list[Proof]]:
    """{criterion pk: its evidence}."""
    found: dict[int, list[Proof]] = {}
    rows = Evidence.objects.filter(nomination=nomination, removed_at=None).select_related("file")
    for evidence in rows.prefetch_related("uses"):
        day = f"{evidence.date:%d/%m/%Y}" if evidence.date else ""
        second = ", ".join(part for part in (evidence.number, day, evidence.issuer) if part)
        icon = _ICONS.get(evidence.file.kind, "file-earmark-image")
        proof = Proof(evidence.title, second, f"/evidence/{evidence.pk}/", icon)
        for use in evidence.uses.all():
            found.setdefault(use.criterion_id, []).append(proof)
    return found


# -- marks, when all are in -----------------------------------------------------------------------------------


def _marks(
    nomination: Nomination, score: Score, found: list[Sheet], standards: list[Standard], *, in_hand: bool
) -> Marks:
    """One column a sheet, unnamed, in an order that tells nothing about who was assigned first."""
    sent = sorted((sheet for sheet in found if sheet.sent_at), key=lambda sheet: _shuffled(sheet))
    reasons = {
        (sheet.assessor.username, mark.criterion.code): mark.reason for sheet in sent for mark in sheet.marks.all()
    }
    columns = [
        Column(_("Tiêu chuẩn")),
        *(Column(_("Phiếu %(n)s") % {"n": number}, number=True) for number in range(1, len(sent) + 1)),
        Column(_("Kết quả"), number=True),
        Column(_("Đạt từ"), number=True),
        Column(_("Kết luận")),
    ]
    order = [sheet.assessor.username for sheet in sent]
    lines = [_mark_row(row, order) for row in score.rows]
    rows = {each.criterion.code: _agree_at(nomination, each.criterion) if in_hand else "" for each in standards}
    return Marks(
        table=Table(_("Điểm của các phiếu theo từng tiêu chuẩn"), columns, lines),
        total=shown(score.total, 2) if score.total is not None else NONE,
        formula=score.formula,
        differing=[(row.difference_sentence, rows[row.criterion.code]) for row in score.rows if row.differs],
        reasons=[
            (row.criterion.label, said)
            for row in score.rows
            if (said := list(_reasons(row.criterion.code, order, reasons)))
        ],
    )


def _agree_at(nomination: Nomination, row: Criterion) -> str:
    return reverse("nominations:appraisal-agree", args=[nomination.pk, row.pk])


def _reasons(code: str, order: list[str], reasons: dict[tuple[str, str], str]) -> Iterable[tuple[str, str]]:
    for number, who in enumerate(order, 1):
        if reason := reasons.get((who, code)):
            yield _("Phiếu %(n)s") % {"n": number}, reason


def _shuffled(sheet: Sheet) -> str:
    return hashlib.sha256(f"{sheet.scorecard_id}-{sheet.pk}".encode()).hexdigest()


def _mark_row(row: Row, assessors: list[str]) -> list[Cell]:
    out_of = shown(row.criterion.points, 1)
    marks = [
        Cell(shown(row.marks[who], 1), value=row.marks[who]) if who in row.marks else Cell(NONE) for who in assessors
    ]
    second = row.not_applicable or _("trên %(points)s điểm") % {"points": out_of}
    result = Cell(result_of(row)) if row.result is not None else Cell(NONE)
    return [
        Cell(row.criterion.label, second=second),
        *marks,
        result,
        Cell(shown_exactly(row.floor)),
        Cell(state=ROWS[row.state]),
    ]


# -- what can be done -----------------------------------------------------------------------------------------


def _acts(nomination: Nomination, user: User, score: Score, handles: bool) -> Iterable[Act]:
    state = nomination.state

    def address(name: str) -> str:
        return reverse(f"nominations:appraisal-{name}", args=[nomination.pk])

    if handles and state == "submitted":
        hint = _("cấp số tiếp nhận, báo đơn vị")
        yield Act("receive", _("Tiếp nhận"), hint, "inbox", address("receive"), asks=True)
    if handles and state == "received":
        waits = _waits_for(nomination, score)
        hint = waits or _("đủ phiếu, đủ câu trả lời; kết luận: %(verdict)s") % {"verdict": score.verdict.label.lower()}
        yield Act(
            "conclude",
            _("Kết luận thẩm định"),
            hint,
            "check2-square",
            address("conclude"),
            asks=True,
            blocked=bool(waits),
        )
        hint = _("đã phân công %(n)02d thành viên") % {"n": nomination.scorecard.sheets.count()}
        yield Act("assign", _("Phân công chấm"), hint, "person-plus", address("assign"))
    if handles and state in ("submitted", "received"):
        hint = _("nêu lý do và hạn bổ sung")
        yield Act("return", _("Trả lại bổ sung"), hint, "arrow-return-left", address("return"))
    if handles and state == "appraised":
        yield Act("reopen", _("Mở lại thẩm định"), _("nêu lý do"), "arrow-counterclockwise", address("reopen"))
    if state == "returned" and rights.extends(user, nomination):
        yield Act("extend", _("Gia hạn"), _("ghi vào nhật ký"), "calendar-plus", address("extend"))


def _waits_for(nomination: Nomination, score: Score) -> str:
    """Why it cannot be concluded yet, in few words."""
    waits = []
    if score.sheets_sent < score.sheets_due:
        waits.append(_("đã gửi %(sent)02d trên %(due)02d phiếu") % {"sent": score.sheets_sent, "due": score.sheets_due})
    open_gates = sum(gate.criterion.source == Source.OFFICE and gate.answer == Answer.NO_RESULT for gate in score.gates)
    if open_gates:
        waits.append(_("còn %(n)02d điều kiện chưa trả lời") % {"n": open_gates})
    return "; ".join(waits)


# -- assessors ------------------------------------------------------------------------------------------------


def assessors_for(nomination: Nomination) -> tuple[list[User], list[tuple[User, str]]]:
    """(who may be asked, [(who may not, why)]); those who have a sheet already are in neither."""
    asked = Sheet.objects.filter(scorecard=nomination.scorecard_id).values("assessor")
    people = User.objects.filter(is_active=True, grants__role="assessor", grants__revoked_at=None)
    people = people.exclude(pk__in=asked).select_related("person").order_by("person__sort_key", "pk").distinct()
    near = [(user, rights.conflict_of(user, nomination)) for user in people]
    return [user for user, why in near if not why], [(user, why) for user, why in near if why]


def too_near_table(near: list[tuple[User, str]]) -> Table | None:
    """Those who cannot be assigned, and why."""
    if not near:
        return None
    columns = [Column(_("Thành viên Hội đồng")), Column(_("Vì sao"))]
    rows = [[Cell(str(user)), Cell(_capital(why))] for user, why in near]
    return Table(_("Không phân công được vì có liên quan"), columns, rows)
