"""The working list as a live ranking: who would stand on it, in rank order, and who stands outside and why.

Pure: dossiers with their scores in, sections and outsiders out; nothing is written to a dossier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from criteria.numbers import shown
from criteria.ranking import Entry as RankEntry
from criteria.ranking import Ranked, rank
from criteria.results import Score
from criteria.vocabulary import Scope, SubjectKind, Verdict
from nominations.gates_kept import Change, unseen
from nominations.models import Nomination
from portal.states import State

OUTSIDE = {
    Verdict.NOT_ELIGIBLE: State("Không đạt", "x-circle-fill", "ineligible"),
    Verdict.AWAITING_RATING: State("Chưa có kết quả", "hourglass-split", "waiting"),
    Verdict.UNFINISHED: State("Chưa chấm xong", "pencil", "draft"),
    Verdict.ELIGIBLE: State("Chưa kết luận thẩm định", "clock", "draft"),
}
ASIDE = State("Để riêng", "pause-circle", "waiting")


@dataclass(frozen=True)
class Marks:
    """What the office settles beside an entry: what the balance asks about it, the spread mark. Neither ranks."""

    flags: tuple[Any, ...] = ()  # of `recognition.queries.balance.Flagged`
    spread: Any = None  # a standing `WideSpread`


@dataclass(frozen=True)
class Line:
    """One that would stand on the list."""

    nomination: Nomination
    score: Score
    rank: int
    note: str = ""
    marks: Marks = Marks()

    @property
    def raised(self) -> list[Change]:
        """Gates that answer otherwise than at the conclusion, not looked at yet."""
        return unseen(self.nomination.scorecard, self.score)

    @property
    def total(self) -> str:
        return shown(self.score.total, 2)


@dataclass(frozen=True)
class Section:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outsider:
    nomination: Nomination
    score: Score
    state: State
    sentences: tuple[str, ...]
    may_be_set_aside: bool = False
    raised: tuple[Change, ...] = ()

    @property
    def first(self) -> tuple[str, ...]:
        """What is said at once; the rest opens."""
        return self.sentences[:2]

    @property
    def more(self) -> tuple[str, ...]:
        return self.sentences[2:]


@dataclass(frozen=True)
class WorkingList:
    sections: tuple[Section, ...]
    outside: tuple[Outsider, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]


def compile_list(pairs: Iterable[tuple[Nomination, Score]]) -> WorkingList:
    """`pairs`: every dossier that was received or appraised, with its live score."""
    pairs = list(pairs)
    by_key = {nomination.pk: (nomination, score) for nomination, score in pairs}
    ladders = rank(_rank_entry(nomination, score) for nomination, score in pairs)
    sections = tuple(
        Section(f"{ladder.kind.label}, {ladder.scope.label.lower()}", tuple(_line(r, by_key) for r in ladder.ranked))
        for ladder in ladders
    )
    on_it = {line.nomination.pk for section in sections for line in section.lines}
    outside = tuple(_outsider(*pair) for key, pair in by_key.items() if key not in on_it)
    return WorkingList(sections, outside)


def with_marks(working: WorkingList, marks: Mapping[int, Marks]) -> WorkingList:
    sections = tuple(
        replace(each, lines=tuple(replace(line, marks=marks.get(line.nomination.pk, Marks())) for line in each.lines))
        for each in working.sections
    )
    return replace(working, sections=sections)


def stands(nomination: Nomination, score: Score) -> bool:
    """Appraised, not set aside, every standard reached (plan III.3: "trong số những … đạt các tiêu chuẩn")."""
    return nomination.state == "appraised" and not nomination.aside_reason and score.reaches_all


def _rank_entry(nomination: Nomination, score: Score) -> RankEntry:
    return RankEntry(
        key=nomination.pk,
        kind=SubjectKind(nomination.kind),
        scope=Scope(nomination.scope),
        total=score.total,
        reaches_all=stands(nomination, score),
    )


def _line(ranked: Ranked, by_key: dict) -> Line:
    nomination, score = by_key[ranked.entry.key]
    return Line(nomination, score, ranked.rank, ranked.note)


def _outsider(nomination: Nomination, score: Score) -> Outsider:
    changes = tuple(unseen(nomination.scorecard, score))
    if nomination.aside_reason:
        return Outsider(nomination, score, ASIDE, (nomination.aside_reason,), raised=changes)
    waiting = score.verdict == Verdict.AWAITING_RATING and nomination.state == "appraised"
    return Outsider(nomination, score, OUTSIDE[score.verdict], score.because, waiting, changes)
