from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from criteria.models import Rating
from criteria.vocabulary import Level, RatingOf
from portal import audit, clock, files
from portal.models import Person, StoredFile, Unit, User
from portal.rights import Conflict


@transaction.atomic
def record_rating(
    *,
    of: RatingOf,
    subject: Unit | Person,
    year: int,
    level: Level,
    decision_number: str,
    decision_date: date,
    scan: files.Checked | StoredFile | None = None,
    seen: int | None,
    by: User,
) -> Rating | None:
    """Write down a year-end result with its paper. What stood before stays as history; the same again changes nothing.

    `seen`: the entry that stood when the page was opened; raises `Conflict` when another has come between. Without a
    `scan` the earlier entry's stays.
    """
    whose = {"person": subject} if of.is_of_a_person else {"unit": subject}
    standing = Rating.objects.select_for_update().filter(of=of, year=year, **whose).standing().first()
    if (standing.pk if standing else None) != seen:
        raise Conflict(
            _("Kết quả của %(subject)s vừa được người khác ghi.") % {"subject": subject},
            instead=_("Vui lòng mở lại trang để xem kết quả mới rồi ghi lại nếu cần."),
        )
    told = {"level": level.value, "decision_number": decision_number, "decision_date": decision_date}
    if standing and scan is None and all(getattr(standing, name) == value for name, value in told.items()):
        return None
    if isinstance(scan, files.Checked):
        scan = files.store(scan, by=by)
    if standing:
        Rating.objects.filter(pk=standing.pk).update(superseded_at=clock.now())
        scan = scan or standing.scan
    rating = Rating.objects.create(of=of.value, year=year, recorded_by=by, scan=scan, **whose, **told)
    audit.record(
        rating,
        _("Sửa kết quả xếp loại") if standing else _("Ghi kết quả xếp loại"),
        by=by,
        before=_said(standing) if standing else {},
        after=_said(rating),
    )
    for dotted in settings.CRITERIA_FOLLOWERS:
        import_string(dotted)(rating)
    return rating


@dataclass(frozen=True)
class Told:
    """One line of a unit's page: whose, which level, the entry that stood there."""

    of: RatingOf
    subject: Unit | Person
    level: Level
    decision_number: str
    decision_date: date
    seen: int | None


@transaction.atomic
def record_unit(told: Iterable[Told], *, scans: Mapping[RatingOf, files.Checked], year: int, by: User) -> None:
    """A whole unit at once, all or nothing. One scan of a decision serves everyone it names."""
    stored = {of: files.store(scan, by=by) for of, scan in scans.items()}
    for line in told:
        record_rating(
            of=line.of,
            subject=line.subject,
            year=year,
            level=line.level,
            decision_number=line.decision_number,
            decision_date=line.decision_date,
            scan=stored.get(line.of),
            seen=line.seen,
            by=by,
        )


def _said(rating: Rating) -> dict[str, str]:
    return {_("Mức xếp loại"): rating.get_level_display(), _("Văn bản"): rating.paper}
