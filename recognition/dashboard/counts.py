"""Everything that is counted: one query over registrations, dossiers and the years before the portal, grouped.

What was ever sent and has not been withdrawn; a draft is nobody's business yet.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from criteria.models import PlanYear
from nominations.models import Nomination, Registration
from nominations.reaching import LISTED, Standing
from nominations.rights import of_the_board
from portal import clock
from portal.models import Unit
from recognition.models import EarlierCase, Entry, ListVersion, ReviewList

REGISTRATION, NOMINATION, EARLIER, REACHED = "registration", "nomination", "earlier", "reached"


class Group(NamedTuple):
    """`n` rows that are alike. Flags are 0 or 1, as both databases count them."""

    what: str
    year: int
    unit: int
    kind: str  # collective, person; of a dossier also head
    scope: str
    sex: str
    state: str
    has_model: int
    supplement: int
    of_board: int  # the board stands in for the office
    on_list: int
    published: int
    n: int


def counted() -> list[Group]:
    """All years at once."""
    branches = (_registrations(), _nominations(), _earlier("registered"), _earlier("recognised"))
    return [Group(*row) for row in branches[0].union(*branches[1:], all=True)]


def tally(groups: Iterable[Group], key: Callable[[Group], object]) -> Counter:
    found: Counter = Counter()
    for group in groups:
        found[key(group)] += group.n
    return found


def reached(standings: Iterable[Standing], year: int) -> list[Group]:
    """Those that reach every standard, as groups of one."""
    told = {"scope": "", "sex": "", "has_model": 0, "supplement": 0, "of_board": 0, "on_list": 0, "published": 0}
    return [
        Group(REACHED, year, each.dossier.unit_id, each.dossier.kind, state=each.dossier.state, n=1, **told)
        for each in standings
        if each.reaches and each.dossier.sent
    ]


# -- what is read ---------------------------------------------------------------------------------------------


def _flag(*conditions: Q) -> Case:
    return Case(*(When(each, then=Value(1)) for each in conditions), default=Value(0), output_field=IntegerField())


_NO = Value(0, output_field=IntegerField())
_KIND = Case(When(subject_unit=None, then=Value("person")), default=Value("collective"))
_MODEL = _flag(~Q(model_name=""))


def _grouped(rows: QuerySet, what: str, year: str, **told) -> QuerySet:
    rows = rows.order_by().annotate(
        what_is=Value(what),
        in_year=F(year),
        kind_is=told.pop("kind", _KIND),
        sex_is=Coalesce("subject_person__sex", Value("")),
    )
    rows = rows.annotate(model_is=_MODEL, **told)
    columns = ("what_is", "in_year", "unit", "kind_is", "scope", "sex_is", "state_is", "model_is")
    flags = ("late_is", "board_is", "listed_is", "shown_is")
    return rows.values(*columns, *flags).annotate(n=Count("pk")).values_list(*columns, *flags, "n")


def _registrations() -> QuerySet:
    rows = Registration.objects.filter(submitted_at__isnull=False).exclude(state="withdrawn")
    late = _flag(Q(is_supplement=True))
    told = {"state_is": F("state"), "late_is": late, "board_is": _NO, "listed_is": _NO, "shown_is": _NO}
    return _grouped(rows, REGISTRATION, "plan_year__year", **told)


def _nominations() -> QuerySet:
    later = ListVersion.objects.filter(
        review_list=OuterRef("version__review_list"), number__gt=OuterRef("version__number")
    )
    entered = Entry.objects.filter(~Exists(later), nomination=OuterRef("pk"))
    waiting = Q(state__in=("submitted", "received"))
    return _grouped(
        Nomination.objects.filter(submitted_at__isnull=False).exclude(state="withdrawn"),
        NOMINATION,
        "plan_year__year",
        kind=Case(When(kind="individual", then=Value("person")), default=F("kind")),
        state_is=F("state"),
        late_is=_NO,
        board_is=_flag(waiting & of_the_board()),
        listed_is=_flag(Q(state__in=LISTED), Q(Exists(entered), state="not_recognised")),
        shown_is=_flag(Q(published_at__isnull=False)),
    )


def _earlier(what: str) -> QuerySet:
    """A year before the portal: recorded, not judged."""
    told = {"state_is": Value(what), "late_is": _NO, "board_is": _NO, "listed_is": _NO, "shown_is": Value(1)}
    return _grouped(EarlierCase.objects.filter(**{what: True}), EARLIER, "year", **told)


# -- years ----------------------------------------------------------------------------------------------------


def years() -> list[PlanYear]:
    """Each knows where its list stands: `list_pk`, `list_state`, `list_published`."""
    lists = ReviewList.objects.filter(plan_year=OuterRef("pk"), number=1)
    rows = PlanYear.objects.exclude(state="planned").select_related("criteria_set__plan", "plan")
    return list(
        rows.annotate(
            list_pk=Subquery(lists.values("pk")),
            list_state=Subquery(lists.values("state")),
            list_published=Subquery(lists.values("published_at")),
        ).order_by("-year")
    )


def chosen(known: list[PlanYear], asked: int | None) -> PlanYear | None:
    """The one asked for, else this year's or the last before it."""
    newest = next((each for each in known if each.year <= clock.today().year), None)
    return next((each for each in known if each.year == asked), newest)


def decided(year: PlanYear) -> bool:
    return year.list_state == "decided"


def nominating(units: Iterable[Unit], year: PlanYear, also: Iterable[int] = ()) -> list[Unit]:
    """Units that nominate, and those of which something is counted; in protocol order."""
    day, counted_too = year.day_of_belonging, set(also)
    found = [unit for unit in units if (unit.nominates and unit.exists_on(day)) or unit.pk in counted_too]
    return sorted(found, key=lambda unit: (unit.protocol_order, unit.pk))
