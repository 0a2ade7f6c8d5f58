"""Units × standards: what is said, proved and marked; nothing of marks before all are in, and never whose they are."""

from decimal import Decimal

import pytest

from criteria.models import AgreedMark, Criterion, GateAnswer, Mark, Scorecard, Sheet
from criteria.numbers import half_up
from nominations.models import Evidence, Nomination, Statement
from portal.models import Unit, User
from recognition.demo.school import ACCOUNTS

LABEL = "Thành tích công tác, nghiên cứu, giảng dạy"


def page_of(client, show: str = "marked", year: int = 2025):
    return client.get(f"/dashboard/standards/?year={year}&show={show}").context["page"]


def line_of(page, label: str = LABEL):
    return next(line for line in page.heat.lines if line.criterion.label == label)


def percents(page, label: str = LABEL) -> dict[str, int | None]:
    line = line_of(page, label)
    squares = dict(zip(page.heat.units, line.squares, strict=True)) | {"school": line.school}
    return {unit: square.percent for unit, square in squares.items()}


def by_hand(label: str, **whose) -> int:
    """The mean of the sent sheets' shares, dossiers counted by their sheets."""
    marks = Mark.objects.filter(
        criterion__label=label,
        sheet__sent_at__isnull=False,
        sheet__scorecard__in=Scorecard.objects.all_sent(),
        sheet__scorecard__nomination__plan_year__year=2025,
        **whose,
    )
    shares = [mark.points / mark.out_of for mark in marks]
    return int(half_up(100 * sum(shares) / len(shares), 0))


def test_marks_are_means_of_what_was_sent(as_):
    told = percents(page_of(as_("hieutruong")))
    assert told.pop("school") == by_hand(LABEL)
    for unit, percent in told.items():
        assert percent == by_hand(LABEL, sheet__scorecard__nomination__unit__name=unit), unit
    assert told["Phòng Tổ chức, hành chính, thông tin, tư liệu"] == 45


def test_a_weak_square_is_dark_and_marked_and_one_without_data_hatched(as_):
    line = line_of(page_of(as_("hieutruong")))
    assert [square.level for square in line.squares] == ["l2", "l2", "l2", "l2", "l5"]
    heads = line_of(page_of(as_("hieutruong")), "Đổi mới phương thức lãnh đạo, quản lý")
    assert [square.text for square in heads.squares][2:] == ["–", "–", "–"]
    page = as_("hieutruong").get("/dashboard/standards/").content.decode()
    assert '<td class="heat-l5">45 <span aria-hidden="true">▼</span></td>' in page
    assert '<td class="heat-none">–</td>' in page


def test_no_mark_before_every_sheet_is_sent(as_):
    """One sheet taken back hides the whole dossier, the sheet that was sent too."""
    nomination = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Nguyễn Hữu Phước")
    Sheet.objects.filter(pk=nomination.scorecard.sheets.first().pk).update(sent_at=None)
    told = percents(page_of(as_("hieutruong")))
    assert told["Phòng Tổ chức, hành chính, thông tin, tư liệu"] is None
    assert told["school"] == by_hand(LABEL)


def test_no_mark_before_as_many_sheets_as_are_due(as_):
    nomination = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Nguyễn Hữu Phước")
    extra = nomination.scorecard.sheets.last()
    extra.marks.all().delete()
    extra.delete()
    assert percents(page_of(as_("hieutruong")))["Phòng Tổ chức, hành chính, thông tin, tư liệu"] is None


def test_an_agreed_mark_stands_for_the_sheets(as_):
    nomination = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Nguyễn Hữu Phước")
    row = Criterion.objects.get(label=LABEL)
    told = {"points": row.points, "out_of": row.points, "note": "Thống nhất sau trao đổi", "by": User.objects.first()}
    AgreedMark.objects.create(scorecard=nomination.scorecard, criterion=row, **told)
    assert percents(page_of(as_("hieutruong")))["Phòng Tổ chức, hành chính, thông tin, tư liệu"] == 100


def test_said_and_proved_are_shares_of_the_dossiers_it_applies_to(as_):
    mine = Nomination.objects.get(plan_year__year=2025, subject_person__full_name="Trần Quang Vinh")
    row = Criterion.objects.get(label=LABEL)
    Statement.objects.filter(nomination=mine, criterion=row).update(text="")
    told = percents(page_of(as_("hieutruong"), "claimed"))
    assert told["Khoa Lý luận cơ sở"] == 50  # one of its head and its lecturer
    Evidence.objects.filter(nomination__plan_year__year=2025).update(removed_at=mine.sent_at)
    told = percents(page_of(as_("hieutruong"), "evidenced"))
    assert set(told.values()) == {0}


