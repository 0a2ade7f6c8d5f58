"""Whom the stories of the list are about."""

from nominations.models import Nomination
from portal.models import User
from recognition.actions import lists as actions
from recognition.models import ListVersion, ReviewList


def account(username: str) -> User:
    return User.objects.select_related("person").get(username=username)


def list_of(year: int) -> ReviewList:
    return ReviewList.objects.select_related("plan_year__criteria_set__plan", "plan_year__plan").get(
        plan_year__year=year
    )


def of(name: str, year: int = 2025) -> Nomination:
    rows = Nomination.objects.with_subject().filter(plan_year__year=year)
    return next(each for each in rows if str(each) == name)


def close(review_list: ReviewList, **seen) -> ListVersion:
    return actions.close(review_list, by=account("chuyenvien"), version=review_list.version, **seen)
