from django.conf import settings
from django.db import models

from portal import clock


class StoredFile(models.Model):
    """A file that was checked and kept under a generated name, outside the web root. Never changed, never deleted."""

    key = models.CharField(max_length=40, unique=True)  # 32 hex digits and the ending of what it really is
    name = models.CharField(max_length=120)  # as it was called, cleaned; only ever shown
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sent_sha256 = models.CharField(max_length=64, db_index=True)  # of what was sent; a picture is kept made anew
    stored_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    def is_same(self, other: "StoredFile") -> bool:
        """By content, as it was sent or as it is kept: a picture is made anew in between."""
        return bool({self.sha256, self.sent_sha256} & {other.sha256, other.sent_sha256})

    @property
    def size_in_words(self) -> str:
        size, unit = (self.size / 1024, "KB") if self.size < 1024 * 1024 else (self.size / 1024**2, "MB")
        return f"{max(size, 0.1):.1f} {unit}".replace(".", ",")

    @property
    def icon(self) -> str:
        words = {"pdf": "pdf", "docx": "word", "xlsx": "excel"}
        return f"file-earmark-{words.get(self.kind, 'image')}"
