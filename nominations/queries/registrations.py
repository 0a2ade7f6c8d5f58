"""What the pages of registrations show: a fixed number of queries, tables and plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from nominations.completeness import missing_of_registration
from nominations.models import Nomination, Registration
from nominations.rights import writes_for
from nominations.workflow import EDITABLE, REGISTRATIONS
from portal import clock
from portal.models import Unit, User
from portal.queries import units_written_for
from portal.tables import NONE, Cell, Column, Table, cells
from portal.text import sort_key

# -- the list -------------------------------------------------------------------------------------------------


# What no list shows and may be long.
UNSHOWN = ("goal", "content", "spread", "return_reason", "not_nominated_reason")


def listed(user: User) -> QuerySet[Registration]:
    rows = Registration.objects.visible_to(user).defer(*UNSHOWN)
    return rows.select_related("unit", "subject_unit", "subject_person")


def _subject(row: Registration) -> Cell:
    second = f"{row.kind_label} · {row.scope_label.lower()}"
    return Cell(str(row.subject), reverse("nominations:registration-detail", args=[row.pk]), second)


def _sent(row: Registration) -> Cell:
    if row.submitted_at is None:
        return Cell(NONE)
    day = clock.local(row.submitted_at).date()
    return Cell(date_format(day), value=day)


def _in_time(row: Registration) -> Cell:
    if row.submitted_at is None:
        return Cell(NONE)
    return Cell(_("Bổ sung") if row.is_supplement else _("Đúng hạn"))


def registration_table(rows: Iterable[Registration]) -> Table:
    columns = [
        Column(_("Tập thể, cá nhân"), order="name"),
        Column(_("Đơn vị đăng ký"), order="unit"),
        Column(_("Mô hình")),
        Column(_("Ngày gửi"), order="sent"),
        Column(_("Thời điểm")),
        Column(_("Tình trạng")),
    ]
    return Table(_("Danh sách đăng ký"), columns, cells(_row, rows))


def _row(row: Registration) -> list[Cell]:
    return [
        _subject(row),
        Cell(str(row.unit)),
        Cell(row.model_name or NONE, second=row.movement),
        _sent(row),
        _in_time(row),
        Cell(state=REGISTRATIONS.states[row.state]),
    ]


def options(rows: QuerySet) -> tuple[list[tuple[int, str]], list[str]]:
    """What a list of these rows may be narrowed to, in one query: units in protocol order, fields of work by letter."""
    units = Unit.objects.filter(Exists(rows.filter(unit=OuterRef("pk")))).order_by()
    fields = rows.exclude(field="").order_by().annotate(nowhere=Value(-1), nobody=Value(0)).distinct()
    found = units.values_list("protocol_order", "pk", "name")
    found = sorted(found.union(fields.values_list("nowhere", "nobody", "field")))
    return (
        [(pk, name) for _order, pk, name in found if pk],
        sorted((name for _order, pk, name in found if not pk), key=sort_key),
    )


def years_known() -> list[PlanYear]:
    """Newest first; a year that is only planned has nothing yet."""
    return list(PlanYear.objects.exclude(state="planned"))


# -- one registration -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """A button that asks before it posts. `blocked`: why it cannot be used yet."""

    name: str
    words: str
    icon: str
    action: str
    question: str
    text: str
    look: str = ""
    blocked: str = ""


def still_missing(items: list) -> str:
    return _("Còn %(count)02d mục chưa có") % {"count": len(items)} if items else ""


_ASKED = {
    "submit": (
        "send",
        gettext_lazy("Gửi đăng ký này đến Phòng?"),
        gettext_lazy("Sau khi gửi, nội dung không sửa được, trừ khi rút lại hoặc được Phòng trả lại để bổ sung."),
        "btn-primary",
    ),
    "accept": (
        "inbox",
        gettext_lazy("Tiếp nhận đăng ký này?"),
        gettext_lazy("Đơn vị được báo tin và từ đó lập được hồ sơ đề nghị từ bản đăng ký này."),
        "btn-primary",
    ),
    "withdraw": (
        "box-arrow-left",
        gettext_lazy("Rút đăng ký này?"),
        gettext_lazy("Đăng ký đã rút không gửi lại được; nội dung vẫn được giữ để xem. Đơn vị có thể đăng ký lại."),
        "btn-danger",
    ),
}


def acts(registration: Registration, user: User, missing: list) -> list[Act]:
    """The moves open to this reader that need no words of their own (a return does)."""
    found = []
    for move in REGISTRATIONS.open_to(user, registration):
        if move.name not in _ASKED:
            continue
        icon, question, text, look = _ASKED[move.name]
        blocked = still_missing(missing) if move.name == "submit" else ""
        address = reverse(f"nominations:registration-{move.name}", args=[registration.pk])
        found.append(Act(move.name, move.words, icon, address, question, text, look, blocked))
    return sorted(found, key=lambda act: list(_ASKED).index(act.name), reverse=True)  # the red one stands last


def may_return(registration: Registration, user: User) -> bool:
    return "return" in [move.name for move in REGISTRATIONS.open_to(user, registration)]


def may_edit(registration: Registration, user: User) -> bool:
    return registration.state in EDITABLE and writes_for(user, registration)


def missing(registration: Registration) -> list:
    return missing_of_registration(registration) if registration.state in EDITABLE else []


def dossier_of(registration: Registration, user: User) -> Nomination | None:
    """Its dossier, where this reader may see it."""
    rows = Nomination.objects.visible_to(user).filter(registration=registration)
    return rows.exclude(state="withdrawn").first()


def without_dossier(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those about whose subject nobody has begun a dossier in that year, from this paper or without one."""
    live = Nomination.objects.filter(plan_year=OuterRef("plan_year")).exclude(state="withdrawn")
    # Asked apart, so that each finds its index: with "or" between them every dossier of the year was read for each row.
    of_the_unit, of_the_person = (live.filter(**{name: OuterRef(name)}) for name in ("subject_unit", "subject_person"))
    return rows.filter(~Exists(of_the_unit), ~Exists(of_the_person))


