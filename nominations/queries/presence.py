"""Who else has a dossier open."""

from dataclasses import dataclass
from datetime import timedelta

from nominations.models import Nomination, Presence
from nominations.queries.steps import STEPS
from portal import clock
from portal.models import User

GONE_AFTER = timedelta(seconds=90)  # a page tells of itself every thirty


@dataclass(frozen=True)
class Present:
    name: str
    step: str


def others_in(nomination: Nomination, user: User) -> list[Present]:
    rows = Presence.objects.filter(nomination=nomination, seen_at__gt=clock.now() - GONE_AFTER).exclude(user=user)
    rows = rows.select_related("user__person").order_by("pk")
    return [Present(str(row.user), str(STEPS[row.step])) for row in rows if row.step in STEPS]
