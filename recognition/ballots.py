"""The council's vote as arithmetic: who may vote for an entry, which sums must hold, what they come to. Pure.

The share is of all members of the council, not of those who came (what absent members wrote counts with the ballots).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _

from criteria.gates import is_carried
from criteria.numbers import shown
from portal.text import two_digits


@dataclass(frozen=True)
class Voters:
    """Of one entry. `recused`: of those present; `recused_away`: of the absent; `wrote`: absent, not recused, wrote."""

    members: int
    present: int
    recused: int = 0
    recused_away: int = 0
    wrote: int = 0

    @property
    def absent(self) -> int:
        return self.members - self.present

    @property
    def ballots(self) -> int:
        """Recused + issued + absent = members."""
        return self.present - self.recused

    @property
    def most(self) -> int:
        """For, if all who may vote do."""
        return self.ballots + self.wrote


@dataclass(frozen=True)
class Rule:
    """The plan's threshold as it was when the list was closed, and whether who steps aside stays in the base."""

    threshold: Fraction
    recused_in_base: bool = True

    def base(self, voters: Voters) -> int:
        return voters.members - (0 if self.recused_in_base else voters.recused + voters.recused_away)

    def needed(self, voters: Voters) -> int:
        """The least number of votes for; one at least, so that nobody is chosen by nobody."""
        return max(1, ceil(self.threshold * self.base(voters)))

    def is_passed(self, agree: int, voters: Voters) -> bool:
        return agree > 0 and is_carried(agree, self.base(voters), self.threshold)

    def is_possible(self, voters: Voters) -> bool:
        return self.is_passed(voters.most, voters)

    def enough_members(self, voters: Voters) -> int | None:
        """How many members a council would need, as many of them recused as now; none are enough for unanimity."""
        aside = voters.recused + voters.recused_away
        if self.threshold == 1 and self.recused_in_base:
            return None
        return max(voters.members, ceil(aside / (1 - self.threshold)) if self.recused_in_base else aside + 1)


def per_cent(agree: int, base: int) -> str:
    """Two decimals, half up, without the sign."""
    return shown(Fraction(100 * agree, base) if base else 0, 2)


@dataclass(frozen=True)
class Count:
    """Ballots for one entry as counted on paper, and what absent members wrote."""

    issued: int
    returned: int
    valid: int
    invalid: int
    agree: int
    against: int
    written_agree: int = 0
    written_against: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.written_agree


def faults(count: Count, voters: Voters) -> dict[str, str]:
    """{cell: the sum that does not hold, and what it should come to}."""
    found = {}
    if count.issued != voters.ballots:
        found["issued"] = _issued(count, voters)
    if count.returned > count.issued:
        found["returned"] = _("Thu về %(n)s phiếu, nhiều hơn %(issued)s phiếu phát ra.") % {
            "n": two_digits(count.returned),
            "issued": two_digits(count.issued),
        }
    if count.valid + count.invalid != count.returned:
        found["invalid"] = _("Hợp lệ + không hợp lệ phải bằng số thu về: %(told)s + %(rest)s khác %(sum)s.") % {
            "told": two_digits(count.valid),
            "rest": two_digits(count.invalid),
            "sum": two_digits(count.returned),
        }
    if count.agree + count.against != count.valid:
        found["against"] = _("Đồng ý + không đồng ý phải bằng số hợp lệ: %(told)s + %(rest)s khác %(sum)s.") % {
            "told": two_digits(count.agree),
            "rest": two_digits(count.against),
            "sum": two_digits(count.valid),
        }
    if count.written_agree + count.written_against > voters.wrote:
        found["written_agree" if count.written_agree else "written_against"] = _written(voters)
    return found


def _issued(count: Count, voters: Voters) -> str:
    told = {
        "present": two_digits(voters.present),
        "recused": two_digits(voters.recused),
        "due": two_digits(voters.ballots),
        "issued": two_digits(count.issued),
    }
    if voters.recused:
        return _("Có mặt %(present)s, không bỏ phiếu %(recused)s: phát ra %(due)s phiếu, không phải %(issued)s.") % told
    return _("Có mặt %(present)s: phát ra %(due)s phiếu, không phải %(issued)s.") % told


def _written(voters: Voters) -> str:
    if not voters.wrote:
        return _("Không có thành viên vắng mặt nào được gửi ý kiến bằng văn bản về mục này: ghi 0.")
    return _("Chỉ %(n)s thành viên vắng mặt gửi ý kiến bằng văn bản về mục này.") % {"n": two_digits(voters.wrote)}


def faults_of_record(vote: Mapping, meeting: Mapping) -> Iterator[str]:
    """What does not hold in an entry's vote as its minutes keep it (`recognition.minutes`), by the same rules."""
    away = Counter(each["name"] for each in vote["recused_absent"])
    wrote = Counter(each["name"] for each in meeting["members"] if each["wrote"]) - away
    voters = Voters(meeting["total"], meeting["present"], len(vote["recused"]), away.total(), wrote.total())
    rule = Rule(Fraction(meeting["threshold"]), meeting["recused_in_base"])
    count = Count(**{field.name: vote[field.name] for field in fields(Count)})
    yield from faults(count, voters).values()
    if vote["for"] != count.total:
        yield _("Số đồng ý khác tổng phiếu đồng ý và ý kiến đồng ý bằng văn bản.")
    if (vote["base"], vote["percent"]) != (rule.base(voters), per_cent(count.total, rule.base(voters))):
        yield _("Tỷ lệ khác số đồng ý chia cho số thành viên được tính.")
    if vote["passed"] != rule.is_passed(count.total, voters):
        yield _("Kết luận khác tỷ lệ theo quy định.")
