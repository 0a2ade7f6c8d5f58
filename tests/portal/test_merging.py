"""Two people changed one text: nothing that either wrote is left out."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.merging import merge
from portal.sittings import contains

pytestmark = pytest.mark.once
BASE = "Mỗi nhóm 06 học viên, gặp nhau hai tuần một lần."


@pytest.mark.parametrize(
    ("now", "typed", "joined", "counts"),
    [
        (BASE, BASE, BASE, (0, 0, 0)),
        (BASE.replace("06", "08"), BASE, BASE.replace("06", "08"), (0, 1, 0)),
        (BASE, BASE.replace("06", "08"), BASE.replace("06", "08"), (1, 0, 0)),
        (
            BASE.replace("06", "08"),
            BASE.replace("hai tuần", "mỗi tuần"),
            "Mỗi nhóm 08 học viên, gặp nhau mỗi tuần một lần.",
            (1, 1, 0),
        ),
        (
            BASE.replace("06", "08"),
            BASE.replace("06", "10"),
            "Mỗi nhóm 08 10 học viên, gặp nhau hai tuần một lần.",
            (0, 0, 1),
        ),
        (BASE.replace("06", "08"), BASE.replace("06", "08"), BASE.replace("06", "08"), (1, 0, 0)),
        ("", BASE, "", (0, 1, 0)),
        (f"{BASE} Một.", f"{BASE} Hai.", f"{BASE} Một. Hai.", (0, 0, 1)),
    ],
)
def test_changes_are_joined_on_what_both_had(now, typed, joined, counts):
    merged = merge(BASE, now, typed)
    assert (merged.text, (merged.mine, merged.theirs, merged.both)) == (joined, counts)


words = st.lists(st.sampled_from(["một", "hai", "ba", "bốn,", "năm.", "\n"]), max_size=12).map(" ".join)


@given(words, words)
def test_where_only_one_changed_anything_theirs_is_the_text(base, other):
    assert merge(base, other, base).text == other
    assert merge(base, base, other).text == other
    assert merge(base, other, other).text == other


@given(words, words, words)
@example("", "\n một", "một")  # a text that begins with a space and ends in a word
def test_every_word_that_was_put_in_is_still_there(base, now, typed):
    """Words without their signs: "một" and "hai" behind "bốn," become "bốn, một, hai"."""
    before, *sides, merged = (
        set(re.findall(r"\w+", text)) for text in (base, now, typed, merge(base, now, typed).text)
    )
    for side in sides:
        assert side - before <= merged


@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ("Đã làm", "Đã làm 04 chuyên đề", True),
        ("Đã làm", "Năm nay: Đã làm", True),
        ("Đã làm xong", "Đã làm tốt và xong", True),
        ("Đã làm xong", "Đã làm", False),
        ("ab", "ba", False),
        ("aa", "aaa", True),
        ("aba", "aa", False),
    ],
)
def test_a_saving_stands_for_one_before_only_if_it_holds_it_whole(old, new, whole):
    assert contains({"a": new}, {"a": old}) is whole
    assert contains({"a": [new]}, {"a": [old], "b": ""}) is False
