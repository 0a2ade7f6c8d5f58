"""What the site's search finds of registrations and dossiers: of every year, newest first."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.models import Nomination, Registration
from nominations.queries import nominations as dossiers
from nominations.queries import registrations
from nominations.standing import shown_state
from nominations.workflow import REGISTRATIONS
from portal.lists import ListForm
from portal.models import User
from portal.search import Group, group
from portal.states import State
from portal.tables import Cell, Column, Table

NEWEST_FIRST = ("-plan_year__year", "by_unit", "pk")


def groups(user: User, form: ListForm) -> Iterator[Group]:
    promised = form.narrow(registrations.listed(user))
    yield _group(_("Đăng ký"), promised, "registration", lambda row: REGISTRATIONS.states[row.state], form)
    rows = dossiers.listed(user)
    for word in form.words:
        rows = rows.filter(dossiers.holds(word))
    yield _group(_("Hồ sơ đề nghị"), rows, "nomination", lambda row: shown_state(row, user), form)


def _group(title: str, rows: QuerySet, name: str, state, form: ListForm) -> Group:
    rows = rows.select_related("plan_year", "unit", "subject_unit", "subject_person").order_by(*NEWEST_FIRST)
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Năm"), number=True),
        Column(_("Đơn vị")),
        Column(_("Tình trạng")),
    ]
    address = f"nominations:{name}-detail"

    def table(found: list) -> Table:
        return Table(title, columns, [_cells(row, reverse(address, args=[row.pk]), state(row)) for row in found])

    return group(title, rows, table, f"{reverse(f'nominations:{name}-list')}?{form.address}")


def _cells(row: Registration | Nomination, address: str, state: State) -> list[Cell]:
    return [
        Cell(str(row.subject), address, row.model_name),
        Cell(str(row.plan_year.year)),
        Cell(str(row.unit)),
        Cell(state=state),
    ]
