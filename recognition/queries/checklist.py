"""What a proposal upward needs before it goes out: what is ready, what is missing, where it is mended.

The usual file: tờ trình, reports confirmed by the proposing level, minutes of the meeting and of the count, proof, the
decision. Nothing here holds a proposal back; the paper may have gone out already.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.models import Endorsement, Evidence, Nomination
from portal.text import two_digits
from recognition.models import Award, Decision, Entry, IssuedPaper, ListVersion, PaperKind, Proposal


@dataclass(frozen=True)
class Item:
    label: str
    there: bool
    href: str
    told: str = ""  # the number of the paper, where it has one

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Checklist:
    items: tuple[Item, ...]

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if not item.there]

    @property
    def ready(self) -> int:
        return len(self.items) - len(self.missing)


def checklists(proposals: Iterable[Proposal]) -> dict[int, Checklist]:
    """{proposal pk: its list}, in a fixed number of queries."""
    known = _Known(list(proposals))
    return {proposal.pk: Checklist(tuple(known.items(proposal))) for proposal in known.proposals}


def unsent_proposals() -> list[tuple[Proposal, Checklist]]:
    rows = list(Proposal.objects.filter(sent_on=None).select_related("review_list"))
    found = checklists(rows) if rows else {}
    return [(row, found[row.pk]) for row in rows]


class _Known:
    def __init__(self, proposals: list[Proposal]):
        self.proposals = proposals
        lists = [proposal.review_list_id for proposal in proposals]
        self.decisions = {row.review_list_id: row for row in Decision.objects.filter(review_list__in=lists)}
        versions = ListVersion.objects.filter(review_list__in=lists).order_by("number")
        self.versions = {version.review_list_id: version for version in versions}  # the newest of each
        self.papers = {
            (paper.list_version_id, paper.paper): paper
            for paper in IssuedPaper.objects.filter(list_version__in=self.versions.values(), unit=None)
        }
        uncounted = Entry.objects.filter(version__in=self.versions.values(), ballots=None).order_by()
        self.uncounted = dict(uncounted.values_list("version").annotate(n=Count("pk")))
        self.entries: dict[int, list[Nomination]] = {}
        awards = Award.objects.filter(proposal__in=proposals)
        rows = Nomination.objects.filter(pk__in=awards.values("nomination")).select_related(
            "subject_unit", "subject_person"
        )
        rows = rows.annotate(
            has_minutes=Exists(Endorsement.objects.filter(nomination=OuterRef("pk"), minutes__isnull=False)),
            has_evidence=Exists(Evidence.objects.standing().filter(nomination=OuterRef("pk"))),
        )
        by_pk = {row.pk: row for row in rows}
        for proposal, nomination in awards.order_by("form__order", "nomination__by_unit", "pk").values_list(
            "proposal", "nomination"
        ):
            self.entries.setdefault(proposal, []).append(by_pk[nomination])

    def items(self, proposal: Proposal) -> Iterable[Item]:
        version = self.versions.get(proposal.review_list_id)
        here = reverse("recognition:list-detail", args=[proposal.review_list_id])
        entries = list(dict.fromkeys(self.entries.get(proposal.pk, [])))
        detail = reverse("recognition:proposal-awards", args=[proposal.review_list_id, proposal.pk])
        yield Item(
            _("Đối tượng và hình thức đề nghị"), bool(entries), detail, two_digits(len(entries)) if entries else ""
        )
        decision = self.decisions.get(proposal.review_list_id)
        yield Item(_("Quyết định công nhận đã ghi"), decision is not None, here, str(decision or ""))
        yield self._paper(_("Số tờ trình"), version, submission_of(proposal), here)
        yield self._paper(_("Số biên bản họp Hội đồng"), version, PaperKind.MINUTES, here)
        counted = version is not None and not self.uncounted.get(version.pk)
        yield Item(_("Kết quả kiểm phiếu của từng mục"), counted, here)
        for nomination in entries:
            yield from _of_entry(nomination)

    def _paper(self, label: str, version: ListVersion | None, paper: PaperKind, href: str) -> Item:
        issued = self.papers.get((version.pk, paper)) if version else None
        told = f"{issued.number}, {issued.date:%d/%m/%Y}" if issued else ""
        return Item(label, issued is not None, href, told)


def submission_of(proposal: Proposal) -> PaperKind:
    party = proposal.layout == Proposal.Layout.PARTY
    return PaperKind.PARTY_SUBMISSION if party else PaperKind.SUBMISSION


def _of_entry(nomination: Nomination) -> Iterable[Item]:
    href = reverse("nominations:nomination-detail", args=[nomination.pk])
    confirmed = bool(nomination.report and nomination.received_at)
    yield Item(_("%(who)s: báo cáo thành tích đơn vị đã xác nhận") % {"who": nomination}, confirmed, href)
    yield Item(_("%(who)s: biên bản họp đơn vị") % {"who": nomination}, nomination.has_minutes, href)
    yield Item(_("%(who)s: minh chứng") % {"who": nomination}, nomination.has_evidence, href)
