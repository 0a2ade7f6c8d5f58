"""What a batch act will touch: how many and who, said before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.vocabulary import SubjectKind
from nominations.models import Nomination
from nominations.workflow import NOMINATIONS
from portal.text import two_digits
from recognition.compile import WorkingList


@dataclass(frozen=True)
class Batch:
    """`rows`: (name, second, figure); `seen`: what stood on the screen, for the act to compare; `note`: who is not."""

    rows: list[tuple[str, str, str]]
    verb: str
    note: str = ""
    seen: str = ""

    @property
    def n(self) -> int:
        return len(self.rows)


def as_seen(rows: Iterable[Nomination]) -> str:
    """What the button sends back: dossiers as they stood on the screen, each with its version."""
    return " ".join(f"{each.pk}.{each.version}" for each in rows)


def closing(working: WorkingList) -> Batch:
    lines = working.lines
    aside = [out for out in working.outside if out.nomination.aside_reason]
    words = [_("%(n)02d hồ sơ để riêng làm danh sách bổ sung") % {"n": len(aside)}] if aside else []
    if others := len(working.outside) - len(aside):
        words.append(_("%(n)02d hồ sơ khác đứng ngoài danh sách, lý do được lưu cùng bản này") % {"n": others})
    return Batch(
        [(str(line.nomination), _place(line.nomination), line.total) for line in lines],
        _("Chốt danh sách %(n)02d mục") % {"n": len(lines)},
        f"{'; '.join(words)}." if words else "",
        as_seen(line.nomination for line in lines),
    )


def _place(nomination: Nomination) -> str:
    return SubjectKind.COLLECTIVE.label if nomination.subject_unit_id else str(nomination.unit)


def approving(content: dict) -> Batch:
    """`content`: of the version, with its minutes: what is sealed is how the council voted."""
    rows = [*content["collectives"], *content["individuals"]]
    votes = content.get("votes", {})
    return Batch(
        [(row["name"], row["place"], _vote(votes.get(str(row["nomination"])))) for row in rows],
        _("Duyệt danh sách %(n)02d mục") % {"n": len(rows)},
    )


def publishing(rows: list[Nomination]) -> Batch:
    return Batch(
        [(str(row), str(row.unit), NOMINATIONS.states[row.state].label) for row in rows],
        _("Công bố %(n)02d hồ sơ") % {"n": len(rows)},
        seen=as_seen(rows),
    )


def _vote(vote: dict | None) -> str:
    if vote is None or "base" not in vote:
        return ""
    told = {"for": two_digits(vote["for"]), "base": two_digits(vote["base"])}
    return (_("%(for)s/%(base)s, đạt") if vote["passed"] else _("%(for)s/%(base)s, không đạt")) % told
