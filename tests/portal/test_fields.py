"""What may be typed as text, number and date, and what is said when it may not."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from portal.fields import DateField, NumberField, ShareField, TextField

MARK = NumberField(low=0, high=8, places=1)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7,5", "7.5"), ("0", "0"), ("8", "8"), (" 7,0 ", "7.0"), ("07", "7")],
)
def test_numbers_with_a_decimal_comma(typed, number):
    assert MARK.clean(typed) == Decimal(number)


def test_dots_stand_between_thousands_only():
    money = NumberField(high=10**12)
    assert money.clean("1.250.000") == 1250000
    for typed in ("7.5", "1.25", "12.5000", "1,250.5"):
        with pytest.raises(ValidationError):
            money.clean(typed)


@pytest.mark.parametrize("typed", ["1_0", "７", "1e3", "NaN", "Infinity", "٣", "0x10", "--1", "7,", ",5", "9" * 400])
def test_what_python_would_let_pass(typed):
    with pytest.raises(ValidationError, match="dấu phẩy"):
        MARK.clean(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("8,1", "từ 0 đến 8"),
        ("-1", "từ 0 đến 8"),
        ("7,55", "tối đa 1 chữ số"),
        ("", "Vui lòng nhập"),
        (None, "Vui lòng nhập"),
    ],
)
def test_numbers_out_of_bounds(typed, words):
    with pytest.raises(ValidationError, match=words):
        MARK.clean(typed)


def test_a_number_is_shown_as_it_was_typed():
    assert MARK.prepare_value(Decimal("7.5")) == "7,5"
    assert NumberField(high=9999).prepare_value(100) == "100"


@pytest.mark.parametrize("typed", ["05/12/2025", "5-12-2025", "05.12.2025", " 05/12/2025 ", "2025-12-05"])
def test_dates(typed):
    assert DateField().clean(typed) == date(2025, 12, 5)


@pytest.mark.parametrize("typed", ["31/02/2025", "12/2025", "hôm nay", "０５/12/2025"])
def test_dates_that_are_none(typed):
    with pytest.raises(ValidationError, match="ngày/tháng/năm"):
        DateField().clean(typed)


@pytest.mark.parametrize("typed", ["01/01/0001", "31/12/9999"])
def test_dates_out_of_bounds(typed):
    with pytest.raises(ValidationError, match="từ 01/01/1920 đến 31/12/2099"):
        DateField().clean(typed)


def test_text_is_cleaned_before_it_is_measured():
    assert TextField(max_length=3).clean("a\u200b\u200b b") == "a b"
    with pytest.raises(ValidationError, match="Vui lòng rút gọn"):
        TextField(max_length=3).clean("dài quá")
    with pytest.raises(ValidationError, match="Vui lòng nhập mục này"):
        TextField().clean("\u200b \u00a0")


@pytest.mark.parametrize("typed", ["4/5", "80%", " 80 % ", "80,0%", "80.00%", "08/10"])
def test_a_share_as_people_write_it(typed):
    assert ShareField().clean(typed) == Fraction(4, 5)


@pytest.mark.parametrize(
    "typed",
    ["0/5", "6/5", "1/0", "0%", "101%", "0,8", "4", "-4/-5", "1_0/2_0", "４/５", "NaN%", "8e1%", "1e9999999%"],
)
def test_no_other_share_and_no_long_reckoning(typed):
    with pytest.raises(ValidationError):
        ShareField().clean(typed)
