from nominations.models import Nomination, Presence
from portal import clock
from portal.models import User


def be_seen(nomination: Nomination, *, step: str, by: User) -> None:
    """Somebody's page of this dossier is open at this step. No act: nothing is logged."""
    Presence.objects.update_or_create(nomination=nomination, user=by, defaults={"step": step, "seen_at": clock.now()})
