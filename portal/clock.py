"""The only place that knows what time it is. The demo school lives on its own day, at the real time of day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, aware, in Asia/Ho_Chi_Minh."""
    if told := _told.get():
        return told
    moment = timezone.localtime()
    if settings.PORTAL_DEMO:
        day = settings.DEMO_TODAY
        return moment.replace(year=day.year, month=day.month, day=day.day)
    return moment


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    """A stored moment as the school's clocks showed it."""
    return timezone.localtime(moment)


def school_time(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of the school's clocks, aware, whatever the process's own time zone."""
    return datetime(year, month, day, hour, minute, second, tzinfo=timezone.get_default_timezone())


def end_of(day: date) -> datetime:
    """The last second of a day, by the school's clocks."""
    return school_time(day.year, day.month, day.day, 23, 59, 59)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`: the demo school's past is made by the real acts, tests stand at a deadline."""
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)
