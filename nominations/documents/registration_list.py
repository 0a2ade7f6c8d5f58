"""The unit's list of what it has registered in a year, an annex to its own paper (plan V.1); landscape."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.documents.frame import Frame, day_words, frame_of
from nominations.documents.staff import Staff, addressed
from nominations.models import Registration
from portal import clock
from portal.models import Person, Unit, User
from portal.papers.blocks import Cell, Column, Paper, Row, Signatures, Table, Title
from portal.rights import may
from portal.text import two_digits

SEEN_AT_ONCE = 420  # letters of targets that a row can hold, since rows do not split


def registration_list(unit: Unit, year: PlanYear, rows: Sequence[Registration], *, reader: User) -> Paper:
    """`rows`: sent and not withdrawn. The day is that of the last sending."""
    staff = Staff(_last_day(rows), [unit, *(row.subject_unit for row in rows if row.subject_unit)], _people(rows))
    frame = frame_of(unit, year.year, staff)
    collectives = [row for row in rows if row.subject_unit_id]
    individuals = staff.in_protocol(row for row in rows if row.subject_person_id)
    models = [row for row in rows if row.model_name]
    groups = (
        *_group(_("A. TẬP THỂ"), collectives, lambda row: _collective(row, staff)),
        *_group(_("B. CÁ NHÂN"), individuals, lambda row: _individual(row, staff)),
        *_group(_("C. MÔ HÌNH"), models, _model),
        Row((Cell(_total(collectives, individuals, models), span=8, bold=True, centred=False),)),
    )
    maker = str(reader) if may(reader, "registration.write", unit) else ""
    post = staff.head(unit)
    signed = (
        (_("NGƯỜI LẬP BIỂU"), maker),
        (post.title.upper() if post else _("TRƯỞNG ĐƠN VỊ"), frame.confirms),
    )
    tail = (Signatures((126, 126), signed, place=frame.dated),)
    title = _("Danh sách đăng ký năm %(year)s: %(unit)s") % {"year": year.year, "unit": unit}
    blocks = (Title(_title(frame), rule=40), Table(_columns(), groups, tail=tail))
    return Paper(title, frame.day, blocks, flipped=True)


def _last_day(rows: Sequence[Registration]) -> date:
    sent = [row.submitted_at for row in rows if row.submitted_at]
    return clock.local(max(sent)).date() if sent else clock.today()


def _people(rows: Sequence[Registration]) -> list[Person]:
    return [row.subject_person for row in rows if row.subject_person_id]


def _title(frame: Frame) -> tuple:
    attached = _("(Kèm theo Văn bản số …… ngày …… tháng …… năm %(year)s của %(unit)s)")
    return (
        (_("Phụ lục"), "b"),
        (_("DANH SÁCH ĐĂNG KÝ ĐIỂN HÌNH TIÊN TIẾN NĂM %(year)s") % {"year": frame.year}, "b"),
        (_("trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"), "b"),
        (attached % {"year": frame.year, "unit": frame.unit}, "i"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(10, _("STT")),
        Column(41, _("Tên tập thể;\nhọ và tên cá nhân;\ntên mô hình"), centred=False),
        Column(12, _("Giới\ntính")),
        Column(22.5, _("Ngày,\ntháng,\nnăm sinh")),
        Column(44, _("Chức vụ, đơn vị\n(tập thể: người đứng\nđầu, số người)"), centred=False),
        Column(43, _("Phạm vi;\nphong trào thi đua"), centred=False),
        Column(58.5, _("Chỉ tiêu cụ thể"), centred=False),
        Column(21, _("Ghi chú"), centred=False),
    )


def _group(name: str, rows: Sequence[Registration], cells: Callable[[Registration], tuple[Cell, ...]]) -> list[Row]:
    """STT begins anew in each."""
    opening = Row((Cell(name, span=8, bold=True, centred=False),), opens=True)
    if not rows:
        return [opening, Row((Cell(_("Chưa có"), span=8, centred=True),))]
    return [opening, *(Row((Cell(two_digits(number)), *cells(row))) for number, row in enumerate(rows, 1))]


def _collective(row: Registration, staff: Staff) -> tuple[Cell, ...]:
    head, count = staff.head(row.subject_unit), staff.count(row.subject_unit)
    parts = [f"{addressed(head.person)}, {head.title}"] if head else []
    if count.people:
        parts.append(
            _("%(people)s người (%(women)s nữ)")
            % {"people": two_digits(count.people), "women": two_digits(count.women)}
        )
    return (Cell(str(row.subject_unit), span=3, centred=False), Cell("; ".join(parts) or str(row.unit)), *_promise(row))


def _individual(row: Registration, staff: Staff) -> tuple[Cell, ...]:
    person, post = row.subject_person, staff.post(row.subject_person, row.unit)
    return (
        Cell(str(person)),
        Cell(person.get_sex_display()),
        Cell(day_words(person.birth_date)),
        Cell(f"{post.title}, {row.unit}" if post else str(row.unit)),
        *_promise(row),
    )


def _model(row: Registration) -> tuple[Cell, ...]:
    return (
        Cell(f"“{row.model_name}”", span=3, centred=False),
        Cell(str(row.subject)),
        Cell(row.scope_label),
        Cell(""),
        Cell(_remark(row)),
    )


def _promise(row: Registration) -> tuple[Cell, ...]:
    scope = ". ".join(part for part in (row.scope_label, row.movement) if part)
    return (Cell(scope), Cell(_targets(row)), Cell(_remark(row)))


def _targets(row: Registration) -> str:
    """As many as a row can hold; the rest stands on the registration form."""
    told = [f"{target.what}: {target.promised} {target.measure}".strip() for target in row.targets.all()]
    fit = [text for place, text in enumerate(told) if place == 0 or len("; ".join(told[: place + 1])) <= SEEN_AT_ONCE]
    if left := len(told) - len(fit):
        fit.append(_("và %(count)s chỉ tiêu khác (tại phiếu đăng ký)") % {"count": two_digits(left)})
    return "; ".join(fit)


def _remark(row: Registration) -> str:
    parts = [_("Bổ sung")] if row.is_supplement else []
    if row.continued_from_id:
        parts.append(_("Tiếp tục từ năm %(year)s") % {"year": row.continued_from.plan_year.year})
    return "; ".join(parts)


def _total(collectives: Sequence, individuals: Sequence[Registration], models: Sequence) -> str:
    women = sum(row.subject_person.sex == Person.Sex.FEMALE for row in individuals)
    return _("Tổng cộng: %(c)02d tập thể, %(i)02d cá nhân (%(w)02d nữ, %(m)02d nam), %(models)02d mô hình.") % {
        "c": len(collectives),
        "i": len(individuals),
        "w": women,
        "m": len(individuals) - women,
        "models": len(models),
    }
