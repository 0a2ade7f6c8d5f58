"""Which concluded dossiers are raised again, and who is told: only those with something newer are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import Criterion, PlanYear, Rating
from criteria.results import Score
from criteria.vocabulary import Level, OwnCollectiveRule, SubjectKind
from nominations import facts, rights
from nominations.gates_kept import Change, fingerprint, unseen
from nominations.models import Nomination
from portal.models import OutboxMessage, User

CONCLUDED = ("appraised", "listed", "recognised", "not_recognised")
STRICT = Q(plan_year__criteria_set__own_collective=OwnCollectiveRule.STRICT.value)


@dataclass(frozen=True)
class Raised:
    nomination: Nomination
    score: Score
    changes: list[Change]


def touched(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Those with a rating, or an own collective, newer than what was seen last. In years still open.

    A collective's recognition may be taken back long after its year: its head is raised again all the same.
    Kinds whose standards rest on no rating are left alone: everybody's comes in December.
    """
    kinds = _resting_on_ratings()
    closed = rows.filter(state__in=CONCLUDED, scorecard__closed_at__isnull=False)
    closed = closed.annotate(since=Coalesce("scorecard__gates_seen_at", "scorecard__closed_at"))
    newer = Rating.objects.filter(year=OuterRef("plan_year__year"), recorded_at__gte=OuterRef("since"))
    of_the_subject = (
        Exists(newer.filter(person=OuterRef("subject_person")))
        | Exists(newer.filter(unit=OuterRef("subject_unit")))
        | Exists(newer.filter(unit__parent=OuterRef("subject_unit")))
        | Exists(newer.filter(unit__parent=OuterRef("subject_unit__parent")))
    )
    of_the_collective = (
        Exists(newer.filter(unit=OuterRef("head_post__unit")))
        | Exists(newer.filter(unit__parent=OuterRef("head_post__unit")))
        | Exists(newer.filter(unit__parent=OuterRef("head_post__unit__parent")))
        | STRICT & Exists(_collectives().filter(_moved_since()))
    )
    head = Q(kind=SubjectKind.HEAD.value)
    revoked = head & Exists(_collectives().filter(state="revoked"))
    newly = Q(plan_year__state="open") & (Q(kind__in=kinds) & of_the_subject | head & of_the_collective)
    return closed.filter(newly | revoked)


def _resting_on_ratings() -> set[str]:
    gates = Criterion.objects.filter(kind="gate", source="rating", enabled=True, criteria_set__years__state="open")
    return {kind for kinds in gates.values_list("applies_to", flat=True) for kind in kinds}


def _collectives() -> QuerySet[Nomination]:
    return Nomination.objects.filter(plan_year=OuterRef("plan_year"), subject_unit=OuterRef("head_post__unit"))


def _moved_since() -> Q:
    """Put forward, opened again or concluded since: only the strict rule asks how its dossier stands."""
    return Q(scorecard=None) | Q(scorecard__closed_at=None) | Q(scorecard__closed_at__gte=OuterRef("since"))


def raised(rows: QuerySet[Nomination]) -> list[Raised]:
    """Of these the ones where a gate answers otherwise than the office has seen."""
    by_year: dict[PlanYear, list[Nomination]] = {}
    for row in touched(rows).with_subject().select_related("endorsement").order_by("by_unit", "pk"):
        by_year.setdefault(row.plan_year, []).append(row)
    found = []
    for year, members in by_year.items():
        scores = facts.scores(members, year)
        found += [Raised(row, scores[row.pk], unseen(row.scorecard, scores[row.pk])) for row in members]
    return [each for each in found if each.changes]


# -- who is told ----------------------------------------------------------------------------------------------


def rating_recorded(rating: Rating) -> None:
    """The office hears of a rating that changes an answer after the conclusion (`CRITERIA_FOLLOWERS`).

    A first result that is as good as every gate asks is no news: it was waited for. The desk shows it all the same.
    """
    if _corrects(rating) or _falls_short(rating):
        OutboxMessage.objects.bulk_create(_messages(Nomination.objects.filter(_resting_on(rating))))


def _corrects(rating: Rating) -> bool:
    whose = {"unit": rating.unit_id, "person": rating.person_id}
    return Rating.objects.filter(of=rating.of, year=rating.year, superseded_at__isnull=False, **whose).exists()


def _falls_short(rating: Rating) -> bool:
    gates = Criterion.objects.filter(kind="gate", source="rating", criteria_set__years__year=rating.year)
    asked = [each for ratings in gates.values_list("ratings", flat=True) for each in ratings]
    return not all(Level(rating.level).reaches(Level(at_least)) for of, at_least in asked if of == rating.of)


def _resting_on(rating: Rating) -> Q:
    if rating.person_id:
        return Q(subject_person=rating.person_id)
    near = [pk for pk in (rating.unit_id, rating.unit.parent_id) if pk]
    found = Q(subject_unit__in=near) | Q(head_post__unit__in=near)
    if rating.unit.parent_id:
        found |= Q(subject_unit__parent=rating.unit.parent_id) | Q(head_post__unit__parent=rating.unit.parent_id)
    return found


def told_of_the_head(collective: Nomination) -> Iterable[OutboxMessage]:
    """After a move of a collective's dossier: where the standing of its head changes with it."""
    if collective.subject_unit_id is None:
        return []
    heads = Nomination.objects.filter(kind=SubjectKind.HEAD.value, head_post__unit=collective.subject_unit_id)
    return _messages(heads.filter(plan_year=collective.plan_year_id))


def _messages(rows: QuerySet[Nomination]) -> list[OutboxMessage]:
    """To whoever handles such a dossier; of the same answers once only."""
    found = raised(rows)
    if not found:
        return []
    people = User.objects.filter(
        is_active=True, grants__role__in=rights.HANDLING_ROLES, grants__revoked_at=None
    ).distinct()
    told = [_message(each, user) for each in found for user in people if rights.handles(user, each.nomination)]
    known = OutboxMessage.objects.filter(key__in=[message.key for message in told]).values_list("key", flat=True)
    known = set(known)
    return [message for message in told if message.key not in known]


def _message(each: Raised, user: User) -> OutboxMessage:
    return OutboxMessage(
        to=user,
        subject=_("Điều kiện thay đổi sau kết luận: %(who)s") % {"who": each.nomination},
        body="\n".join(change.sentence for change in each.changes),
        link=reverse("nominations:appraisal", args=[each.nomination.pk]),
        key=f"gates-{each.nomination.scorecard_id}-{fingerprint(each.score)}-{user.pk}",
    )
