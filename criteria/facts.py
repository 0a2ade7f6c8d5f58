"""What the engine is told about one subject, as plain values. `nominations/facts.py` gathers them in bulk.

Mappings are keyed by criterion code. Nothing here is judged yet.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from criteria.vocabulary import Answer, Level, RatingOf, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFact:
    """One body or person that is rated that year; without a level the result is not there yet."""

    of: RatingOf
    name: str = ""  # "Chi bộ Khoa Xây dựng Đảng"; the subject's own rating needs none
    level: Level | None = None
    paper: str = ""  # "31-QĐ/ĐU, 12/12/2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """The unit's own vote. `members` counts all members of the unit, not those present."""

    members: int
    agree: int
    paper: str = ""

    def __post_init__(self):
        if not 0 <= self.agree <= self.members or self.members == 0:
            raise ValueError(f"a vote of {self.agree} among {self.members} members")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAnswer:
    """What the office found, and the paper it rests on. "Not applicable" is told apart, with its reason."""

    answer: Answer
    finding: str = ""
    paper: str = ""

    def __post_init__(self):
        if self.answer == Answer.NOT_APPLICABLE:
            raise ValueError("not applicable is a reason in Facts.not_applicable, not an office answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The board lets a gate pass. It stands beside the answer, and is printed."""

    reason: str
    paper: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCollective:
    """The unit a head leads, as the engine finds it when waivers are left out (`scoring.own_collective`)."""

    name: str
    ratings: Answer  # its rating gates taken together, nominated or not
    standing: Verdict | None = None  # of its nomination that year; None: not nominated
    revoked: bool = False  # recognised that year, and the recognition taken back
    shortfalls: tuple[str, ...] = ()  # whole sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One assessor's marks. An assigned sheet that is not sent yet counts only as missing."""

    assessor: str
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    sent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    ratings: Collection[RatingFact] = ()
    endorsement: Endorsement | None = None
    office: Mapping[str, OfficeAnswer] = field(default_factory=dict)
    own_collective: OwnCollective | None = None
    not_applicable: Mapping[str, str] = field(default_factory=dict)  # the office's reason
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    agreed: Mapping[str, Decimal] = field(default_factory=dict)  # marks recorded after the discussion
    evidence: Mapping[str, Collection[Hashable]] = field(default_factory=dict)
