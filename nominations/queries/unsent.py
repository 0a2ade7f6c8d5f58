"""Dossiers that units have not sent yet: that they exist and until when they may come, not a word of what they say."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.actions.nominations import deadline
from nominations.queries.reach import dossiers
from nominations.rights import extended_by
from nominations.workflow import EDITABLE, NOMINATIONS
from portal.models import User
from portal.tables import NONE, Cell, Column, Table


def unsent_table(user: User) -> Table:
    """Of the years under way, those due first on top; a fixed number of queries."""
    rows = dossiers().visible_to(user).filter(state__in=EDITABLE, plan_year__state="open").order_by("by_unit")
    may_extend = set(extended_by(user, rows).values_list("pk", flat=True))
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Đơn vị đề nghị")),
        Column(_("Hạn gửi")),
        Column(_("Tình trạng")),
        Column(_("Việc có thể làm")),
    ]
    found = sorted(rows, key=deadline)
    return Table(_("Hồ sơ chưa gửi"), columns, [_row(row, row.pk in may_extend) for row in found])


def _row(row, may_extend: bool) -> list[Cell]:
    until = deadline(row)
    extend = reverse("nominations:appraisal-extend", args=[row.pk])
    return [
        Cell(str(row.subject), second=str(row.plan_year)),
        Cell(str(row.unit)),
        Cell(f"{until:%H:%M ngày %d/%m/%Y}", value=until.date()),
        Cell(state=NOMINATIONS.states[row.state]),
        Cell(_("Gia hạn"), extend) if may_extend else Cell(NONE),
    ]
