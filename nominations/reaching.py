"""Which dossiers of a year reach every standard, and what their gates say: of thousands at once.

The same answers as `facts.scores` gives, by the engine's own rules, in a fixed number of queries. Two things are left
out because they cannot change an answer: marks of a dossier in which no mark lies below its floor (no mean or median
can then), and a second look at gates that rest on the same facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, QuerySet, Value

from criteria import scoring
from criteria.facts import Endorsement, Facts, OfficeAnswer, OwnCollective, Waiver
from criteria.facts import Sheet as SheetFacts
from criteria.gates import GateResult
from criteria.models import AgreedMark, GateAnswer, Mark, PlanYear, Rating, Sheet
from criteria.models import Waiver as WaiverRow
from criteria.results import Row
from criteria.standards import PlanContent
from criteria.vocabulary import Answer, SubjectKind, Verdict
from nominations.facts import BODIES, NOT_PUT_FORWARD, Gathered, own_collective_of, rating_facts
from nominations.models import Nomination
from portal.models import Unit

LISTED = ("listed", "recognised", "revoked")  # who was listed has been found to reach everything
LIVE = ("appraised", "not_recognised")


class Known(NamedTuple):
    """A rating that stands."""

    level: str
    paper: str


@dataclass(frozen=True)
class Led:
    """A head's post: the unit it leads."""

    unit: Unit


@dataclass(frozen=True)
class Dossier:
    """What gates rest on. `rating_facts` reads it as it reads a nomination."""

    pk: int
    unit_id: int
    kind: SubjectKind
    state: str
    sent: bool  # put forward at least once
    subject_unit: Unit | None
    subject_person_id: int | None
    head_post: Led | None
    card: int | None
    set_aside: Mapping[str, str]
    vote: tuple[int, int] | None  # members, agree

    @property
    def subject_unit_id(self) -> int | None:
        return self.subject_unit and self.subject_unit.pk


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands: named as `Score` names it."""

    dossier: Dossier
    gates: tuple[GateResult, ...]
    rows: tuple[Row, ...]  # only where some mark lies below its floor
    all_sent: bool
    agreed: frozenset[str] = frozenset()  # codes for which a mark was agreed on

    @property
    def verdict(self) -> Verdict:
        return scoring.conclude(self.gates, self.rows, all_sent=self.all_sent)

    @property
    def verdict_without_waivers(self) -> Verdict:
        return scoring.conclude(self.gates, self.rows, all_sent=self.all_sent, with_waivers=False)

    @property
    def reaches(self) -> bool:
        if self.dossier.state in LISTED:
            return True
        return self.dossier.state in LIVE and self.verdict == Verdict.ELIGIBLE


@dataclass
class _Card:
    """What is recorded on one scorecard."""

    sheets: dict[str, int] = field(default_factory=lambda: {"open": 0, "sent": 0})
    office: dict[str, OfficeAnswer] = field(default_factory=dict)
    set_aside: dict[str, str] = field(default_factory=dict)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    agreed: dict[str, Decimal] = field(default_factory=dict)
    marks: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))  # by assessor

    def take(self, what: str, code: str, text: str, number: int, points: Decimal) -> None:
        if what in self.sheets:
            self.sheets[what] = number
        elif what == "waiver":
            self.waivers[code] = Waiver(reason=text)
        elif what == "agreed":
            self.agreed[code] = points
        elif what == "mark":
            self.marks[number][code] = points
        elif text == Answer.NOT_APPLICABLE:
            self.set_aside[code] = text
        else:
            self.office[code] = OfficeAnswer(answer=Answer(text))

    @property
    def gates_key(self) -> tuple:
        return (
            tuple(sorted((code, told.answer) for code, told in self.office.items())),
            tuple(sorted(self.set_aside)),
            tuple(sorted(self.waivers)),
        )


def every_unit() -> dict[int, Unit]:
    """Each knows its parent. One query."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    for unit in units.values():
        unit.parent = units.get(unit.parent_id)
    return units


def ratings_of(year: int) -> dict[tuple[str, int], Known]:
    rows = Rating.objects.standing().filter(year=year).order_by()
    return {
        (of, unit or person): Known(level, "")
        for of, unit, person, level in rows.values_list("of", "unit", "person", "level")
    }


def standings(
    year: PlanYear, plan_content: PlanContent, units: Mapping[int, Unit], ratings: Mapping[tuple[str, int], Known]
) -> list[Standing]:
    """Of every dossier of the year that was put forward. Two queries besides what is handed in."""
    dossiers = list(_dossiers(year, units))
    cards = _cards(year, plan_content)
    bodies = _bodies(units.values(), year)
    gathered = Gathered(
        ratings=ratings, bodies=bodies, answers={}, waivers={}, agreed={}, sheets={}, evidence={}, own={}
    )
    judge = _Judge(plan_content, cards, gathered)
    heads = [each for each in dossiers if each.kind == SubjectKind.HEAD]
    found = {each.pk: judge.standing(each, None) for each in dossiers if each.kind != SubjectKind.HEAD}
    collectives = {each.subject_unit_id: each for each in dossiers if each.subject_unit}
    for each in heads:
        own = own_collective_of(each, plan_content, gathered, collectives, found)
        found[each.pk] = judge.standing(each, own)
    return [found[each.pk] for each in dossiers]


