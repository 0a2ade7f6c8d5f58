from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.rights import Conflict


class LetterheadQuerySet(models.QuerySet):
    def of(self, day: date) -> "Letterhead":
        """Header, place and signers as they were that day; a `Conflict` says that nobody has recorded them."""
        head = self.filter(valid_from__lte=day).first()
        if head is None:
            raise Conflict(
                _("Chưa có mẫu đầu trang, địa danh và người ký cho ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"},
                instead=_("Đề nghị Phòng ghi mẫu ở trang “Mẫu văn bản” rồi kết xuất lại."),
            )
        return head


class Letterhead(models.Model):
    """Header, place and signers of official papers from a day on: old papers keep their old header."""

    valid_from = models.DateField(
        gettext_lazy("Áp dụng từ ngày"),
        unique=True,
        error_messages={"unique": gettext_lazy("Đã có mẫu áp dụng từ ngày này. Vui lòng sửa mẫu ấy.")},
    )
    superior = models.CharField(gettext_lazy("Cơ quan cấp trên"), max_length=200)
    issuer = models.CharField(gettext_lazy("Tên trường ở đầu trang"), max_length=200)  # capitals, with its line break
    school = models.CharField(gettext_lazy("Tên trường trong câu"), max_length=200)
    place = models.CharField(gettext_lazy("Địa danh"), max_length=60)
    symbol = models.CharField(gettext_lazy("Ký hiệu"), max_length=20)  # "TCT" in "38/TTr-TCT"
    office_head_title = models.CharField(gettext_lazy("Chức danh Trưởng Phòng khi ký"), max_length=200)
    office_head = models.CharField(gettext_lazy("Trưởng Phòng"), max_length=100)
    principal_title = models.CharField(gettext_lazy("Chức danh người ký của trường"), max_length=100)
    principal = models.CharField(gettext_lazy("Người ký của trường"), max_length=100)
    council = models.CharField(gettext_lazy("Tên Hội đồng ở đầu trang"), max_length=200, blank=True)
    council_symbol = models.CharField(gettext_lazy("Ký hiệu của Hội đồng"), max_length=20, blank=True)
    party_superior = models.CharField(gettext_lazy("Cấp ủy cấp trên"), max_length=200, blank=True)
    party_issuer = models.CharField(gettext_lazy("Tên Đảng ủy ở đầu trang"), max_length=200, blank=True)
    party_symbol = models.CharField(gettext_lazy("Ký hiệu của Đảng ủy"), max_length=20, blank=True)
    party_title = models.CharField(gettext_lazy("Chức danh người ký của Đảng ủy"), max_length=100, blank=True)
    party_signer = models.CharField(gettext_lazy("Người ký của Đảng ủy"), max_length=100, blank=True)
    traced = models.BooleanField(gettext_lazy("In mã tra cứu và mã niêm phong ở chân trang"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return f"{self.issuer}, {self.valid_from:%d/%m/%Y}"

    def as_plain(self) -> dict:
        """Every word of it, to be frozen beside what is printed under it."""
        return {
            field.name: getattr(self, field.name)
            for field in self._meta.fields
            if isinstance(field, models.CharField | models.BooleanField)
        }
