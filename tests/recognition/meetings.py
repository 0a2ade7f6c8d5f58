"""A closed list walked on by the real acts: the council meets, everybody is counted."""

from portal.models import User
from recognition.actions import meetings as actions
from recognition.ballots import Count
from recognition.demo.meetings import counted, meet
from recognition.models import Meeting, Member, ReviewList
from recognition.queries.meetings import Line, hall_of
from tests.recognition.people import account


def met(review_list: ReviewList, *, by: User | None = None) -> Meeting:
    """The meeting on its newest version: ten of eleven came, the eleventh wrote."""
    return meet(review_list.latest(), by=by or account("chuyenvien"))


def vote(review_list: ReviewList, *, by: User | None = None, last: int | None = None) -> Meeting:
    """Met and counted: everybody who may is for everybody; for the last entry only `last` in all are."""
    meeting = met(review_list, by=by)
    hall = hall_of(meeting.list_version, meeting)
    counts = {line.entry.pk: counted(line) for line in hall.lines}
    if last is not None:
        counts[hall.lines[-1].entry.pk] = counted(hall.lines[-1], last)
    actions.type_in_ballots(meeting, counts, by=by or account("chuyenvien"), version=meeting.version)
    return meeting


def typed(line: Line, count: Count | None = None) -> dict[str, str]:
    """One entry's cells as they are typed into the page of votes."""
    count = count or counted(line)
    return {f"{name}-{line.entry.pk}": str(value) for name, value in vars(count).items()}


def here(review_list: ReviewList) -> str:
    return f"/lists/{review_list.pk}/meeting/"


def member(name: str) -> Member:
    return Member.objects.get(council__plan_year__year=2025, person__full_name=name)
