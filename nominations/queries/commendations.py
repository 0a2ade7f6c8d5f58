"""The unit's own commendations of one subject in one year, and where they are shown."""

from django.urls import reverse

from nominations.models import Commendation, Nomination, Paper, Registration
from nominations.rights import writes_for
from portal.models import User


def about(thing: Paper | Commendation) -> dict:
    """Whom a paper or a commendation is about, in which year, by which unit."""
    names = ("plan_year", "unit", "subject_unit", "subject_person")
    return {name: getattr(thing, name) for name in names}


def commendations_of(paper: Paper, user: User) -> list[Commendation]:
    return list(Commendation.objects.visible_to(user).standing().filter(**about(paper)))


def may_commend(paper: Paper, user: User) -> bool:
    return paper.state != "withdrawn" and paper.plan_year.state == "open" and writes_for(user, paper)


def paper_address(commendation: Commendation) -> str:
    """The registration it is shown on; of somebody newly found the dossier."""
    for model, name in ((Registration, "registration-detail"), (Nomination, "nomination-detail")):
        paper = model.objects.filter(**about(commendation)).exclude(state="withdrawn").first()
        if paper:
            return reverse(f"nominations:{name}", args=[paper.pk])
    return reverse("nominations:registration-list")
