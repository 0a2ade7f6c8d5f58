"""Exact numbers, rounded once and shown with a decimal comma."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Rounded exactly, halves upwards. Not for negative numbers."""
    return Decimal((Fraction(value) * 10**places * 2 + 1) // 2).scaleb(-places)


def shown(value: Fraction | Decimal | int, places: int) -> str:
    return str(half_up(value, places)).replace(".", ",")


def shown_exactly(value: Decimal) -> str:
    """Every decimal there is, and one at least: 5,0 but 4,125."""
    places = -value.normalize().as_tuple().exponent
    return shown(value, max(1, places))


def plain(points: Decimal) -> str:
    """Points without needless places: 10, 7,5."""
    return f"{points.normalize():f}".replace(".", ",")
