"""What proves a dossier: bound to standards, taken out, put back, never deleted.

Adding and taking out overwrite nothing that a person typed, so they ask for no version and leave the dossier's as it
is: a colleague who is writing meanwhile is not disturbed. Only the details of a piece are guarded by the version.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Criterion
from nominations.actions.editor import keep_part, still_editable
from nominations.models import Evidence, EvidenceUse, Nomination
from portal import audit, clock, files
from portal.models import User

TITLE = Evidence._meta.get_field("title").max_length
DETAILS = ("title", "number", "date", "issuer", "level", "part")


def title_from(name: str) -> str:
    """The title that is proposed for a file: its name, as a person would write it."""
    stem = name.rsplit(".", 1)[0].replace("_", " ")
    words = (stem if " " in stem else stem.replace("-", " ")).split()
    title = " ".join(words)[:TITLE]
    return title[:1].upper() + title[1:]


@transaction.atomic
def add_evidence(evidence: Evidence, criteria: Sequence[Criterion], *, upload: files.Checked, by: User) -> Evidence:
    """A piece without a title takes the one that its file's name proposes."""
    _hold(evidence.nomination)
    evidence.title = evidence.title or title_from(upload.name)
    evidence.file = files.store(upload, by=by)
    evidence.save()
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=evidence, criterion=row) for row in criteria)
    _tell(evidence.nomination, [], [evidence.title], by=by)
    return evidence


@transaction.atomic
def change_evidence(evidence: Evidence, criteria: Sequence[Criterion], *, by: User, version: int) -> None:
    """Its details, and which standards it proves."""
    stored = Evidence.objects.select_related("nomination__plan_year").get(pk=evidence.pk)
    before, after = _line(stored, stored.criteria.all()), _line(evidence, criteria)
    keep_part(evidence.nomination, _("Minh chứng"), [before], [after], by=by, version=version)
    evidence.save(update_fields=DETAILS)
    evidence.criteria.set(criteria)


def _line(evidence: Evidence, criteria: Sequence[Criterion]) -> str:
    labels = ", ".join(sorted(row.label for row in criteria))
    return " · ".join(part for part in (evidence.title, evidence.in_words, labels) if part)


@transaction.atomic
def bind(pieces: Sequence[Evidence], criterion: Criterion, *, nomination: Nomination, by: User) -> None:
    """Each of them proves this standard too."""
    _hold(nomination)
    bound = set(EvidenceUse.objects.filter(evidence__in=pieces, criterion=criterion).values_list("evidence", flat=True))
    fresh = [each for each in pieces if each.pk not in bound]
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=each, criterion=criterion) for each in fresh)
    _tell(nomination, [], [f"{each} → {criterion.label}" for each in fresh], by=by)


@transaction.atomic
def unbind(evidence: Evidence, criterion: Criterion, *, by: User) -> None:
    """It stays in the dossier."""
    _hold(evidence.nomination)
    gone, _models = evidence.uses.filter(criterion=criterion).delete()
    _tell(evidence.nomination, [f"{evidence} → {criterion.label}"] * gone, [], by=by)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User) -> None:
    """Taken out of the dossier; the file and its row stay in the books."""
    _hold(evidence.nomination)
    gone = Evidence.objects.standing().filter(pk=evidence.pk).update(removed_at=clock.now())
    _tell(evidence.nomination, [evidence.title] * gone, [], by=by)


@transaction.atomic
def restore_evidence(evidence: Evidence, *, by: User) -> None:
    _hold(evidence.nomination)
    back = Evidence.objects.filter(pk=evidence.pk).exclude(removed_at=None).update(removed_at=None)
    _tell(evidence.nomination, [], [evidence.title] * back, by=by)


@transaction.atomic
def merge(evidence: Evidence, into: Evidence, *, by: User) -> None:
    """The same file twice in one dossier: the earlier piece proves what the later one did, which is taken out."""
    for row in evidence.criteria.all():
        bind([into], row, nomination=into.nomination, by=by)
    remove_evidence(evidence, by=by)


def _hold(nomination: Nomination) -> None:
    """It may still be changed, and stays so until this is committed."""
    still_editable(Nomination.objects.select_for_update().get(pk=nomination.pk))


def _tell(nomination: Nomination, before: list[str], after: list[str], *, by: User) -> None:
    if before or after:
        label = _("Minh chứng")
        words = [{label: "; ".join(lines)} if lines else {} for lines in (before, after)]
        act = _("Sửa hồ sơ: %(part)s") % {"part": label}
        audit.record(nomination, act, by=by, before=words[0], after=words[1])
