"""What proves a dossier: bound to standards, taken out, never deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Criterion
from nominations.actions.editor import keep_part
from nominations.models import Evidence, EvidenceUse
from portal import clock, files
from portal.models import User


@transaction.atomic
def add_evidence(
    evidence: Evidence, criteria: list[Criterion], *, upload: files.Checked, by: User, version: int
) -> None:
    keep_part(evidence.nomination, _("Minh chứng"), [], [evidence.title], by=by, version=version)
    evidence.file = files.store(upload, by=by)
    evidence.save()
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=evidence, criterion=row) for row in criteria)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User, version: int) -> None:
    """Taken out of the dossier; the file and its row stay in the books."""
    keep_part(evidence.nomination, _("Minh chứng"), [evidence.title], [], by=by, version=version)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=clock.now())
