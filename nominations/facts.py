"""Gathers what the engine is told, for many dossiers at once: a fixed number of queries whatever their number.

Gates are computed live until the list closes, so that a rating changed later leaves no stale verdict.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db.models import prefetch_related_objects

from criteria import content, scoring
from criteria.facts import Endorsement, Facts, OfficeAnswer, OwnCollective, RatingFact, Sheet, Waiver
from criteria.models import AgreedMark, GateAnswer, Mark, PlanYear, Rating
from criteria.models import Sheet as SheetRow
from criteria.models import Waiver as WaiverRow
from criteria.results import Score
from criteria.standards import Criterion, PlanContent
from criteria.vocabulary import Answer, Level, RatingOf, SubjectKind
from nominations.models import EvidenceUse, Nomination
from portal.models import Unit

# What is read of a dossier beside its own columns; nothing is asked again for what the caller has fetched.
_NEEDED = ("plan_year", "subject_unit__parent", "head_post__unit__parent", "scorecard", "endorsement")
NOT_PUT_FORWARD = ("draft", "withdrawn")

BODIES = {
    Unit.Kind.PARTY_CELL: RatingOf.PARTY_CELL,
    Unit.Kind.TRADE_UNION: RatingOf.TRADE_UNION,
    Unit.Kind.YOUTH_UNION: RatingOf.YOUTH_UNION,
}


@dataclass(frozen=True)
class Gathered:
    """Everything of one year that scores rest on."""

    ratings: dict[tuple[str, int], Rating]  # (of, pk of unit or person)
    bodies: dict[int, list[Unit]]  # by the khoa or phòng they belong to
    answers: dict[int, list[GateAnswer]]  # by scorecard
    waivers: dict[int, list[WaiverRow]]
    agreed: dict[int, list[AgreedMark]]
    sheets: dict[int, list[Sheet]]
    evidence: dict[int, list[EvidenceUse]]  # by nomination
    own: dict[int, list[Criterion]]  # by the unit that added them for itself (plan II.2)


@dataclass(frozen=True)
class AsIf:
    """Other standards than the year's own, and how what was recorded is read under them."""

    plan_content: PlanContent
    adapt: Callable[[Facts, list[Sheet]], tuple[Facts, list[Sheet]]]


def scores(nominations: Iterable[Nomination], year: PlanYear, *, as_if: AsIf | None = None) -> dict[int, Score]:
    """{nomination pk: score} of one year's dossiers, collectives before the heads that are tied to them."""
    rows = list(nominations)
    prefetch_related_objects(rows, *_NEEDED)
    as_if = as_if or AsIf(content.read(year.criteria_set), lambda told, sheets: (told, sheets))
    collectives = _collectives_of_heads(rows, year)
    gathered = _gather(list({row.pk: row for row in (*rows, *collectives.values())}.values()), year)
    found: dict[int, Score] = {}
    for row in [*collectives.values(), *(r for r in rows if r.kind != SubjectKind.HEAD)]:
        found.setdefault(row.pk, _score(row, as_if, gathered, None))
    for row in rows:
        if row.kind == SubjectKind.HEAD:
            own = own_collective_of(row, as_if.plan_content, gathered, collectives, found)
            found[row.pk] = _score(row, as_if, gathered, own)
    return {row.pk: found[row.pk] for row in rows}


def _score(row: Nomination, as_if: AsIf, gathered: Gathered, own: OwnCollective | None) -> Score:
    standards = as_if.plan_content.standards_for(SubjectKind(row.kind)).with_own(gathered.own.get(row.unit_id, ()))
    sheets = gathered.sheets[row.scorecard_id] if row.scorecard_id else []
    facts, sheets = as_if.adapt(_facts(row, gathered, own), sheets)
    return scoring.score(standards, sheets, facts, as_if.plan_content.parameters)


def _facts(row: Nomination, gathered: Gathered, own: OwnCollective | None) -> Facts:
    card = row.scorecard_id
    answers = gathered.answers[card] if card else []
    aside = dict(row.scorecard.year_set_aside if row.scorecard else row.plan_year.set_aside)
    aside |= {a.criterion.code: a.finding for a in answers if a.answer == Answer.NOT_APPLICABLE}
    evidence: dict[str, set[int]] = defaultdict(set)
    for use in gathered.evidence[row.pk]:
        evidence[use.criterion.code].add(use.evidence_id)
    return Facts(
        ratings=tuple(rating_facts(row, gathered)),
        endorsement=_endorsement(row),
        office={
            a.criterion.code: OfficeAnswer(answer=Answer(a.answer), finding=a.finding, paper=a.paper)
            for a in answers
            if a.answer != Answer.NOT_APPLICABLE
        },
        own_collective=own,
        not_applicable=aside,
        waivers={
            w.criterion.code: Waiver(reason=w.reason, paper=w.paper, by=str(w.by))
            for w in (gathered.waivers[card] if card else [])
        },
        agreed={m.criterion.code: m.points for m in (gathered.agreed[card] if card else [])},
        evidence=evidence,
    )


def rating_facts(row: Nomination, gathered: Gathered) -> Iterable[RatingFact]:
    """The subject's own rating, and one for each body that exists: without a level where none is recorded yet."""
    if row.subject_unit_id:
        yield from _unit_ratings(row.subject_unit, gathered)
    else:
        for of in (RatingOf.STAFF, RatingOf.PARTY_MEMBER):
            yield _fact(of, "", gathered.ratings.get((of, row.subject_person_id)))


