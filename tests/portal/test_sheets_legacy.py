"""TCVN3 and VNI: every letter of the alphabet both ways, told by the font or by how syllables are built."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sheets import legacy
from portal.sheets.legacy import TCVN3, VNI, convert, guess, is_syllable
from recognition.demo.school import STAFF
from tests.portal.sheets import in_tcvn3, in_vni

pytestmark = pytest.mark.once
SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
NAMES = [line.split("|")[0].strip().lstrip("*") for rows in STAFF.values() for line in rows.strip().splitlines()]


def test_every_byte_is_what_iconv_says():
    """The standard's own table: TCVN 5712, as the C library has it."""
    if not shutil.which("iconv"):
        pytest.skip("no iconv here")
    for byte, letter in legacy._TCVN3.items():
        told = subprocess.run(
            ["iconv", "-f", "TCVN", "-t", "UTF-8"], input=bytes([byte]), capture_output=True, check=True
        )
        assert unicodedata.normalize("NFC", told.stdout.decode()) == letter


def test_every_letter_comes_back():
    for letter in SMALL:
        assert convert(in_tcvn3(letter), TCVN3) == letter
        assert convert(in_vni(letter), VNI) == letter
        assert convert(in_vni(letter.upper()), VNI) == letter.upper()


@pytest.mark.parametrize(
    ("written", "encoding", "read"),
    [
        ("Uû ban nh©n d©n", TCVN3, "Uỷ ban nhân dân"),
        ("Khoa Nhµ n\u00adíc vµ ph¸p luËt", TCVN3, "Khoa Nhà nước và pháp luật"),
        ("NguyÔn ThÞ Hång H¹nh", TCVN3, "Nguyễn Thị Hồng Hạnh"),
        ("Nguyeãn Thò Hoàng Haïnh", VNI, "Nguyễn Thị Hồng Hạnh"),
        ("Ñaëng Thò Ngoïc AÙnh", VNI, "Đặng Thị Ngọc Ánh"),
        ("TRÖÔØNG CHÍNH TRÒ", VNI, "TRƯỜNG CHÍNH TRỊ"),
        ("Quyù, kyø, Myõ, lî, vò, ñôïi", VNI, "Quý, kỳ, Mỹ, lỵ, vị, đợi"),
    ],
)
def test_words_as_offices_have_them(written, encoding, read):
    assert convert(written, encoding) == read


def test_a_font_of_capitals_gives_capitals():
    assert convert(in_tcvn3("danh sách"), TCVN3, ".VnTimeH") == "DANH SÁCH"
    assert convert(in_tcvn3("danh sách"), TCVN3, ".VnTime") == "danh sách"


def test_what_a_column_is_written_in_is_told_by_its_letters():
    assert guess([(name, "Arial") for name in NAMES]) is None
    assert guess([(in_tcvn3(name), "") for name in NAMES]).encoding == TCVN3
    assert guess([(in_vni(name), "") for name in NAMES]).encoding == VNI
    assert guess([("x", ""), ("12/3", "")]) is None
    assert guess([("Trần Văn A – tổ 1", ""), ("Ê-đê", ""), ("Y Blô Niê", "")]) is None


def test_what_looks_alike_is_told_by_its_font():
    """Thò is a word of its own; in a VNI font it is Thị."""
    assert guess([("Thò", "Times New Roman")]) is None
    assert guess([("Thò", "VNI-Times")]).after == "Thị"


def test_names_of_this_school_are_built_of_syllables():
    words = {word for name in NAMES for word in name.split()}
    assert [word for word in words if not is_syllable(word)] == []
    assert [word for word in ("NguyÔn", "Vaên", "n©n", "Thuûy", "xyz") if is_syllable(word)] == []


@given(st.text(max_size=60), st.sampled_from([TCVN3, VNI]))
def test_anything_may_stand_in_a_cell(text, encoding):
    convert(text, encoding, ".VnTimeH")
    guess([(text, "VNI-Times")])
