"""Which standards measure a subject. A head of unit is an individual with a longer sheet (III.3.2, last paragraph)."""

from datetime import date

from criteria.models import Criterion, PlanYear
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
    rows = nomination.plan_year.criteria_set.criteria.filter(kind="scored", enabled=True, unit=None)
    rows = rows.select_related("group").exclude(code__in=nomination.plan_year.set_aside)
    return [row for row in rows if nomination.kind in row.applies_to]


def own_criteria(nomination) -> list[Criterion]:
    """What its unit added for itself (plan II.2): offered beside the plan's standards, asked of nobody."""
    rows = nomination.plan_year.criteria_set.criteria.filter(unit=nomination.unit_id, enabled=True)
    return [row for row in rows.select_related("group") if nomination.kind in row.applies_to]


def criteria_offered(nomination) -> list[Criterion]:
    """Everything a statement may be written to: what must be spoken to, then the unit's own."""
    return [*criteria_to_state(nomination), *own_criteria(nomination)]
