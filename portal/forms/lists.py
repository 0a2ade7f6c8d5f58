"""What the lists of units, people, accounts and messages may be narrowed to, and ordered by."""

from django import forms
from django.utils.translation import gettext_lazy

from portal import clock
from portal.lists import ALL, ListForm, Order
from portal.models import Grant, Post, Unit
from portal.roles import GRANTABLE
from portal.widgets import PlainSelect


class UnitListForm(ListForm):
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), required=False, choices=[("", ALL), *Unit.Kind.choices])

    field_order = ("q", "kind", "sort")
    orders = {  # noqa: RUF012
        "unit": Order(gettext_lazy("xếp theo thứ tự trong danh sách chính thức"), ("protocol_order", "pk")),
        "name": Order(gettext_lazy("xếp theo tên"), ("search", "pk")),
    }

    def narrow(self, rows):
        rows = super().narrow(rows)
        kind = self.cleaned_data.get("kind")
        return rows.filter(kind=kind) if kind else rows


class PersonListForm(ListForm):
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=gettext_lazy("Đơn vị"), required=False, empty_label=ALL, widget=PlainSelect
    )

    field_order = ("q", "unit", "sort")
    orders = {"name": Order(gettext_lazy("xếp theo tên"), ("sort_key", "pk"))}  # noqa: RUF012

    def narrow(self, rows):
        rows = super().narrow(rows)
        unit = self.cleaned_data.get("unit")
        return rows.filter(pk__in=Post.objects.on(clock.today()).filter(unit=unit).values("person")) if unit else rows


class AccountListForm(ListForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Quyền"),
        required=False,
        choices=[("", ALL), *((role.key, role.label) for role in GRANTABLE)],
    )

    field_order = ("q", "role", "sort")
    orders = {  # noqa: RUF012
        "username": Order(gettext_lazy("xếp theo tên đăng nhập"), ("username",)),
        "name": Order(gettext_lazy("xếp theo tên cán bộ"), ("person__sort_key", "pk"), last=True),
    }

    def narrow(self, rows):
        rows = super().narrow(rows.with_search())
        role = self.cleaned_data.get("role")
        if role:
            rows = rows.filter(pk__in=Grant.objects.filter(role=role, revoked_at=None).values("user"))
        return rows


class NoticeListForm(ListForm):
    q = None  # few enough to be read
    read = forms.ChoiceField(
        label=gettext_lazy("Xem"),
        required=False,
        choices=[("", ALL), ("no", gettext_lazy("Chưa đọc")), ("yes", gettext_lazy("Đã đọc"))],
    )

    def narrow(self, rows):
        rows = super().narrow(rows)
        read = self.cleaned_data.get("read")
        return rows.filter(read_at__isnull=read == "no") if read else rows
