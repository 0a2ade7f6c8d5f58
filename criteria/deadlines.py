"""The two dates of a plan year, as plain functions of what was sent when.

Plan V, first dash: units draw up their list of registrations; the day by which they owe it is soft, what comes later is
taken and marked "bổ sung" (plan IV.4: new exemplars are added as they are found). Plan V, third dash: the office
compiles and proposes at the end of the year; the moment by which it needs the dossiers is hard. Both are counted by the
school's clocks (Asia/Ho_Chi_Minh), whatever the process's own time zone.
"""

from datetime import date, datetime
from typing import Protocol

from portal import clock


class Dates(Protocol):
    """What is read of a `PlanYear`."""

    registers_by: date
    nominates_by: datetime


def is_supplement(sent_on: date | datetime, year: Dates) -> bool:
    """Whether a registration came after the day on which units owed their list. A moment counts by its local day."""
    day = clock.local(sent_on).date() if isinstance(sent_on, datetime) else sent_on
    return day > year.registers_by


def nomination_open(moment: datetime, year: Dates, extended_to: datetime | None = None) -> bool:
    """Whether a dossier may still be sent: to the end of the very second of the deadline.

    `extended_to`: the date of its own that a return or the office head's extension gave it; it replaces the year's.
    """
    until = extended_to or year.nominates_by
    return moment.replace(microsecond=0) <= until
