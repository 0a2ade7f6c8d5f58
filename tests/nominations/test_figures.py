"""Figures as people write them, read and compared: what is understood, what is not, and that nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nominations.comparison import Outcome, compare
from nominations.figures import read

pytestmark = pytest.mark.once
few = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("trên 30", "trên 30"),
        ("Từ 30 trở lên", "ít nhất 30"),
        ("ít nhất 02", "ít nhất 02"),
        ("≥ 95%", "ít nhất 95%"),
        ("dưới 2%", "dưới 2%"),
        ("không quá 5", "không quá 05"),
        ("còn 2 ngày", "không quá 02 ngày"),
        ("từ 5 đến 7", "từ 05 đến 07"),
        ("5 triệu - 7 triệu", "từ 5.000.000 đến 7.000.000 đồng"),
        ("khoảng 120", "khoảng 120"),
        ("100%", "100%"),
        ("100% bài giảng", "100%"),
        ("1.200.000 đồng", "1.200.000 đồng"),
        ("1 200 000 đ", "1.200.000 đồng"),
        ("1,2 triệu đồng", "1.200.000 đồng"),
        ("64 triệu", "64.000.000 đồng"),
        ("2 tỷ", "2.000.000.000 đồng"),
        ("05 đồng chí", "05 đồng chí"),
        ("1.234,5", "1.234,5"),
        ("1.234", "1.234"),
        ("96.4", "96,4"),
        ("0,125", "0,13"),
        ("05/12", "05 trong tổng số chung 12"),
        ("4 trong tổng số 12", "04 trong tổng số chung 12"),
        ("4 đề tài (trong tổng số 12)", "04 đề tài trong tổng số chung 12"),
        ("60 trong 3 năm", "20 mỗi năm (60 trong 03 năm)"),
        ("60 (giai đoạn 2023 - 2025)", "20 mỗi năm (60 trong 03 năm)"),
        ("90% (giai đoạn 2023 - 2025)", "90%"),
        ("20 mỗi năm", "20"),
        ("02 đề tài", "02 đề tài"),
        ("từ 71,4% lên 86,2%", "86,2%"),
        ("giảm từ 5 ngày xuống 2 ngày", "không quá 02 ngày"),
        ("tăng 12%", "tăng 12%"),
        ("86,2% (250/290)", "86,2%"),
        ("K31: 100 lượt", "100 lượt"),
        ("hoàn thành trước 30/11/2025", "trước 30/11/2025"),
        ("ngày 15 tháng 11 năm 2025", "15/11/2025"),
        ("trước 05/12", "trước 05/12/2025"),
        ("tháng 11/2025", "11/2025"),
        ("02 đề tài trước 30/11/2025", "02 đề tài"),
        ("Có", "Có"),
        ("Đạt", "Đạt"),
    ],
)
def test_a_figure_is_understood(text, understood):
    figure = read(text, year=2025)
    assert (figure.words, figure.unclear) == (understood, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,234", "không rõ dấu chấm, dấu phẩy trong “1,234”"),
        ("1,234,567", "không rõ dấu chấm, dấu phẩy trong “1,234,567”"),
        ("03 đề tài, 02 sáng kiến", "có nhiều số nên không rõ số nào"),
        ("1 tỷ 200 triệu", "có nhiều số nên không rõ số nào"),
        ("15/12", "phần riêng lớn hơn tổng số chung"),
        ("7 - 5", "khoảng số không rõ"),
        ("-5", "có số âm"),
        ("không có 5", "có chữ “không”, “chưa” trước con số"),
        ("31/02/2025", "ngày không có trong lịch"),
        ("30 trong 6 tháng", "số của một khoảng ngắn hơn một năm"),
        ("60 (giai đoạn 2021 - 2023)", "giai đoạn 2021 - 2023 không có năm xét"),
        ("30 của năm 2024", "ghi số của năm 2024"),
        ("K31", "số viết liền với chữ"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(text, why):
    figure = read(text, year=2025)
    assert (figure.value, figure.days, figure.unclear) == (None, None, why)


@pytest.mark.parametrize(
    ("promised", "achieved", "measure", "outcome", "sentence"),
    [
        ("trên 150", "168", "lượt", "reached", "168 so với mức trên 150: đạt 112,0%"),
        ("trên 30", "30", "", "missed", "30 so với mức trên 30: đạt 100,0%, chưa đạt mức phấn đấu"),
        ("95", "96,4", "%", "reached", "96,4% so với mức 95%: đạt 101,5%"),
        ("100", "99,99", "%", "missed", "99,99% so với mức 100%: đạt 99,9%, chưa đạt mức phấn đấu"),
        ("dưới 2%", "1,6%", "", "reached", "1,6% so với mức dưới 2% (càng thấp càng tốt): đạt 125,0%"),
        ("dưới 2%", "0%", "", "reached", "0% so với mức dưới 2% (càng thấp càng tốt): đạt mức phấn đấu"),
        (
            "không quá 5",
            "8",
            "",
            "missed",
            "08 so với mức không quá 05 (càng thấp càng tốt): đạt 62,5%, chưa đạt mức phấn đấu",
        ),
        ("0", "0", "vụ", "reached", "0 so với mức 0 (càng thấp càng tốt): đạt 100,0%"),
        ("60 trong 3 năm", "22", "", "reached", "22 so với mức 20 mỗi năm (60 trong 03 năm): đạt 110,0%"),
        ("4", "05/12", "", "reached", "05 trong tổng số chung 12 so với mức 04: đạt 125,0%"),
        ("100%", "09/12", "", "missed", "75% so với mức 100%: đạt 75,0%, chưa đạt mức phấn đấu"),
        ("từ 5 đến 7", "6", "", "reached", "06 so với mức từ 05 đến 07: đạt 120,0%"),
        ("khoảng 120", "118", "", "unknown", "118 so với mức khoảng 120: đạt 98,3%"),
        ("trên 90", "trên 80", "", "unknown", "trên 80 so với mức trên 90: chưa rõ đã đạt hay chưa"),
        ("150", "dưới 150", "", "missed", "dưới 150 so với mức 150: chưa đạt mức phấn đấu"),
        ("64 triệu đồng", "70.400.000 đồng", "", "reached", "70.400.000 đồng so với mức 64.000.000 đồng: đạt 110,0%"),
        ("64", "70,4", "triệu đồng", "reached", "70.400.000 đồng so với mức 64.000.000 đồng: đạt 110,0%"),
        ("02 đề tài", "03 đề tài cấp trường", "", "reached", "03 đề tài cấp trường so với mức 02 đề tài: đạt 150,0%"),
        ("trước 30/11/2025", "15/11/2025", "", "reached", "15/11/2025 so với hạn trước 30/11/2025: đúng hạn"),
        ("Hoàn thành", "20/11/2025", "", "missed", "20/11/2025 so với hạn 15/11/2025: sau hạn"),
        ("tháng 11/2025", "tháng 10/2025", "", "reached", "10/2025 so với hạn 11/2025: đúng hạn"),
        ("95%", "168 lượt", "", "unknown", "Chưa so được: đơn vị tính khác nhau, “%” và “lượt”."),
        ("95%", "96", "", "unknown", "Chưa so được: đơn vị tính khác nhau, “%” và không ghi."),
        ("5 triệu đồng", "05 đồng chí", "", "unknown", "Chưa so được: đơn vị tính khác nhau, “đồng” và “đồng chí”."),
        ("02 đề tài", "03 bài báo", "", "unknown", "Chưa so được: đơn vị tính khác nhau, “đề tài” và “bài báo”."),
        (
            "tăng 10%",
            "giảm 5%",
            "",
            "unknown",
            "Chưa so được: một bên ghi mức tăng, giảm, một bên thì không cùng chiều.",
        ),
        ("20", "1,234", "", "unknown", "Chưa so được: kết quả không rõ dấu chấm, dấu phẩy trong “1,234”."),
        ("Có", "Đạt", "", "unknown", "Không có số để so; hai nội dung đứng cạnh nhau."),
        ("20", "Đạt", "", "unknown", "Không có số để so; hai nội dung đứng cạnh nhau."),
        ("20", " ", "", "unknown", "Chưa ghi kết quả."),
    ],
)
def test_a_result_is_compared_with_its_promise(promised, achieved, measure, outcome, sentence):
    found = compare(promised, achieved, measure=measure, due=date(2025, 11, 15), year=2025)
    assert (found.outcome.value, found.sentence) == (outcome, sentence)


def test_a_promise_below_last_year_without_a_word_on_why_is_not_compared():
    """Two days instead of five may be the aim, or all that could be promised."""
    assert compare("2", "3", baseline="5", measure="ngày").outcome is Outcome.UNKNOWN
    assert compare("không quá 2", "3", baseline="5", measure="ngày").outcome is Outcome.MISSED
    assert compare("ít nhất 2", "3", baseline="5", measure="ngày").outcome is Outcome.REACHED
    assert compare("2", "2", baseline="5", measure="ngày").share == Decimal("100.0")


def bars(*texts: str, measure: str = "") -> dict[str, int | None]:
    promised, achieved, baseline = texts
    return {line.text: line.bar for line in compare(promised, achieved, baseline, measure).lines}


def test_what_counts_the_same_is_drawn_and_everything_is_written():
    assert bars("trên 150", "168", "120", measure="lượt") == {"120": 71, "trên 150": 89, "168": 100}
    assert bars("150", "168", "90%") == {"90%": None, "150": 89, "168": 100}
    assert bars("95%", "168 lượt", "") == {"95%": None, "168 lượt": None}
    assert bars("1 vụ", "0 vụ", "") == {"1 vụ": 100, "0 vụ": 0}


pieces = [*"0123456789.,/-–%()≥<~ ", "trên ", "từ ", " đến ", "năm ", "2025", " triệu ", "đồng", "không ", "tháng "]
written = st.lists(st.sampled_from(pieces), max_size=14).map("".join)


@few
@given(st.text(max_size=40) | written, st.text(max_size=40) | written, written, written)
@example("²", "½", "٣", "1/0")
@example("0/0", "99999999999999999999", "00/00/0000", "9999/9999")
@example("0 - 5", "trước 31/12/9999", "12/2099", "")
def test_no_text_is_too_strange(promised, achieved, baseline, measure):
    found = compare(promised, achieved, baseline, measure, date(2025, 11, 15), 2025)
    assert found.sentence
    assert all(line.bar is None or 0 <= line.bar <= 100 for line in found.lines)
    assert found.share is None or isinstance(found.share, Decimal)


numbers = st.decimals(0, 10**6, places=2).map(lambda number: f"{number:f}".replace(".", ","))


@few
@given(
    st.sampled_from(["", "trên ", "ít nhất ", "khoảng ", "từ "]),
    numbers,
    st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=2).map(sorted),
)
@example("", "0,00", [Decimal("0.00"), Decimal("0.01")])
def test_more_achieved_never_lowers_the_share(words, promised, achieved):
    """Nor turns reached into missed, but where none at all was promised: there the fewer is the better."""
    less, more = (compare(words + promised, f"{number:f}".replace(".", ",")) for number in achieved)
    if "0,00" not in promised:
        assert less.share <= more.share
    missed = (less.outcome, more.outcome) == (Outcome.REACHED, Outcome.MISSED)
    assert missed is (words + promised == "0,00" and achieved[0] == 0 < achieved[1])


@few
@given(st.integers(1, 10**5), st.integers(1, 10**5))
def test_money_is_compared_in_one_unit(promised, achieved):
    """Whichever way it is written."""
    plain = compare(f"{promised}000000 đồng", f"{achieved}000000 đồng")
    assert compare(f"{promised} triệu đồng", f"{achieved}000 nghìn đồng").share == plain.share
    assert compare(str(promised), f"{achieved}000000 đồng", measure="triệu đồng").share == plain.share


@few
@given(numbers, st.sampled_from(["lượt", "đề tài", "đồng", "triệu đồng"]), numbers)
def test_a_percentage_is_never_compared_with_a_count(promised, unit, achieved):
    assert compare(f"{promised}%", f"{achieved} {unit}").share is None
