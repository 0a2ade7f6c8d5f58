"""Dossiers raised again: a gate answers otherwise than it did when the dossier was concluded."""

from collections.abc import Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations import rights
from nominations.models import Nomination
from nominations.raised import Raised, raised
from portal.desk import Task
from portal.models import User
from portal.rights import may
from portal.text import two_digits


def tasks(user: User) -> Iterator[Task]:
    """One a year; the list behind it shows them, each with its own page."""
    if not (may(user, "nomination.handle") or may(user, "nomination.stand_in")):
        return
    found = sorted(raised(rights.handled_by(user, Nomination.objects.all())), key=_year)
    for year, members in groupby(found, key=_year):
        yield _task(year, list(members))


def _year(each: Raised) -> int:
    return each.nomination.plan_year.year


def _task(year: int, members: list[Raised]) -> Task:
    who = "; ".join(str(each.nomination) for each in members[:3])
    more = _(" và %(n)s hồ sơ khác") % {"n": two_digits(len(members) - 3)} if len(members) > 3 else ""
    one = reverse("nominations:appraisal", args=[members[0].nomination.pk])
    all_of_them = f"{reverse('nominations:nomination-list')}?year={year}&step=raised"
    return Task(
        "arrow-repeat",
        _("Xem lại %(n)s hồ sơ có điều kiện thay đổi sau kết luận") % {"n": two_digits(len(members))},
        _("%(who)s%(more)s: kết quả ghi sau kết luận cho câu trả lời khác.") % {"who": who, "more": more},
        _("Xem lại"),
        one if len(members) == 1 else all_of_them,
        members[0].nomination.plan_year.reviews_on,
    )
