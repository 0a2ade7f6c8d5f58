"""The few words that templates need besides Django's own."""

from datetime import date, datetime

from django import template
from django.http import HttpRequest
from django.utils.dateformat import format as written

from portal import clock, text
from portal.lists import left_as

register = template.Library()

# Django's own Vietnamese says "Thứ 5".
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@register.filter
def two_digits(count: int) -> str:
    return text.two_digits(count + 0)  # what comes from the context may be a lazy number


@register.filter(expects_localtime=True)
def moment(at: datetime | date) -> str:
    """20/11/2025 14:05, or the day alone where no time is known."""
    return written(at, "d/m/Y H:i" if isinstance(at, datetime) else "d/m/Y")


@register.filter
def weekday(day: date) -> str:
    """Thứ Năm, 20/11/2025."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


register.filter("days_left", text.days_left)


@register.filter
def as_left(address: str, request: HttpRequest) -> str:
    return left_as(request, str(address))


@register.filter
def at(rows: dict, key: str) -> list:
    """What belongs to one place of a page, among {place: what belongs there}."""
    return rows.get(key, [])


@register.simple_tag
def this_moment() -> datetime:
    """The portal's own time, which in the demo is not the wall's."""
    return clock.now()
