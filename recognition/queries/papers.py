"""Numbers, dates and frames of the papers of a version."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nominations.models import Nomination
from portal import clock
from portal.models import Unit
from recognition.frame import frame
from recognition.models import Decision, IssuedPaper, ListVersion, PaperKind
from recognition.queries.beside import beside


def issued(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> IssuedPaper | None:
    return IssuedPaper.objects.filter(list_version=frozen, paper=paper, unit=unit).first()


def numbered(told: IssuedPaper | Decision) -> str:
    return _("Số %(number)s, ngày %(day)s") % {"number": told.number, "day": f"{told.date:%d/%m/%Y}"}


def frame_of(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> dict:
    """As it was when the paper was issued; of today where it has not been (see `framed`)."""
    row = issued(frozen, paper, unit)
    return row.frame if row else framed(frozen, paper, clock.today(), unit)


def framed(frozen: ListVersion, paper: PaperKind, day: date, unit: Unit | None = None) -> dict:
    """Letterhead and wording of the day; `minutes`: the number of the council's minutes ("" while none); and what
    stands beside the version (see `beside`)."""
    minutes = issued(frozen, PaperKind.MINUTES)
    return frame(paper, day) | {"minutes": minutes.number if minutes else ""} | beside(frozen, paper, unit)


def units_of(frozen: ListVersion) -> QuerySet[Unit]:
    """To whom results are told: each unit that sent a dossier; of a supplement, those on it."""
    sent = Nomination.objects.filter(plan_year=frozen.review_list.plan_year, submitted_at__isnull=False)
    if frozen.review_list.is_supplement:
        sent = sent.filter(entries__version=frozen)
    return Unit.objects.filter(pk__in=sent.exclude(state="withdrawn").values("unit")).order_by("protocol_order", "pk")
