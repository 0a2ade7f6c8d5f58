"""The page of a version's papers: what can be printed, what is still missing, number and date of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models import Unit, User
from portal.queries import history_of_all
from portal.timeline import Event
from recognition import rights
from recognition.actions.papers import why_not_issued
from recognition.documents.catalogue import PAPERS
from recognition.models import Decision, IssuedPaper, ListVersion, PaperKind
from recognition.numbering import NUMBERED
from recognition.queries.papers import numbered, units_of


@dataclass(frozen=True)
class Line:
    """`missing`: why it cannot be printed yet; `files`: (label, address); `issue`: where number and date are typed;
    `waits`: for that, as every list does (but for the Party's paper, which not every list has)."""

    label: str
    missing: str
    number: str
    files: list[tuple[str, str]]
    issue: str
    waits: bool = False


KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


class Lines:
    """Rows of one version for one reader: the same number of queries, whatever the number of papers and units."""

    def __init__(self, frozen: ListVersion, user: User):
        self.frozen, self.review_list = frozen, frozen.review_list
        self.newest = self.review_list.versions.count()
        self.keeps = rights.keeps(user, self.review_list)
        self.asked = f"?version={frozen.number}"
        self.issued = {(row.paper, row.unit_id): row for row in frozen.papers.all()}
        self.missing: dict[PaperKind, str] = {}
        self.decision = Decision.objects.filter(review_list=self.review_list).first()

    def all(self) -> list[Line]:
        kinds = [paper for paper in PaperKind if paper != PaperKind.NOTICE and (paper in PAPERS or paper in NUMBERED)]
        return [self._own(), *(self._line(paper, None, str(paper.label)) for paper in kinds)]

    def notices(self) -> list[Line]:
        if PaperKind.NOTICE not in PAPERS or self.decision is None:
            return []
        return [self._line(PaperKind.NOTICE, unit, str(unit)) for unit in units_of(self.frozen)]

    def history(self) -> list[Event]:
        return history_of_all(self.issued.values())

    def _own(self) -> Line:
        """Danh sách bình xét: an annex, without a number of its own."""
        files = [
            (label, reverse(f"recognition:list-{kind}", args=[self.review_list.pk]) + self.asked)
            for kind, label in KINDS.items()
        ]
        return Line(_("Danh sách bình xét (Phụ lục kèm theo Tờ trình)"), "", "", files, "")

    def _line(self, paper: PaperKind, unit: Unit | None, label: str) -> Line:
        printable = PAPERS.get(paper)
        missing = self._missing(paper)
        row = self.issued.get((paper, unit.pk if unit else None))
        files = [(KINDS[kind], self._file(paper, unit, kind)) for kind in printable.files] if printable else []
        issue = "" if missing else self._issue(paper, unit, row)
        waits = bool(issue) and row is None and not NUMBERED[paper].party
        return Line(label, missing, self._number(paper, row), [] if missing else files, issue, waits)

    def _missing(self, paper: PaperKind) -> str:
        """Asked once a paper, however many units it goes to."""
        if paper not in self.missing:
            self.missing[paper] = PAPERS[paper].missing(self.frozen) if paper in PAPERS else _("Chưa có mẫu in.")
        return self.missing[paper]

    def _number(self, paper: PaperKind, row: IssuedPaper | None) -> str:
        told = self.decision if paper == PaperKind.DECISION else row
        return numbered(told) if told else ""

    def _file(self, paper: PaperKind, unit: Unit | None, kind: str) -> str:
        if unit:
            return reverse("recognition:list-unit-paper", args=[self.review_list.pk, paper, unit.pk, kind]) + self.asked
        return reverse("recognition:list-paper", args=[self.review_list.pk, paper, kind]) + self.asked

    def _issue(self, paper: PaperKind, unit: Unit | None, row: IssuedPaper | None) -> str:
        if not self.keeps or paper not in NUMBERED:
            return ""
        row = row or IssuedPaper(list_version=self.frozen, paper=paper, unit=unit)
        if why_not_issued(self.review_list, row, newest=self.newest):
            return ""
        if unit:
            return reverse("recognition:list-unit-issue", args=[self.review_list.pk, paper, unit.pk])
        return reverse("recognition:list-issue", args=[self.review_list.pk, paper])


def waiting(papers: Iterable[Line], notices: Iterable[Line]) -> list[str]:
    """Which papers still want their number, by name; those to the units as one."""
    units = ", ".join(line.label for line in notices if line.waits)
    found = [line.label for line in papers if line.waits]
    return [*found, f"{PaperKind.NOTICE.label} ({units})"] if units else found
