"""Whom the stories of the list are about."""

from portal.models import User
from recognition.models import ReviewList


def account(username: str) -> User:
    return User.objects.select_related("person").get(username=username)


def list_of(year: int) -> ReviewList:
    return ReviewList.objects.select_related("plan_year__criteria_set__plan", "plan_year__plan").get(
        plan_year__year=year
    )
