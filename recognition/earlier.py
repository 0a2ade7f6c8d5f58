"""The list of earlier years' exemplars: its filters, its rows."""

from collections.abc import Iterable

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.vocabulary import Scope
from portal.lists import ALL, ListForm, Order
from portal.models import Unit, User
from portal.tables import NONE, Cell, Column, Table, cells
from recognition.models import EarlierCase


class EarlierListForm(ListForm):
    """`?year=`, `?unit=`, `?kind=`, `?scope=`, `?what=` of the earlier years."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), required=False, coerce=int, empty_value=None)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Đơn vị"), required=False, empty_label=ALL)
    kind = forms.ChoiceField(
        label=gettext_lazy("Đối tượng"),
        required=False,
        choices=[("", ALL), ("unit", gettext_lazy("Tập thể")), ("person", gettext_lazy("Cá nhân"))],
    )
    scope = forms.ChoiceField(label=gettext_lazy("Phạm vi"), required=False, choices=[("", ALL), *Scope.choices()])
    what = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        required=False,
        choices=[
            ("", ALL),
            ("recognised", gettext_lazy("Được công nhận")),
            ("only", gettext_lazy("Có đăng ký, chưa ghi công nhận")),
        ],
    )

    orders = {  # noqa: RUF012
        "year": Order(gettext_lazy("xếp theo năm, mới trước"), ("newest", "unit__protocol_order", "pk")),
        "unit": Order(gettext_lazy("xếp theo đơn vị"), ("unit__protocol_order", "newest", "pk")),
    }

    def __init__(self, request):
        super().__init__(request)
        known = EarlierCase.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", ALL), *((year, str(year)) for year in known)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=EarlierCase.objects.values("unit"))
        self.full_clean()

    def holds(self, word: str) -> Q:
        return Q(subject_unit__search__contains=word) | Q(subject_person__search__contains=word)

    def narrow(self, rows: QuerySet[EarlierCase]) -> QuerySet[EarlierCase]:
        rows, asked = super().narrow(rows), self.cleaned_data
        rows = rows.filter(**{name: asked[name] for name in ("year", "unit", "scope") if asked.get(name)})
        if asked.get("kind"):
            rows = rows.filter(subject_unit__isnull=asked["kind"] == "person")
        if asked.get("what"):
            rows = rows.filter(recognised=asked["what"] == "recognised")
        return rows


def listed(user: User) -> QuerySet[EarlierCase]:
    rows = EarlierCase.objects.visible_to(user).select_related("unit", "subject_unit", "subject_person")
    return rows.annotate(newest=-F("year"))


def earlier_table(rows: Iterable[EarlierCase]) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Năm"), order="year"),
        Column(_("Đơn vị"), order="unit"),
        Column(_("Phạm vi")),
        Column(_("Mô hình")),
        Column(_("Đăng ký")),
        Column(_("Quyết định công nhận")),
        Column(_("Ngày quyết định")),
    ]
    return Table(_("Điển hình các năm trước"), columns, cells(_row, rows))


def _row(row: EarlierCase) -> list[Cell]:
    kind = _("Tập thể") if row.subject_unit_id else _("Cá nhân")
    return [
        Cell(str(row.subject), second=kind),
        Cell(str(row.year), value=row.year),
        Cell(_("chính đơn vị") if row.subject_unit_id == row.unit_id else str(row.unit)),
        Cell(row.get_scope_display(), second=row.field),
        Cell(row.model_name or NONE),
        Cell(_("Có") if row.registered else NONE),
        Cell(row.decision_number or NONE),
        Cell(date_format(row.decision_date), value=row.decision_date) if row.decision_date else Cell(NONE),
    ]
