from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.rights import may
from portal.text import fold

if TYPE_CHECKING:
    from portal.models.accounts import User


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UnitQuerySet":
        """Everything to those who may read units; to everybody else the units they belong to or act for, and theirs."""
        if may(user, "unit.read"):
            return self
        return self.filter(Q(pk__in=user.own_unit_ids) | Q(parent__in=user.own_unit_ids))

    def on(self, day: date) -> "UnitQuerySet":
        """Those that exist on a day. Plan I.2: units change over the years, old lists keep their old names."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Unit(models.Model):
    """A khoa, a phòng, a party cell, a union section, a group: every collective is one."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Trường")
        BOARD = "board", _("Ban Giám hiệu")
        FACULTY = "faculty", _("Khoa")
        OFFICE = "office", _("Phòng")
        PARTY_CELL = "party_cell", _("Chi bộ")
        TRADE_UNION = "trade_union", _("Công đoàn")
        YOUTH_UNION = "youth_union", _("Đoàn Thanh niên")
        GROUP = "group", _("Tổ, nhóm")

    name = models.CharField(_("Tên đơn vị"), max_length=200)
    short_name = models.CharField(_("Tên viết tắt"), max_length=40, blank=True)
    kind = models.CharField(_("Loại đơn vị"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Trực thuộc")
    )
    valid_from = models.DateField(_("Hoạt động từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    protocol_order = models.PositiveSmallIntegerField(_("Thứ tự trong danh sách chính thức"), default=100)
    nominates = models.BooleanField(_("Được giới thiệu điển hình"), default=False)
    owes_model = models.BooleanField(_("Phải xây dựng mô hình hằng năm"), default=False)  # plan V, second dash
    version = models.PositiveIntegerField(default=1, editable=False)
    search = models.CharField(max_length=300, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("protocol_order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu hoạt động."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="unit_is_not_its_own_parent",
                violation_error_message=_("Đơn vị không thể trực thuộc chính mình."),
            ),
            models.UniqueConstraint(
                "name",
                condition=Q(valid_to=None),
                name="unit_one_live_name",
                violation_error_message=_("Đã có một đơn vị đang hoạt động mang tên này."),
            ),
        )
        indexes = (models.Index(fields=("protocol_order", "id"), name="unit_protocol"),)

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.derive()
        super().save(**kwargs)

    def derive(self) -> None:
        self.search = fold(f"{self.name} {self.short_name}")

    def exists_on(self, day: date) -> bool:
        """As `UnitQuerySet.on` finds it, of a unit at hand."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)