class _Judge:
    """Asks the engine, once for what rests on the same facts."""

    def __init__(self, plan_content: PlanContent, cards: Mapping[int, _Card], gathered: Gathered):
        self.content, self.cards, self.gathered = plan_content, cards, gathered
        self.standards = {kind: plan_content.standards_for(kind) for kind in SubjectKind}
        self.answered: dict[tuple, tuple[GateResult, ...]] = {}

    def standing(self, dossier: Dossier, own: OwnCollective | None) -> Standing:
        card = self.cards.get(dossier.card) or _Card()
        ratings = tuple(rating_facts(dossier, self.gathered))
        key = (dossier.kind, ratings, dossier.vote, own, tuple(dossier.set_aside), card.gates_key)
        facts = Facts(
            ratings=ratings,
            endorsement=Endorsement(members=dossier.vote[0], agree=dossier.vote[1]) if dossier.vote else None,
            office=card.office,
            own_collective=own,
            not_applicable={**dossier.set_aside, **card.set_aside},
            waivers=card.waivers,
            agreed=card.agreed,
        )
        standards, parameters = self.standards[dossier.kind], self.content.parameters
        if key not in self.answered:
            self.answered[key] = scoring.answer_gates(standards, facts, parameters)
        sheets = [SheetFacts(assessor=str(who), marks=marks) for who, marks in card.marks.items()]
        rows = tuple(scoring.row_of(row, sheets, facts, parameters) for row in standards.scored) if sheets else ()
        due = max(parameters.min_sheets, sum(card.sheets.values()))
        return Standing(dossier, self.answered[key], rows, card.sheets["sent"] >= due, frozenset(card.agreed))


# -- what is read ---------------------------------------------------------------------------------------------


def _dossiers(year: PlanYear, units: Mapping[int, Unit]) -> Iterable[Dossier]:
    rows = Nomination.objects.filter(plan_year=year).exclude(state__in=NOT_PUT_FORWARD).order_by("pk")
    columns = (
        *("pk", "unit", "kind", "state", "submitted_at", "subject_unit", "subject_person", "head_post__unit"),
        *("scorecard", "scorecard__year_set_aside", "endorsement__members", "endorsement__agree"),
    )
    for pk, unit, kind, state, sent, whole, person, led, card, aside, members, agree in rows.values_list(*columns):
        yield Dossier(
            pk=pk,
            unit_id=unit,
            kind=SubjectKind(kind),
            state=state,
            sent=sent is not None,
            subject_unit=units.get(whole),
            subject_person_id=person,
            head_post=Led(units[led]) if led else None,
            card=card,
            set_aside=year.set_aside if card is None else aside,
            vote=None if members is None else (members, agree),
        )


def _cards(year: PlanYear, plan_content: PlanContent) -> dict[int, _Card]:
    """Sheets counted; answers, waivers, agreed marks; every mark of a dossier in which one may lie low. One query."""
    found: dict[int, _Card] = defaultdict(_Card)
    for card, what, code, text, number, points in _recorded(year, plan_content):
        found[card].take(what, code, text, number, points)
    return found


def _recorded(year: PlanYear, plan_content: PlanContent) -> QuerySet:
    here = {"scorecard__nomination__plan_year": year}
    floors = [plan_content.parameters.floor, *(row.floor for row in plan_content.criteria if row.floor is not None)]
    low = Mark.objects.filter(points__lt=F("out_of") * Value(max(floors))).values("sheet__scorecard")
    marks = Mark.objects.filter(sheet__scorecard__nomination__plan_year=year, sheet__sent_at__isnull=False)
    agreed, sheets = AgreedMark.objects.filter(**here), Sheet.objects.filter(**here)
    code, nothing, none = F("criterion__code"), Value(""), Value(0, IntegerField())
    told = {"card": F("scorecard"), "code": code, "text": nothing, "number": none, "points": none}
    of_sheets = told | {"code": nothing, "number": Count("pk")}
    of_marks = told | {"card": F("sheet__scorecard"), "number": F("sheet__assessor"), "points": F("points")}
    branches = [
        _columns(sheets.filter(sent_at=None), "open", of_sheets),
        _columns(sheets.filter(sent_at__isnull=False), "sent", of_sheets),
        _columns(GateAnswer.objects.filter(**here), "answer", told | {"text": F("answer")}),
        _columns(WaiverRow.objects.filter(**here), "waiver", told),
        _columns(agreed, "agreed", told | {"points": F("points")}),
        _columns(marks.filter(sheet__scorecard__in=low), "mark", of_marks),
        _columns(marks.filter(sheet__scorecard__in=agreed.values("scorecard")), "mark", of_marks),
    ]
    return branches[0].union(*branches[1:], all=True)


def _columns(rows: QuerySet, what: str, told: dict) -> QuerySet:
    """(card, what, code of a criterion, text, number, points); a count counts what is alike in the rest."""
    told = told | {"what": Value(what)}
    named = {f"told_{name}": value for name, value in told.items() if name != "number"}
    rows = rows.order_by().annotate(**named).values(*named).annotate(told_number=told["number"])
    names = ("card", "what", "code", "text", "number", "points")
    return rows.values_list(*(f"told_{name}" for name in names))


def _bodies(units: Iterable[Unit], year: PlanYear) -> dict[int, list[Unit]]:
    day = year.day_of_belonging
    found: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.parent_id and unit.kind in BODIES and unit.exists_on(day):
            found[unit.parent_id].append(unit)
    return found
