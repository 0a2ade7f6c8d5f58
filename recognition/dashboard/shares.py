"""What units say, prove and get for each standard: read in two queries whatever the number of dossiers.

Marks leave here only of dossiers of which every sheet that is due has been sent; and never whose they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, FloatField, IntegerField, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Cast

from criteria.models import Mark, PlanYear, Scorecard
from nominations.models import EvidenceUse, Statement
from nominations.reaching import Standing

CLAIMED, EVIDENCED, MARKED = "claimed", "evidenced", "marked"
_FLOAT = FloatField()


# {(unit, code of the standard): (sum, how many)}; of statements and evidence the sum alone counts something.
Shares = dict[str, dict[tuple[int, str], tuple[float, int]]]


def shares_of(year: PlanYear) -> Shares:
    branches = (_claimed(year), _evidenced(year), _marked(year), _agreed_instead(year))
    found: Shares = {CLAIMED: {}, EVIDENCED: {}, MARKED: {}}
    for what, unit, code, total, n in branches[0].union(*branches[1:], all=True):
        before, rows = found[what].get((unit, code), (0.0, 0))
        found[what][unit, code] = (before + float(total), rows + n)
    return found


def _sent(year: PlanYear, prefix: str) -> dict:
    return {f"{prefix}plan_year": year, f"{prefix}submitted_at__isnull": False}


def _claimed(year: PlanYear) -> QuerySet:
    rows = (
        Statement.objects.filter(**_sent(year, "nomination__")).exclude(nomination__state="withdrawn").exclude(text="")
    )
    count = Count("pk")
    return _columns(rows, CLAIMED, "nomination__unit", Cast(count, _FLOAT), count)


def _evidenced(year: PlanYear) -> QuerySet:
    rows = EvidenceUse.objects.filter(**_sent(year, "evidence__nomination__"), evidence__removed_at=None)
    rows = rows.exclude(evidence__nomination__state="withdrawn")
    count = Count("evidence__nomination", distinct=True)
    return _columns(rows, EVIDENCED, "evidence__nomination__unit", Cast(count, _FLOAT), count)


def _marked(year: PlanYear) -> QuerySet:
    """Each sheet's mark as a share of its points."""
    share = Sum(Cast("points", _FLOAT) / Cast("out_of", _FLOAT))
    return _columns(_open_marks(year), MARKED, "sheet__scorecard__nomination__unit", share, Count("pk"))


def _agreed_instead(year: PlanYear) -> QuerySet:
    """Where a mark was agreed on, what it is more or less than each sheet's."""
    agreed = "sheet__scorecard__agreed_marks"
    rows = _open_marks(year).filter(**{f"{agreed}__criterion": F("criterion")})
    more = Sum((Cast(f"{agreed}__points", _FLOAT) - Cast("points", _FLOAT)) / Cast("out_of", _FLOAT))
    return _columns(rows, MARKED, "sheet__scorecard__nomination__unit", more, Value(0, IntegerField()))


def _columns(rows: QuerySet, what: str, unit: str, total, n) -> QuerySet:
    rows = rows.filter(criterion__unit=None).order_by()
    rows = rows.annotate(what=Value(what), of_unit=F(unit), code=F("criterion__code"))
    return (
        rows.values("what", "of_unit", "code")
        .annotate(total=total, n=n)
        .values_list("what", "of_unit", "code", "total", "n")
    )


def _open_marks(year: PlanYear) -> QuerySet[Mark]:
    """Of dossiers put forward whose sheets are all in, and as many as are due."""
    cards = Scorecard.objects.all_sent().filter(**_sent(year, "nomination__")).exclude(nomination__state="withdrawn")
    cards = cards.annotate(sheet_count=Count("sheets")).filter(sheet_count__gte=year.criteria_set.min_sheets)
    return Mark.objects.filter(sheet__scorecard__in=cards.order_by().values("pk"), sheet__sent_at__isnull=False)


@dataclass(frozen=True)
class Apart:
    """A standard of one dossier whose sheets lie further apart than the tolerance allows."""

    code: str
    agreed: bool


def apart(year: PlanYear, standings: Iterable[Standing]) -> list[Apart]:
    tolerance = year.criteria_set.tolerance
    settled = {(each.dossier.card, code) for each in standings for code in each.agreed}
    rows = _open_marks(year).filter(criterion__unit=None).order_by()
    rows = rows.values("sheet__scorecard", "criterion__code", "out_of").annotate(low=Min("points"), high=Max("points"))
    rows = rows.filter(high__gte=F("low") + F("out_of") * Value(tolerance) - Value(Decimal("0.05")), high__gt=F("low"))
    return [
        Apart(code, (card, code) in settled)
        for card, code, out_of, low, high in rows.values_list(
            "sheet__scorecard", "criterion__code", "out_of", "low", "high"
        )
        if high - low > tolerance * out_of  # exactly: SQLite counts in binary
    ]
