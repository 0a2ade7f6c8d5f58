"""Ranks with ties, within kind and scope, among those who reached every standard."""

from decimal import Decimal

import pytest

from criteria.ranking import Entry, rank
from criteria.vocabulary import Scope
from tests.criteria.builders import COLLECTIVE, HEAD, INDIVIDUAL

COMPREHENSIVE, FIELD = Scope


def entry(key, total, kind=INDIVIDUAL, scope=COMPREHENSIVE, reaches_all=True):
    total = None if total is None else Decimal(total)
    return Entry(key=key, kind=kind, scope=scope, total=total, reaches_all=reaches_all)


def ladder(*entries):
    (ranking,) = rank(entries)
    return [(ranked.entry.key, ranked.rank) for ranked in ranking.ranked]


@pytest.mark.parametrize(
    "totals, ranks",
    [
        (["90"], [1]),
        (["90", "80", "70"], [1, 2, 3]),
        (["90", "90", "80"], [1, 1, 3]),
        (["90", "80", "80"], [1, 2, 2]),
        (["90", "80", "80", "70"], [1, 2, 2, 4]),
        (["90", "90", "90", "80"], [1, 1, 1, 4]),
        (["90.01", "90.00", "90"], [1, 2, 2]),
        (["0", "0"], [1, 1]),
    ],
)
def test_equal_totals_share_a_rank_and_the_next_rank_counts_them(totals, ranks):
    assert ladder(*(entry(key, total) for key, total in enumerate(totals))) == list(enumerate(ranks))


def test_the_best_comes_first_and_equals_keep_their_order():
    assert ladder(entry("a", "80"), entry("b", "90"), entry("c", "80")) == [("b", 1), ("a", 2), ("c", 2)]


def test_only_those_who_reached_every_standard_are_ranked():
    assert ladder(entry("a", "99", reaches_all=False), entry("b", "60")) == [("b", 1)]


def test_without_a_total_there_is_no_rank():
    assert ladder(entry("a", None), entry("b", "60")) == [("b", 1)]
    assert rank([entry("a", None)]) == ()


def test_kind_and_scope_have_ladders_of_their_own_and_heads_stand_among_individuals():
    rankings = rank(
        [
            entry("field", "99", scope=FIELD),
            entry("person", "80"),
            entry("head", "85", HEAD),
            entry("unit", "90", COLLECTIVE),
            entry("unit, field", "70", COLLECTIVE, FIELD),
            entry("head, field", "99", HEAD, FIELD),
        ]
    )
    assert [
        (ranking.kind, ranking.scope, [(ranked.entry.key, ranked.rank) for ranked in ranking.ranked])
        for ranking in rankings
    ] == [
        (COLLECTIVE, COMPREHENSIVE, [("unit", 1)]),
        (COLLECTIVE, FIELD, [("unit, field", 1)]),
        (INDIVIDUAL, COMPREHENSIVE, [("head", 1), ("person", 2)]),
        (INDIVIDUAL, FIELD, [("field", 1), ("head, field", 1)]),
    ]


def test_beside_a_tie_stands_what_the_law_prefers():
    (ranking,) = rank([entry("a", "91"), entry("b", "88.14"), entry("c", "88.14", HEAD)])
    first, *tied = ranking.ranked
    assert (first.tied, first.note) == (False, "")
    assert {ranked.note for ranked in tied} == {
        "Đồng hạng 2: 02 cá nhân cùng 88,14 điểm. Khi các bên ngang nhau, pháp luật về thi đua, khen thưởng ưu tiên "
        "cá nhân nữ; hệ thống không tự quyết định thứ tự."
    }


def test_among_collectives_it_prefers_those_of_mostly_women():
    (ranking,) = rank([entry("a", "91", COLLECTIVE), entry("b", "91", COLLECTIVE)])
    assert "ưu tiên tập thể có đa số là nữ" in ranking.ranked[0].note
