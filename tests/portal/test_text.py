"""Vietnamese text: cleaned, found without diacritics, sorted by tên, họ, đệm."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import clean, fold, name_key, sort_key, two_digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Hồng Hạnh"), "Nguyễn Thị Hồng Hạnh"),
        ("  Lê\u00a0Thị \u200bMinh\tTâm ", "Lê Thị Minh Tâm"),
        ("tài liệu\u202exfdp.exe", "tài liệuxfdp.exe"),
        ("a\x00b\x07c\x9f", "abc"),
        ("bảy\U000e0041chữ\u180e", "bảychữ"),
        ("Ha\u200b\u0300", "Hà"),
        ("hoà và hòa", "hoà và hòa"),  # tone placement stays as typed
        ("lone \ud800 surrogate", "lone surrogate"),
        ("sen nở 🪷", "sen nở 🪷"),
    ],
)
def test_clean(typed, kept):
    assert clean(typed) == kept


def test_clean_keeps_lines_where_lines_are_meant():
    assert clean("Một \r\n\r\n  hai\rba\x00\n", lines=True) == "Một\n\n  hai\nba"
    assert clean("Một\u2028hai", lines=True) == "Một\nhai"
    assert clean("Một\nhai") == clean("Một\u2029hai") == "Một hai"


@given(st.text())
def test_clean_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


def test_fold():
    assert fold("Đặng Thị  Ngọc ÁNH") == "dang thi ngoc anh"
    assert fold(unicodedata.normalize("NFD", "Ưu điểm")) == "uu diem"


def test_names_sort_by_given_then_family_then_middle_name():
    in_order = [
        "Đỗ Thị Lan Anh",
        "Đặng Thị Ngọc Ánh",
        "Trần Văn Ân",
        "Lê Quốc Bảo",
        "Nguyễn Thùy Dương",
        "Trương Quang Đạo",
        "Lê Thị Hoa",
        "Lê Văn Hoa",
        "Phạm Văn Hòa",
        "Phạm Văn Hoá",
        "Đinh Thị Thanh Huyền",
        "Nguyễn Hồng Hạnh Uyên",
        "Lê Thị Ước",
        "Phan Thị Yến",
    ]
    mixed = random.Random(5).sample(in_order, len(in_order))
    assert sorted(mixed, key=name_key) == in_order


def test_tone_counts_once_wherever_its_mark_stands():
    assert sort_key("hòa") == sort_key("hoà")
    assert sort_key("hoà") < sort_key("hoá")
    assert sort_key("an") < sort_key("anh")


def test_the_key_is_digits_so_that_every_database_orders_it_alike():
    assert name_key("Nguyễn Thị Hồng Hạnh").isdigit()


def test_a_given_name_that_is_not_the_last_word():
    assert name_key("Y Bình Niê", "Bình") < name_key("Lê Văn Châu")


def test_two_digits():
    assert [two_digits(n) for n in (0, 7, 10, 117)] == ["00", "07", "10", "117"]
