"""The only place that knows what time it is. The demo school lives on its own day, at the real time of day."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in Asia/Ho_Chi_Minh."""
    moment = timezone.localtime()
    if settings.PORTAL_DEMO:
        day = settings.DEMO_TODAY
        return moment.replace(year=day.year, month=day.month, day=day.day)
    return moment


def today() -> date:
    return now().date()
