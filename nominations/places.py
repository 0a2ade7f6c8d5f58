"""The places of a paper: what it says, place by place, in the order in which it is read.

One list for all: what is kept when it is sent, what a return points at, what a comparison compares.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nominations.kinds import criteria_offered
from nominations.models import Endorsement, Evidence, Nomination, Paper, Registration
from portal.models import StoredFile

WHOLE = "whole"  # what is said about the paper as a whole


@dataclass(frozen=True)
class Place:
    """`key`: the same in every sending; `step` and `anchor`: the editor's page and the field on it that writes it."""

    key: str
    label: str
    text: str
    anchor: str
    step: str = ""


def places_of(paper: Paper) -> list[Place]:
    return _of_registration(paper) if isinstance(paper, Registration) else _of_nomination(paper)


def content_of(paper: Paper) -> list[list[str]]:
    """As a sending keeps it: [[place, label, text], …]."""
    return [[place.key, place.label, place.text] for place in places_of(paper)]


def _of_registration(paper: Registration) -> list[Place]:
    names = ("scope", "field", "model_name", "movement", "goal", "content", "starts_on", "finish_by", "spread")
    targets = "\n".join(target.in_words for target in paper.targets.all())
    return [
        *(_of_field(paper, name) for name in names),
        Place("targets", _("Chỉ tiêu cụ thể"), targets, "targets"),
    ]


def _of_nomination(paper: Nomination) -> list[Place]:
    names = ["scope", "field", "model_name", "unregistered_reason", "summary", "duties", "report"]
    if paper.registration_id:
        names.remove("unregistered_reason")
    return [
        *(_of_field(paper, name, "summary") for name in names),
        Place("awards", _("Danh hiệu, khen thưởng đã có"), _awards(paper), "awards", "summary"),
        *_results(paper),
        *_statements(paper),
        Place("evidence", _("Minh chứng"), _evidence(paper), "bound", "evidence"),
        Place("endorsement", _("Biểu quyết của đơn vị"), _vote(paper), "endorsement", "vote"),
    ]


def _of_field(paper: Paper, name: str, step: str = "") -> Place:
    value = getattr(paper, f"get_{name}_display")() if name == "scope" else getattr(paper, name)
    if name in ("starts_on", "finish_by"):
        value = date_format(value) if value else ""
    return Place(name, str(paper._meta.get_field(name).verbose_name), str(value), f"id_{name}", step)


def _awards(paper: Nomination) -> str:
    return "\n".join(award.in_words for award in paper.awards.all())


def _results(paper: Nomination) -> list[Place]:
    if paper.registration_id is None:
        return []
    told = {row.target_id: f"{row.achieved}\n{row.note}".strip() for row in paper.results.all()}
    return [
        Place(f"target-{row.pk}", _("Kết quả: %(what)s") % {"what": row.what}, told.get(row.pk, ""), anchor, "results")
        for row in paper.registration.targets.all()
        for anchor in [f"target-{row.pk}"]
    ]


def _statements(paper: Nomination) -> list[Place]:
    told = dict(paper.statements.values_list("criterion_id", "text"))
    return [
        Place(f"criterion-{row.code}", row.label, told.get(row.pk, ""), f"criterion-{row.pk}", "statements")
        for row in criteria_offered(paper)
    ]


def _evidence(paper: Nomination) -> str:
    """One line a piece: what it is, what it proves, and which file exactly."""
    rows = Evidence.objects.filter(nomination=paper, removed_at=None).select_related("file")
    uses: dict[int, list[str]] = defaultdict(list)
    pairs = Evidence.criteria.through.objects.filter(evidence__in=rows).order_by("criterion__order", "criterion_id")
    for pk, label in pairs.values_list("evidence_id", "criterion__label"):
        uses[pk].append(label)
    return "\n".join(f"{_in_words(row)}; {_('cho')}: {', '.join(uses[row.pk])}" for row in rows)


def _in_words(row: Evidence) -> str:
    day = f"{row.date:%d/%m/%Y}" if row.date else ""
    said = [row.title, row.number, day, row.issuer, row.get_level_display(), row.part]
    return ", ".join(part for part in said if part) + f"; {_file(row.file)}"


def _file(file: StoredFile) -> str:
    """Which file exactly, in few digits: the same name may hide another content."""
    return f"{_('tệp')} {file.name}, {_('mã')} {int(file.sha256[:8], 16):010d}"


def _vote(paper: Nomination) -> str:
    vote = Endorsement.objects.filter(nomination=paper).select_related("minutes").first()
    if vote is None:
        return ""
    names = ("held_on", "minutes_number", "members", "present", "agree")
    lines = [(str(vote._meta.get_field(name).verbose_name), getattr(vote, name)) for name in names]
    told = [f"{label}: {date_format(value) if hasattr(value, 'year') else value}" for label, value in lines]
    if vote.minutes:
        told.append(f"{_('Biên bản họp')}: {_file(vote.minutes)}")
    return "\n".join(told)
