"""What a publication tells, read before it is done: how many units, who, and why those who were not recognised."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nominations.models import Nomination
from recognition.models import Entry, IssuedPaper, PaperKind, ReviewList

CONCLUDED = ("recognised", "not_recognised", "revoked")


def to_publish(review_list: ReviewList) -> QuerySet[Nomination]:
    """What this list's decision has settled; of the year's first list also whoever stood on none."""
    rows = Nomination.objects.filter(plan_year=review_list.plan_year, state__in=CONCLUDED, published_at=None)
    listed = Entry.objects.filter(nomination=OuterRef("pk"))
    if review_list.is_supplement:
        return rows.filter(Exists(listed.filter(version__review_list=review_list)))
    return rows.exclude(Exists(listed.filter(version__review_list__number__gt=1)))


@dataclass(frozen=True)
class UnitResults:
    unit: str
    recognised: list[Nomination]
    others: list[Nomination]
    revoked: list[Nomination]

    @property
    def all(self) -> list[Nomination]:
        return [*self.recognised, *self.others, *self.revoked]

    @property
    def counted(self) -> str:
        told = {"yes": len(self.recognised), "no": len(self.others), "revoked": len(self.revoked)}
        words = _("%(yes)02d được công nhận, %(no)02d không") % told
        return _("%(words)s, %(revoked)02d đã thu hồi") % (told | {"words": words}) if self.revoked else words


def by_unit(review_list: ReviewList) -> list[UnitResults]:
    """In protocol order, with every dossier and its reason."""
    units: dict[str, UnitResults] = {}
    for row in to_publish(review_list).with_subject().order_by("by_unit", "pk"):
        of = units.setdefault(str(row.unit), UnitResults(str(row.unit), [], [], []))
        {"recognised": of.recognised, "revoked": of.revoked}.get(row.state, of.others).append(row)
    return list(units.values())


def notices_told_otherwise(review_list: ReviewList) -> list[IssuedPaper]:
    """Issued notices whose printed reasons are no longer those that the publication tells."""
    rows = Nomination.objects.filter(plan_year=review_list.plan_year, state="not_recognised")
    now = {str(row.pk): row.outcome for row in rows.only("outcome_reason", "outcome_written")}
    notices = IssuedPaper.objects.filter(list_version=review_list.latest(), paper=PaperKind.NOTICE)
    return [
        notice
        for notice in notices.select_related("unit").order_by("unit__protocol_order", "pk")
        if any(now.get(pk) != why for pk, why in notice.frame["reasons"].items())
    ]
