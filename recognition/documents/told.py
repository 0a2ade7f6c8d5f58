"""What every paper of a version has in common: its figures, counted once, so that they agree from paper to paper.

From the frozen content and the minutes that were settled for it; pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from portal.rights import Conflict
from portal.text import two_digits
from recognition.documents.words import joined, kinds, share


@dataclass(frozen=True)
class Issue:
    """A paper's own data: the frame of its day (`recognition.frame`); number and day once it has been issued."""

    frame: Mapping
    number: str = ""
    day: date | None = None

    @property
    def head(self) -> Mapping:
        return self.frame["letterhead"]

    def lines(self, name: str) -> list[str]:
        return self.frame.get(name) or []


@dataclass(frozen=True)
class Told:
    """`content`: with its minutes, as `recognition.minutes.settled` gives it."""

    content: Mapping
    closed_on: date

    @property
    def year(self) -> int:
        return self.content["year"]

    @property
    def of_year(self) -> str:
        told = {"year": self.year}
        return _("năm %(year)s (bổ sung)") % told if self.content["supplement"] else _("năm %(year)s") % told

    @property
    def meeting(self) -> Mapping:
        return self.content["meeting"]

    @property
    def held_on(self) -> date:
        return date.fromisoformat(self.meeting["held_on"])

    @property
    def threshold(self) -> str:
        return share(self.content["threshold"])

    @property
    def base(self) -> str:
        """Of what the share is."""
        if self.meeting["recused_in_base"]:
            return _("tổng số thành viên Hội đồng")
        return _("tổng số thành viên Hội đồng, trừ người không bỏ phiếu do có liên quan")

    # -- who was voted on -------------------------------------------------------------------------------------

    @property
    def groups(self) -> tuple[tuple[str, list[dict]], ...]:
        """Those voted on, in protocol order; models have no vote (plan IV.2)."""
        return ((_("A. TẬP THỂ"), self.content["collectives"]), (_("B. CÁ NHÂN"), self.content["individuals"]))

    @property
    def entries(self) -> list[dict]:
        return [*self.content["collectives"], *self.content["individuals"]]

    def vote(self, row: Mapping) -> Mapping:
        return self.content["votes"][str(row["nomination"])]

    def passed(self, rows: Iterable[dict]) -> list[dict]:
        return [row for row in rows if self.vote(row)["passed"]]

    @cached_property
    def collectives(self) -> list[dict]:
        return self.passed(self.content["collectives"])

    @cached_property
    def individuals(self) -> list[dict]:
        return self.passed(self.content["individuals"])

    @cached_property
    def models(self) -> list[dict]:
        """Of the dossiers that passed."""
        return self.passed(self.content["models"])

    @property
    def recognised(self) -> list[dict]:
        return [*self.collectives, *self.individuals]

    @property
    def failed(self) -> list[dict]:
        return [row for row in self.entries if not self.vote(row)["passed"]]

    def total(self, name: str) -> int:
        """The sum of a figure over all entries put to the vote."""
        return sum(self.vote(row)[name] for row in self.entries)

    # -- before the vote --------------------------------------------------------------------------------------

    @property
    def registered(self) -> int:
        return self.content["process"]["registered"]

    @property
    def sent(self) -> int:
        return self.content["process"]["sent"]

    @property
    def unmet(self) -> int:
        """Appraised, and a standard is not reached."""
        return sum(row["state"] == _("Không đạt") for row in self.content["outside"])

    @property
    def left_aside(self) -> str:
        """What became of the dossiers that were sent and do not stand on the list; begins with a space."""
        rest = self.sent - len(self.entries) - self.unmet
        said = [
            _("%(n)s hồ sơ chưa đủ tiêu chuẩn") % {"n": two_digits(self.unmet)} if self.unmet else "",
            _("%(n)s hồ sơ chưa đưa vào danh sách bình xét lần này") % {"n": two_digits(rest)} if rest > 0 else "",
        ]
        return _(" Còn lại %(said)s.") % {"said": joined([words for words in said if words])} if any(said) else ""

    @property
    def figures(self) -> dict[str, str]:
        """How the year went, as both tờ trình tell it."""
        return {
            "year": str(self.year),
            "registered": two_digits(self.registered),
            "sent": two_digits(self.sent),
            "listed": two_digits(len(self.entries)),
            "present": two_digits(self.meeting["present"]),
            "total": two_digits(self.meeting["total"]),
            "passed": two_digits(len(self.recognised)),
            "threshold": self.threshold,
            "base": self.base,
            "kinds": self.passed_kinds,
        }

    # -- words ------------------------------------------------------------------------------------------------

    @property
    def passed_kinds(self) -> str:
        """04 tập thể và 13 cá nhân, với 06 mô hình: a model has no vote of its own."""
        return self._with_models(kinds(len(self.collectives), len(self.individuals)))

    @property
    def kinds_and_sexes(self) -> str:
        """The same, with how many of the people are women."""
        voted = kinds(len(self.collectives), len(self.individuals))
        women = sum(row["sex"] == _("Nữ") for row in self.individuals)
        sexes = ((women, _("nữ")), (len(self.individuals) - women, _("nam")))
        if said := [f"{two_digits(count)} {sex}" for count, sex in sexes if count]:
            voted += f" ({', '.join(said)})"
        return self._with_models(voted)

    def _with_models(self, voted: str) -> str:
        if not self.models:
            return voted
        return _("%(voted)s, với %(n)s mô hình") % {"voted": voted, "n": two_digits(len(self.models))}

    def formula(self, agree: int, written: int, percent: int) -> str:
        """By the numbers of a table's columns."""
        base = (
            two_digits(self.meeting["total"])
            if self.meeting["recused_in_base"]
            else _("(%(n)s - số thành viên không bỏ phiếu do có liên quan)") % {"n": two_digits(self.meeting["total"])}
        )
        told = {"agree": agree, "written": written, "percent": percent, "base": base}
        return _("Cột (%(percent)s) = [cột (%(agree)s) + cột (%(written)s)] : %(base)s x 100.") % told

    @property
    def written_against(self) -> str:
        """Beside the tables, whose columns count what was for: who of the absent wrote that they are not."""
        found = [(row["name"], self.vote(row)["written_against"]) for row in self.entries]
        said = [f"{name} ({two_digits(count)})" for name, count in found if count]
        return _(" Ý kiến không đồng ý bằng văn bản: %(who)s.") % {"who": "; ".join(said)} if said else ""

    def day(self, issue: Issue) -> date:
        """Of the file: of its issue, before that of the closing."""
        return issue.day or self.closed_on

    def require_somebody(self) -> None:
        if not self.recognised:
            raise Conflict(
                _("Không có tập thể, cá nhân nào trong danh sách đạt tỷ lệ phiếu nên không lập được văn bản này."),
                instead=_("Vui lòng xem lại kết quả bỏ phiếu của cuộc họp."),
            )
