from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from portal.rights import Conflict


class LetterheadQuerySet(models.QuerySet):
    def of(self, day: date) -> "Letterhead":
        """Header, place and signers as they were that day; a `Conflict` says that nobody has recorded them."""
        head = self.filter(valid_from__lte=day).first()
        if head is None:
            raise Conflict(
                _("Chưa có mẫu đầu trang, địa danh và người ký cho ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"},
                instead=_("Đề nghị Quản trị hệ thống ghi mẫu văn bản của nhà trường rồi kết xuất lại."),
            )
        return head


class Letterhead(models.Model):
    """Header, place and signers of official papers from a day on: old papers keep their old header."""

    valid_from = models.DateField(unique=True)
    superior = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)  # in capitals, with its line break
    school = models.CharField(max_length=200)  # as it stands in a sentence
    place = models.CharField(max_length=60)
    symbol = models.CharField(max_length=20)  # "TCT" in "38/TTr-TCT"
    office_head_title = models.CharField(max_length=200)  # with its line break
    office_head = models.CharField(max_length=100)
    principal_title = models.CharField(max_length=100)
    principal = models.CharField(max_length=100)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return f"{self.issuer}, {self.valid_from:%d/%m/%Y}"
