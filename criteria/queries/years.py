"""Plan years: their dates, what units owe, what is set aside."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from criteria.workflow import YEARS
from portal import clock
from portal.models import Unit
from portal.tables import Cell, Column, Table
from portal.timeline import Event


def year_table(years: Iterable[PlanYear]) -> Table:
    columns = [
        Column(_("Năm")),
        Column(_("Hạn gửi danh sách đăng ký")),
        Column(_("Hạn gửi hồ sơ đề nghị")),
        Column(_("Ngày bình xét")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Các năm thực hiện kế hoạch"), columns, [_year_row(year) for year in years])


def _year_row(year: PlanYear) -> list[Cell]:
    return [
        Cell(str(year), reverse("criteria:year-detail", args=[year.pk])),
        Cell(date_format(year.registers_by), value=year.registers_by),
        Cell(date_format(clock.local(year.nominates_by), "H:i:s d/m/Y")),
        Cell(date_format(year.reviews_on), value=year.reviews_on),
        Cell(state=YEARS.states[year.state]),
    ]


def dates_of(year: PlanYear) -> list[Event]:
    """The year's dates as a timeline of what is past, next and still to come."""
    moments = [
        (clock.end_of(year.registers_by), _("Hạn gửi danh sách đăng ký"), ""),
        (clock.local(year.nominates_by), _("Hạn gửi hồ sơ đề nghị"), f"{clock.local(year.nominates_by):%H:%M:%S}"),
        (clock.end_of(year.reviews_on), _("Bình xét"), ""),
    ]
    if year.publishes_on:
        moments.append((clock.end_of(year.publishes_on), _("Dự kiến công bố kết quả"), ""))
    ahead = [moment for moment, _what, _detail in moments if moment >= clock.now()]
    return [Event(moment.date(), what, detail=detail, tone=_tone(moment, ahead)) for moment, what, detail in moments]


def _tone(moment: datetime, ahead: list[datetime]) -> str:
    if moment not in ahead:
        return "done"
    return "now" if moment == ahead[0] else "ahead"


def units_owing(year: PlanYear) -> Table:
    """What units owe: plan V, second dash, at least so many models each."""
    units = Unit.objects.on(year.day_of_belonging).filter(owes_model=True)
    owed = Cell(_("ít nhất %(count)02d mô hình") % {"count": year.models_owed}, value=year.models_owed)
    columns = [Column(_("Đơn vị")), Column(_("Phải xây dựng trong năm"))]
    return Table(_("Các đơn vị và số mô hình phải xây dựng"), columns, [[Cell(unit.name), owed] for unit in units])


def set_aside_of(year: PlanYear) -> list[tuple[str, str]]:
    """[(standard, reason)] set aside this year for everybody."""
    labels = dict(year.criteria_set.criteria.filter(code__in=year.set_aside).values_list("code", "label"))
    return [(labels[code], reason) for code, reason in year.set_aside.items() if code in labels]
