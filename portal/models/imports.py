from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from portal import clock
from portal.models.files import StoredFile
from portal.sheets import kinds

if TYPE_CHECKING:
    from portal.models.accounts import User


class SheetImportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SheetImportQuerySet":
        """To those who may import what the file holds."""
        return self.filter(kind__in=[kind.key for kind in kinds.open_to(user)])


class SheetImport(models.Model):
    """A spreadsheet on its way in: uploaded, previewed, confirmed. What was not confirmed has changed nothing."""

    kind = models.CharField(max_length=20)  # what its rows are; the key of an importer
    file = models.ForeignKey(StoredFile, models.PROTECT)
    answers = models.JSONField(default=dict)  # what the officer settled in the preview
    uploaded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)  # {what: how many}, once applied

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return str(self.file)
