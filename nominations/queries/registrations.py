"""What the pages of registrations show: a fixed number of queries, tables and plain values out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import PlanYear
from nominations.actions.registrations import EDITABLE
from nominations.completeness import missing_of_registration
from nominations.models import Nomination, Registration, Result
from nominations.rights import writes_for
from nominations.subjects import key_of, units_written_for
from nominations.workflow import REGISTRATIONS
from portal import clock
from portal.models import Unit, User
from portal.tables import Cell, Column, Table

NONE = "–"


# -- the list -------------------------------------------------------------------------------------------------


def found_by(rows: QuerySet) -> QuerySet:
    """`found_in`: the folded text that a list searches: who, which unit, which model."""
    parts = ("subject_person__search", "subject_unit__search", "unit__search", "search")
    texts = [part for name in parts for part in (Value(" "), Coalesce(name, Value("")))]
    return rows.annotate(found_in=Concat(*texts))


def in_order(rows: QuerySet) -> QuerySet:
    """By unit; its collectives first, then people by tên, họ, đệm."""
    person = F("subject_person__sort_key").asc(nulls_first=True)
    return rows.order_by("unit__protocol_order", "unit_id", person, "subject_unit__protocol_order", "pk")


def listed(user: User) -> QuerySet[Registration]:
    return in_order(found_by(Registration.objects.visible_to(user).with_subject()))


@dataclass(frozen=True)
class Shown:
    """One column of the list: on the screen and in the spreadsheet alike."""

    column: Column
    cell: Callable[[Registration], Cell]


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


COLUMNS = (
    Shown(Column(gettext_lazy("Tập thể, cá nhân")), _subject),
    Shown(Column(gettext_lazy("Đơn vị đăng ký")), lambda row: Cell(str(row.unit))),
    Shown(Column(gettext_lazy("Mô hình")), lambda row: Cell(row.model_name or NONE, second=row.movement)),
    Shown(Column(gettext_lazy("Ngày gửi")), _sent),
    Shown(Column(gettext_lazy("Thời điểm")), _in_time),
    Shown(Column(gettext_lazy("Trạng thái")), lambda row: Cell(state=REGISTRATIONS.states[row.state])),
)


def registration_table(rows: Iterable[Registration]) -> Table:
    cells = [[shown.cell(row) for shown in COLUMNS] for row in rows]
    return Table(_("Danh sách đăng ký"), [shown.column for shown in COLUMNS], cells)


def units_listed(user: User) -> QuerySet[Unit]:
    """What the unit filter offers: those whose registrations this reader may see."""
    return Unit.objects.filter(nominates=True, pk__in=Registration.objects.visible_to(user).values("unit"))


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
    same = Q(subject_unit=OuterRef("subject_unit")) | Q(subject_person=OuterRef("subject_person"))
    live = Nomination.objects.filter(same, plan_year=OuterRef("plan_year")).exclude(state="withdrawn")
    return rows.filter(~Exists(live))


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


def as_continued(past: Registration) -> dict:
    """What a new registration takes over from last year's."""
    names = ("scope", "field", "model_name", "movement", "content")
    return {name: getattr(past, name) for name in names} | {"subject": key_of(past), "continued_from": past.pk}


def targets_continued(past: Registration) -> list[dict]:
    """Last year's figures as this year's baseline, where the dossier told them; the new promise is left open."""
    told = Result.objects.filter(target__registration=past).exclude(nomination__state="withdrawn")
    achieved = dict(told.values_list("target_id", "achieved"))
    return [
        {"what": row.what, "measure": row.measure, "baseline": achieved.get(row.pk, "")} for row in past.targets.all()
    ]