def may_nominate(registration: Registration, user: User) -> bool:
    """Whether this reader could make a dossier of it now; the button is on its page."""
    accepted = registration.state == "accepted" and registration.plan_year.state == "open"
    free = without_dossier(Registration.objects.filter(pk=registration.pk)).exists()
    return accepted and free and writes_for(user, registration)


# -- writing one ----------------------------------------------------------------------------------------------


def movements() -> list[str]:
    """Movements named in this school before, the newest first."""
    rows = Registration.objects.exclude(movement="").order_by("-pk").values_list("movement", flat=True)[:200]
    return list(dict.fromkeys(rows))[:30]


def earlier(user: User) -> QuerySet[Registration]:
    """Accepted registrations of earlier years that this reader's units may continue."""
    units = units_written_for(user, "registration.write")
    rows = Registration.objects.visible_to(user).filter(unit__in=units, state="accepted")
    return rows.with_subject().order_by("-plan_year__year", "unit__protocol_order", "pk")


def to_continue(user: User, year: PlanYear | None) -> list[Registration]:
    """Last year's whose subject has no registration in this year yet."""
    if year is None:
        return []
    live = Registration.objects.filter(plan_year=year).exclude(state="withdrawn")
    taken_units = set(live.exclude(subject_unit=None).values_list("subject_unit", flat=True))
    taken_people = set(live.exclude(subject_person=None).values_list("subject_person", flat=True))
    return [
        row
        for row in earlier(user).filter(plan_year__year=year.year - 1)
        if row.subject_unit_id not in taken_units and row.subject_person_id not in taken_people
    ]


def open_years() -> QuerySet[PlanYear]:
    return PlanYear.objects.filter(state="open")
