"""A history or a list of dates to come, as one component draws it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Event:
    """`tone`: "done", "now" or "ahead"."""

    at: datetime | date
    what: str
    who: str = ""
    detail: str = ""
    tone: str = "done"