def test_the_weakest_five_stand_for_the_map_on_a_phone(as_):
    heat = page_of(as_("hieutruong")).heat
    assert len(heat.weakest) == 5
    assert heat.weakest[0].criterion.label == LABEL
    worst = sorted(line.school.percent for line in heat.lines)[:5]
    assert [line.school.percent for line in heat.weakest] == worst
    assert heat.sentence.startswith(f"Thấp nhất toàn trường: “{LABEL}” (80%)")


def apart_of(client) -> dict[str, tuple[int, int]]:
    """{standard: (dossiers in which it is open, in which it was settled)}."""
    return {row[0].text: (row[1].value, row[2].value) for row in page_of(client).apart.rows}


def test_where_marks_lie_apart_is_counted_and_nobody_named(as_):
    before = apart_of(as_("hieutruong"))
    mark = Mark.objects.filter(
        sheet__scorecard__nomination__subject_person__full_name="Trần Quang Vinh",
        sheet__scorecard__nomination__plan_year__year=2025,
        criterion__label=LABEL,
    ).first()
    Mark.objects.filter(pk=mark.pk).update(points=Decimal("1.0"))
    assert apart_of(as_("hieutruong")) == before | {LABEL: (1, 0)}
    text = as_("hieutruong").get("/dashboard/standards/").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert [name for username, name, role, _unit in ACCOUNTS if role == "assessor" and name in main] == []
    told = {"points": mark.out_of, "out_of": mark.out_of, "note": "Thống nhất", "by": User.objects.first()}
    AgreedMark.objects.create(scorecard=mark.sheet.scorecard, criterion=mark.criterion, **told)
    assert apart_of(as_("hieutruong")) == before | {LABEL: (0, 1)}


def test_nothing_lies_apart(as_):
    for mark in Mark.objects.filter(sheet__scorecard__nomination__plan_year__year=2025):
        Mark.objects.filter(pk=mark.pk).update(points=mark.out_of)
    page = page_of(as_("hieutruong"))
    assert (page.apart.rows, page.apart_sentence) == ([], "Không tiêu chuẩn nào có điểm chênh quá mức cho phép.")


@pytest.mark.parametrize(("spread", "apart"), [(0, None), ("0.1", (1, 0))])
def test_the_tolerance_itself_is_no_disagreement(as_, spread, apart):
    """Exactly as far as allowed is allowed, on both databases."""
    sheets = Sheet.objects.filter(scorecard__nomination__plan_year__year=2025, sent_at__isnull=False)
    one, other = sheets.filter(scorecard=sheets.first().scorecard_id)
    row = Criterion.objects.get(label="Nhân đạo, từ thiện, an sinh xã hội")
    allowed = one.scorecard.criteria_set.tolerance * row.points
    allowed = allowed.quantize(Decimal("0.1"), "ROUND_FLOOR")
    Mark.objects.filter(sheet=one, criterion=row).update(points=row.points - allowed - Decimal(spread))
    Mark.objects.filter(sheet=other, criterion=row).update(points=row.points)
    assert apart_of(as_("hieutruong")).get(row.label) == apart


def test_the_gates_that_are_missed_most(as_):
    page = page_of(as_("hieutruong"))
    told = {row[0].text: tuple(cell.value for cell in row[1:]) for row in page.gates.rows}
    assert told["Đơn vị hoàn thành xuất sắc nhiệm vụ"] == (1, 0, 4)
    assert told["Tổ chức Đảng, đoàn thể vững mạnh"] == (0, 5, 0)
    assert page.gates_sentence == "Hay thiếu nhất: “Đơn vị hoàn thành xuất sắc nhiệm vụ”, 01 hồ sơ không đạt."
    GateAnswer.objects.filter(scorecard__nomination__plan_year__year=2025).update(answer="not_met")
    assert page_of(as_("hieutruong")).gates.rows[0][0].text == "Chấp hành đường lối, chính sách, pháp luật"


def test_codes_of_standards_are_not_shown(as_):
    text = as_("hieutruong").get("/dashboard/standards/").content.decode()
    codes = set(Criterion.objects.values_list("code", flat=True))
    assert [code for code in codes if f">{code}<" in text or f" {code} " in text] == []


def test_many_units_have_their_columns_in_the_spreadsheet(as_):
    rows = list(Nomination.objects.filter(plan_year__year=2025, submitted_at__isnull=False))
    for n, row in enumerate(rows):
        unit = Unit.objects.create(name=f"Khoa thứ {n}", kind="faculty", nominates=True, protocol_order=n)
        Nomination.objects.filter(pk=row.pk).update(unit=unit)
    page = page_of(as_("hieutruong"))
    assert (len(page.heat.units), page.more_units) == (10, len(rows) - 10)
