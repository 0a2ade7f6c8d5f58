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


def title_from(name: str) -> str:
    """The title that is proposed for a file: its name, as a person would write it."""
    stem = name.rsplit(".", 1)[0].replace("_", " ")
    words = (stem if " " in stem else stem.replace("-", " ")).split()
    title = " ".join(words)[:TITLE]
    return title[:1].upper() + title[1:]


@transaction.atomic
def add_evidence(evidence: Evidence, criteria: Sequence[Criterion], *, upload: files.Checked, by: User) -> Evidence:
    """A piece without a title takes the one that its file's name proposes."""
    evidence.title = evidence.title or title_from(upload.name)
    _told(evidence.nomination, [], [evidence.title], by=by)
    evidence.file = files.store(upload, by=by)
    evidence.save()
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=evidence, criterion=row) for row in criteria)
    return evidence


@transaction.atomic
def change_evidence(evidence: Evidence, criteria: Sequence[Criterion], *, by: User, version: int) -> None:
    """Its details, and which standards it proves."""
    stored = Evidence.objects.get(pk=evidence.pk)
    before, after = _line(stored, stored.criteria.all()), _line(evidence, criteria)
    keep_part(evidence.nomination, _("Minh chứng"), [before], [after], by=by, version=version)
    evidence.save()
    evidence.criteria.set(criteria)


def _line(evidence: Evidence, criteria: Sequence[Criterion]) -> str:
    labels = ", ".join(sorted(row.label for row in criteria))
    return " · ".join(part for part in (evidence.title, evidence.in_words, labels) if part)


@transaction.atomic
def bind(pieces: Sequence[Evidence], criterion: Criterion, *, nomination: Nomination, by: User) -> None:
    """Each of them proves this standard too."""
    bound = set(criterion.evidenceuse_set.filter(evidence__in=pieces).values_list("evidence_id", flat=True))
    fresh = [each for each in pieces if each.pk not in bound]
    _told(nomination, [], [f"{each} → {criterion.label}" for each in fresh], by=by)
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=each, criterion=criterion) for each in fresh)


@transaction.atomic
def unbind(evidence: Evidence, criterion: Criterion, *, by: User) -> None:
    """It stays in the dossier."""
    bound = evidence.uses.filter(criterion=criterion)
    _told(evidence.nomination, [f"{evidence} → {criterion.label}"] * bound.count(), [], by=by)
    bound.delete()


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User) -> None:
    """Taken out of the dossier; the file and its row stay in the books."""
    _told(evidence.nomination, [evidence.title], [], by=by)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=clock.now())


@transaction.atomic
def restore_evidence(evidence: Evidence, *, by: User) -> None:
    _told(evidence.nomination, [], [evidence.title], by=by)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=None)


@transaction.atomic
def merge(evidence: Evidence, into: Evidence, *, by: User) -> None:
    """The same file twice in one dossier: the earlier piece proves what the later one did, which is taken out."""
    for row in evidence.criteria.all():
        bind([into], row, nomination=into.nomination, by=by)
    remove_evidence(evidence, by=by)


def _told(nomination: Nomination, before: list[str], after: list[str], *, by: User) -> None:
    """The dossier may still be changed, and stays so until this is committed; what is done to it is logged."""
    still_editable(Nomination.objects.select_for_update().get(pk=nomination.pk))
    if before == after:
        return
    label = _("Minh chứng")
    words = [{label: "; ".join(lines)} if lines else {} for lines in (before, after)]
    audit.record(nomination, _("Sửa hồ sơ: %(part)s") % {"part": label}, by=by, before=words[0], after=words[1])
