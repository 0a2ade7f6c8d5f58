"""What holds of every score, whatever the plan, the sheets and the facts."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.facts import Sheet
from criteria.ranking import Entry, rank
from criteria.scoring import score
from criteria.vocabulary import Combine, RowState, Scope, SubjectKind, Verdict
from tests.criteria.builders import facts, parameters, scored, standards

few = settings(max_examples=150, deadline=None)


def tenths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda number: Decimal(number) / 10)


@st.composite
def cases(draw):
    """A small plan, fully marked sheets, facts with some rows set aside or agreed, and a scale."""
    criteria = [
        scored(f"X{n}", draw(tenths(1, 300)), may_be_not_applicable=True) for n in range(draw(st.integers(1, 6)))
    ]
    given_sheets = [
        Sheet(assessor=f"a{n}", marks={c.code: draw(tenths(0, int(c.points * 10))) for c in criteria})
        for n in range(draw(st.integers(1, 5)))
    ]
    aside = [c for c in criteria if draw(st.booleans()) and draw(st.booleans())]
    agreed = [c for c in criteria if draw(st.booleans()) and draw(st.booleans())]
    about = facts(
        not_applicable={c.code: "lý do" for c in aside},
        agreed={c.code: draw(tenths(0, int(c.points * 10))) for c in agreed},
    )
    scale = parameters(
        combine=draw(st.sampled_from(Combine)),
        floor=Decimal(draw(st.integers(0, 100))) / 100,
        min_sheets=draw(st.integers(1, 4)),
    )
    return standards(*criteria), given_sheets, about, scale


@few
@given(cases())
def test_a_total_lies_between_0_and_100(case):
    result = score(*case)
    if any(row.applies for row in result.rows):
        assert 0 <= result.total <= 100
        assert result.total == round(result.total, 2)
    else:
        assert result.total is None


@few
@given(cases(), st.data())
def test_a_higher_mark_never_lowers_anything(case, data):
    measured, given_sheets, about, scale = case
    before = score(*case)
    raised, criterion = data.draw(st.sampled_from(given_sheets)), data.draw(st.sampled_from(measured.criteria))
    mark = raised.marks[criterion.code]
    higher = mark + data.draw(tenths(0, int((criterion.points - mark) * 10)))
    sheets = [
        replace(sheet, marks={**sheet.marks, criterion.code: higher}) if sheet is raised else sheet
        for sheet in given_sheets
    ]
    after = score(measured, sheets, about, scale)
    assert (before.total is None) == (after.total is None)
    assert after.total is None or after.total >= before.total
    assert not before.reaches_all or after.reaches_all
    for row, raised_row in zip(before.rows, after.rows, strict=True):
        assert row.state != RowState.REACHED or raised_row.state == RowState.REACHED


@few
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_assessors_makes_no_difference(case, random):
    measured, given_sheets, about, scale = case
    shuffled = random.sample(given_sheets, len(given_sheets))
    assert score(measured, shuffled, about, scale) == score(*case)


@few
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(case, random):
    measured, given_sheets, about, scale = case
    criteria = random.sample(measured.criteria, len(measured.criteria))
    shuffled, result = score(standards(*criteria), given_sheets, about, scale), score(*case)
    assert (shuffled.total, shuffled.given, shuffled.verdict) == (result.total, result.given, result.verdict)
    assert {row.criterion.code: row for row in shuffled.rows} == {row.criterion.code: row for row in result.rows}


@few
@given(cases())
def test_everything_set_aside_leaves_no_total(case):
    measured, given_sheets, _, scale = case
    nothing_applies = facts(not_applicable={criterion.code: "lý do" for criterion in measured.criteria})
    assert score(measured, given_sheets, nothing_applies, scale).total is None


@few
@given(cases())
def test_full_marks_are_a_hundred_and_none_are_nought(case):
    measured, given_sheets, about, scale = case
    for share, total in ((1, 100), (0, 0)):
        marks = {criterion.code: criterion.points * share for criterion in measured.criteria}
        result = score(
            measured, [replace(sheet, marks=marks) for sheet in given_sheets], replace(about, agreed={}), scale
        )
        assert result.total in (total, None)


@few
@given(cases())
def test_the_groups_add_up_to_the_whole(case):
    result = score(*case)
    assert sum(group.sums.given for group in result.by_group) == result.given
    assert sum(group.sums.points for group in result.by_group) == result.points


@few
@given(cases())
def test_one_standard_below_its_floor_reaches_no_list(case):
    result = score(*case)
    below = any(row.state == RowState.BELOW for row in result.rows)
    enough = result.sheets_sent >= result.sheets_due
    assert result.verdict == (Verdict.UNFINISHED if not enough else Verdict.NOT_ELIGIBLE if below else Verdict.ELIGIBLE)


@few
@given(
    st.lists(
        st.builds(
            Entry,
            key=st.integers(),
            kind=st.sampled_from(SubjectKind),
            scope=st.sampled_from(Scope),
            total=st.none() | tenths(0, 30),
            reaches_all=st.booleans(),
        ),
        max_size=12,
    )
)
def test_a_rank_is_one_more_than_the_number_of_those_above(entries):
    ranked = [(ranking, place) for ranking in rank(entries) for place in ranking.ranked]
    standing = [entry for entry in entries if entry.reaches_all and entry.total is not None]
    assert len(ranked) == len(standing)
    for ranking, place in ranked:
        above = sum(
            other.total > place.entry.total
            for other in standing
            if other.kind.ranks_as == ranking.kind and other.scope == ranking.scope
        )
        assert place.rank == above + 1
