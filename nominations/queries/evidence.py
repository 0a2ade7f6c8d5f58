"""The evidence of a dossier, and where the same file lies already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from criteria.models import Criterion
from nominations.kinds import criteria_offered
from nominations.models import Evidence, Nomination
from portal.models import User


def evidence_of(nomination: Nomination) -> list[Evidence]:
    rows = nomination.evidence.standing().select_related("file")
    return list(rows.prefetch_related("uses__criterion"))


def doubtful(nomination: Nomination) -> list[tuple[Evidence, str]]:
    """Pieces that may be sent as they are, but that one should look at again, and why."""
    loose = _("chưa gắn với tiêu chuẩn nào")
    found = []
    for each in evidence_of(nomination):
        words = [] if each.uses.all() else [loose]
        if each.date_doubt:
            words.append(each.date_doubt[:1].lower() + each.date_doubt[1:].rstrip("."))
        if words:
            found.append((each, "; ".join(words)))
    return found


def criteria_of(nomination: Nomination) -> QuerySet[Criterion]:
    """What its evidence may be bound to."""
    return Criterion.objects.filter(pk__in=[row.pk for row in criteria_offered(nomination)])


def removed_from(nomination: Nomination) -> list[Evidence]:
    """What was taken out and can be put back."""
    return list(nomination.evidence.exclude(removed_at=None).select_related("file"))


@dataclass(frozen=True)
class Twin:
    """The same file elsewhere; `here`: in the same dossier, so that the one that is there can serve."""

    words: str
    evidence: Evidence
    here: bool


def twins_of(nomination: Nomination, pieces: Iterable[Evidence], user: User) -> dict[int, Twin]:
    """{evidence pk: its earlier twin}, by content, within the dossiers of its own unit that this reader may see.

    Never another unit's: whether a file exists there is no business of this one.
    """
    pieces = list(pieces)
    hashes = {known for each in pieces for known in (each.file.sha256, each.file.sent_sha256)}
    rows = Evidence.objects.standing().visible_to(user).filter(nomination__unit=nomination.unit_id)
    rows = rows.filter(Q(file__sha256__in=hashes) | Q(file__sent_sha256__in=hashes))
    subject = ("nomination__plan_year", "nomination__subject_unit", "nomination__subject_person")
    others = list(rows.exclude(nomination__state="withdrawn").select_related("file", *subject).order_by("pk"))
    found = {}
    for each in pieces:
        twin = next((other for other in others if other.pk < each.pk and other.file.is_same(each.file)), None)
        if twin:
            here = twin.nomination_id == nomination.pk
            found[each.pk] = Twin(_where(twin, here=here), twin, here)
    return found


def _where(twin: Evidence, *, here: bool) -> str:
    if here:
        return _("Tệp này đã có trong chính hồ sơ này, với tên “%(title)s”.") % {"title": twin}
    return _("Tệp này đã có trong hồ sơ của %(who)s, năm %(year)s, với tên “%(title)s”.") % {
        "who": twin.nomination,
        "year": twin.nomination.plan_year.year,
        "title": twin,
    }
