from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.words import Piece, compare

pytestmark = pytest.mark.once
words = st.lists(st.sampled_from(["Tỷ", "lệ", "71,4%", "86,2%", "đạt", ",", ".", " ", "  ", "\n", "45/QĐ-TCT", "🌸"]))
texts = st.text() | words.map("".join)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "removed") == new
    assert "".join(piece.text for piece in pieces if piece.how != "added") == old


@given(texts, texts)
def test_no_piece_is_empty_and_none_follows_one_of_its_kind(old, new):
    pieces = compare(old, new)
    assert "" not in [piece.text for piece in pieces]
    assert all(one.how != two.how for one, two in pairwise(pieces))


@given(texts)
def test_a_text_is_the_same_as_itself(text):
    assert compare(text, text) == ([Piece("same", text)] if text else [])


def test_a_number_with_its_decimals_is_one_word():
    assert compare("tăng lên 86,2% năm nay", "tăng lên 86,4% năm nay") == [
        Piece("same", "tăng lên "),
        Piece("removed", "86,2"),
        Piece("added", "86,4"),
        Piece("same", "% năm nay"),
    ]


def test_a_paper_s_sign_and_a_day_are_one_word_each():
    assert compare("Quyết định 45/QĐ-TCT, 12/11/2025", "Quyết định 46/QĐ-TCT, 12/11/2025") == [
        Piece("same", "Quyết định "),
        Piece("removed", "45/QĐ-TCT"),
        Piece("added", "46/QĐ-TCT"),
        Piece("same", ", 12/11/2025"),
    ]


def test_changes_with_only_a_comma_between_are_one():
    assert compare("khá, giỏi", "tốt, đạt") == [Piece("removed", "khá, giỏi"), Piece("added", "tốt, đạt")]


def test_line_breaks_are_kept():
    assert compare("Một\nHai", "Một\nBa\nHai") == [Piece("same", "Một\n"), Piece("added", "Ba\n"), Piece("same", "Hai")]


SENTENCE = "Trong năm, tập thể khoa thực hiện tốt nhiệm vụ số {0}, đạt {0}% kế hoạch và được học viên ghi nhận ."
REPORT = SENTENCE.split() * 430


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            " ".join(word.format(n // 20) for n, word in enumerate(REPORT)),
            " ".join("sửa" if n % 97 == 0 else word.format(n // 20) for n, word in enumerate(REPORT)),
            id="a report with a hundred changes",
        ),
        pytest.param("tốt " * 10_000, "tốt " * 9_999, id="one word only"),
        pytest.param("khá tốt " * 5_000, "tốt khá " * 5_000, id="two words changing places"),
        pytest.param(" ".join(map(str, range(10_000))), " ".join(map(str, range(10_000, 0, -1))), id="turned around"),
    ],
)
def test_ten_thousand_words_are_quick(old, new):
    began = perf_counter()
    compare(old, new)
    assert perf_counter() - began < 2