def _unit_ratings(unit: Unit, gathered: Gathered) -> Iterable[RatingFact]:
    yield _fact(RatingOf.UNIT, "", gathered.ratings.get((RatingOf.UNIT, unit.pk)))
    for kind, of in BODIES.items():
        for body in _bodies_of(unit, kind, gathered):
            yield _fact(of, body.name, gathered.ratings.get((of, body.pk)))


def _bodies_of(unit: Unit, kind: Unit.Kind, gathered: Gathered) -> list[Unit]:
    """Of one kind: the subject itself, what belongs to it, else what belongs to the khoa or phòng it is part of."""
    if unit.kind == kind:
        return [unit]
    own = [body for body in gathered.bodies.get(unit.pk, ()) if body.kind == kind]
    if own or unit.parent is None or unit.parent.kind not in (Unit.Kind.FACULTY, Unit.Kind.OFFICE):
        return own
    return [body for body in gathered.bodies.get(unit.parent_id, ()) if body.kind == kind]


def _fact(of: RatingOf, name: str, rating: Rating | None) -> RatingFact:
    if rating is None:
        return RatingFact(of=of, name=name)
    return RatingFact(of=of, name=name, level=Level(rating.level), paper=rating.paper)


def _endorsement(row: Nomination) -> Endorsement | None:
    vote = getattr(row, "endorsement", None)
    return Endorsement(members=vote.members, agree=vote.agree, paper=str(vote)) if vote else None


def own_collective_of(
    row: Nomination,
    plan_content: PlanContent,
    gathered: Gathered,
    collectives: dict[int, Nomination],
    found: dict[int, Score],
) -> OwnCollective | None:
    """The unit a head leads, nominated or not: its own rating gates, and its standing where it is nominated."""
    unit = row.head_post.unit
    nominated = collectives.get(unit.pk)
    standards = plan_content.standards_for(SubjectKind.COLLECTIVE)
    if nominated:
        gates = found[nominated.pk].gates
    else:
        facts = Facts(ratings=tuple(_unit_ratings(unit, gathered)), not_applicable={})
        gates = scoring.answer_gates(standards, facts, plan_content.parameters)
    score = found[nominated.pk] if nominated else None
    revoked = nominated is not None and nominated.state == "revoked"
    return scoring.own_collective(unit.name, gates, score, plan_content.parameters, revoked=revoked)


def _collectives_of_heads(rows: list[Nomination], year: PlanYear) -> dict[int, Nomination]:
    """{unit pk: its own dossier of the year} of every unit led by a head among these."""
    led = {row.head_post.unit_id for row in rows if row.kind == SubjectKind.HEAD}
    found = {
        row.subject_unit_id: row for row in rows if row.subject_unit_id in led and row.state not in NOT_PUT_FORWARD
    }
    rest = (
        Nomination.objects.with_subject()
        .select_related("endorsement")
        .prefetch_related(*_NEEDED)
        .filter(plan_year=year, subject_unit__in=led - set(found))
    )
    return found | {row.subject_unit_id: row for row in rest.exclude(state__in=NOT_PUT_FORWARD)}


def _gather(rows: list[Nomination], year: PlanYear) -> Gathered:
    cards = [row.scorecard_id for row in rows if row.scorecard_id]
    day = year.day_of_belonging
    ratings = Rating.objects.standing().filter(year=year.year)
    return Gathered(
        ratings={(rating.of, rating.unit_id or rating.person_id): rating for rating in ratings},
        bodies=_bodies(day),
        answers=_by(GateAnswer.objects.filter(scorecard__in=cards).select_related("criterion"), "scorecard_id"),
        waivers=_by(
            WaiverRow.objects.filter(scorecard__in=cards).select_related("criterion", "by__person"), "scorecard_id"
        ),
        agreed=_by(AgreedMark.objects.filter(scorecard__in=cards).select_related("criterion"), "scorecard_id"),
        sheets=_sheets(cards),
        evidence=_by(
            EvidenceUse.objects.filter(
                evidence__nomination__in=[row.pk for row in rows], evidence__removed_at=None
            ).select_related("criterion", "evidence"),
            "evidence.nomination_id",
        ),
        own=content.own_of(year.criteria_set, (row.unit_id for row in rows)),
    )


def _sheets(cards: list[int]) -> dict[int, list[Sheet]]:
    """As plain values: a mark each as a row of its own took most of the time that a year's list took."""
    marks: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__scorecard__in=cards).order_by()
    for sheet, code, points in rows.values_list("sheet", "criterion__code", "points"):
        marks[sheet][code] = points
    found: dict[int, list[Sheet]] = defaultdict(list)
    sheets = SheetRow.objects.filter(scorecard__in=cards).order_by("pk")
    for pk, card, who, sent in sheets.values_list("pk", "scorecard", "assessor__username", "sent_at"):
        found[card].append(Sheet(assessor=who, marks=marks[pk], sent=sent is not None))
    return found


def _bodies(day: date) -> dict[int, list[Unit]]:
    found: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.on(day).filter(kind__in=BODIES, parent__isnull=False):
        found[unit.parent_id].append(unit)
    return found


def _by(rows, attribute: str) -> dict:
    grouped: dict = defaultdict(list)
    key = attrgetter(attribute)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped
