"""Who of the council steps aside from which entry: whoever stands too near the dossier, by the rules of every other
step (`nominations.rights`), and whoever said so at the meeting. The chair steps aside too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nominations.rights import conflict_of
from portal.models import Grant, Post
from recognition.models import Member

NOBODY = 0  # the account of a member who has none


@dataclass(frozen=True)
class Seat:
    """A member as the rules of distance ask for an account: `pk` is the account's."""

    member: int
    person_id: int
    pk: int = NOBODY
    own_unit_ids: frozenset[int] = frozenset()


def known(seats: Iterable[Seat], dossiers: Iterable) -> dict[int, dict[int, str]]:
    """{dossier: {member: why they stand too near}}, in the order of the seats."""
    seats = list(seats)
    return {
        dossier.pk: {seat.member: why for seat in seats if (why := conflict_of(seat, dossier))} for dossier in dossiers
    }


def joined(known: Mapping[int, str], declared: Mapping[int, str]) -> dict[int, str]:
    """What a member said themselves stands before what is known of them."""
    return {**known, **declared}


def seats_of(members: Iterable[Member], day: date) -> list[Seat]:
    """Units by posts on the day and by the account's roles. Two queries; members with their person and account."""
    members = list(members)
    people = {member.person_id for member in members}
    units: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.on(day).filter(person__in=people).values_list("person", "unit")
    roles = Grant.objects.filter(user__person__in=people, unit__isnull=False, revoked_at=None)
    for person, unit in (*posts, *roles.values_list("user__person", "unit")):
        units[person].add(unit)
    return [
        Seat(member.pk, member.person_id, _account(member), frozenset(units[member.person_id])) for member in members
    ]


def _account(member: Member) -> int:
    account = getattr(member.person, "account", None)
    return account.pk if account else NOBODY
