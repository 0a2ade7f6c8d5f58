"""The list of forms and titles that may be given."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.lists import ALL, ListForm, Order
from portal.states import State
from portal.tables import NONE, Cell, Column, Table, cells
from portal.text import fold
from recognition.models import AwardForm


class AwardFormListForm(ListForm):
    """`?level=`, `?when=` of the forms of award."""

    level = forms.ChoiceField(label=gettext_lazy("Cấp"), required=False, choices=[("", ALL), *AwardForm.Level.choices])
    when = forms.ChoiceField(
        label=gettext_lazy("Hiệu lực"),
        required=False,
        choices=[("", ALL), ("now", gettext_lazy("Đang hiệu lực")), ("ended", gettext_lazy("Đã hết hiệu lực"))],
    )

    orders = {  # noqa: RUF012
        "order": Order(gettext_lazy("theo thứ tự của bảng"), ("order", "pk")),
        "name": Order(gettext_lazy("xếp theo tên"), ("name", "pk")),
    }

    def holds(self, word: str) -> Q:
        """Few rows, in one spelling: the names that hold the word are found in Python."""
        found = [form.pk for form in AwardForm.objects.all() if word in fold(f"{form.name} {form.decided_by}")]
        return Q(pk__in=found)

    def narrow(self, rows: QuerySet[AwardForm]) -> QuerySet[AwardForm]:
        rows, asked = super().narrow(rows), self.cleaned_data
        if asked.get("level"):
            rows = rows.filter(level=asked["level"])
        if asked.get("when") == "now":
            rows = rows.on(clock.today())
        elif asked.get("when") == "ended":
            rows = rows.filter(valid_to__lt=clock.today())
        return rows


def award_form_table(rows: Iterable[AwardForm]) -> Table:
    columns = [
        Column(_("Hình thức, danh hiệu"), order="name"),
        Column(_("Cấp, người quyết định")),
        Column(_("Dành cho")),
        Column(_("Căn cứ")),
        Column(_("Từ ngày")),
        Column(_("Đến hết ngày")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Hình thức khen thưởng, danh hiệu thi đua"), columns, cells(_row, rows))


def _row(form: AwardForm) -> list[Cell]:
    whom = [_("tập thể")] * form.for_collectives + [_("cá nhân")] * form.for_individuals
    return [
        Cell(form.name, reverse("recognition:award-form-edit", args=[form.pk]), form.get_kind_display()),
        Cell(form.get_level_display(), second=form.decided_by),
        Cell(", ".join(whom).capitalize()),
        Cell(form.legal_basis or NONE),
        Cell(date_format(form.valid_from), value=form.valid_from),
        Cell(date_format(form.valid_to), value=form.valid_to) if form.valid_to else Cell(NONE),
        Cell(state=state_of(form)),
    ]


IN_FORCE = State(gettext_lazy("Đang áp dụng"), "check-circle", "recognised")
NOT_YET = State(gettext_lazy("Chưa áp dụng"), "clock", "draft")
ENDED = State(gettext_lazy("Hết hiệu lực"), "archive", "withdrawn")


def state_of(form: AwardForm) -> State:
    today = clock.today()
    if form.valid_to and form.valid_to < today:
        return ENDED
    return NOT_YET if form.valid_from > today else IN_FORCE
