"""Which standards measure a subject. A head of unit is an individual with a longer sheet (III.3.2, last paragraph)."""

from datetime import date

from django.db.models import Q

from criteria.models import CriteriaSet, Criterion, PlanYear
from criteria.vocabulary import SubjectKind
from portal.models import Person, Post


def kind_of(subject_person: Person | None, plan_year: PlanYear) -> tuple[SubjectKind, Post | None]:
    """The kind, and the head's post it follows from: held on the review date, else for most of the year."""
    if subject_person is None:
        return SubjectKind.COLLECTIVE, None
    posts = Post.objects.filter(person=subject_person, is_head=True)
    on_the_day = posts.on(plan_year.reviews_on).first()
    post = on_the_day or next((post for post in posts if _days_in(post, plan_year.year) > 182), None)
    return (SubjectKind.HEAD, post) if post else (SubjectKind.INDIVIDUAL, None)


def _days_in(post: Post, year: int) -> int:
    first = max(post.valid_from, date(year, 1, 1))
    last = min(post.valid_to or date.max, date(year, 12, 31))
    return max(0, (last - first).days + 1)


def criteria_to_state(nomination) -> list[Criterion]:
    """The scored standards of its kind, in the plan's order; what the year sets aside for everybody is absent."""
    return [row for row in criteria_offered(nomination) if row.unit_id is None]


def criteria_offered(nomination) -> list[Criterion]:
    """Everything a statement may be written to: what must be spoken to, then the unit's own criteria (plan II.2)."""
    rows = scored_with_own(nomination.plan_year.criteria_set, nomination)
    return [row for row in rows if row.code not in nomination.plan_year.set_aside]


def scored_with_own(criteria_set: CriteriaSet, nomination) -> list[Criterion]:
    rows = criteria_set.criteria.filter(Q(unit=None) | Q(unit=nomination.unit_id), kind="scored", enabled=True)
    return [row for row in rows.select_related("group") if nomination.kind in row.applies_to]
