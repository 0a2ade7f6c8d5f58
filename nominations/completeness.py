"""What a paper still lacks before it can be sent, each with the place on the page that mends it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.kinds import criteria_to_state
from nominations.queries.exchange import waiting


@dataclass(frozen=True)
class Item:
    """`anchor`: the id of the field on the page; `there`: whether it has been filled in."""

    label: str
    anchor: str
    there: bool


def items_of_registration(registration) -> list[Item]:
    """Plan V, first dash: a list of promises "có chỉ tiêu cụ thể". What is carried over has its promise still open."""
    targets = list(registration.targets.all())
    open_yet = [row for row in targets if not row.promised]
    return [
        Item(_("nội dung, cách làm"), "id_content", bool(registration.content)),
        Item(_("chỉ tiêu cụ thể"), "targets", bool(targets)),
        *(Item(_("mức phấn đấu “%(what)s”") % {"what": row.what}, "targets", False) for row in open_yet),
        Item(_("thời hạn hoàn thành"), "id_finish_by", registration.finish_by is not None),
        *_notes(registration),
    ]


def items_of_nomination(nomination) -> list[Item]:
    """The promise answered, every standard spoken to, the unit's vote with its minutes (plan III.1, IV.2)."""
    found = [
        Item(_("tóm tắt thành tích"), "id_summary", bool(nomination.summary)),
        Item(_("thành tích tiêu biểu"), "id_report", bool(nomination.report)),
    ]
    if nomination.registration_id is None:
        found.append(Item(_("lý do chưa đăng ký"), "id_unregistered_reason", bool(nomination.unregistered_reason)))
    found += _results(nomination)
    found += _statements(nomination)
    vote = getattr(nomination, "endorsement", None)
    found.append(Item(_("biểu quyết của đơn vị"), "endorsement", vote is not None))
    found.append(Item(_("biên bản họp đơn vị"), "endorsement", vote is not None and vote.minutes_id is not None))
    return found + _notes(nomination)


def _notes(paper) -> list[Item]:
    """Each reason of the return is met by a change of its place, or by an answer."""
    words = _("trả lời hoặc sửa theo yêu cầu bổ sung: %(label)s")
    return [Item(words % {"label": each.note.label}, f"answer-{each.note.pk}", each.met) for each in waiting(paper)]


def _results(nomination) -> list[Item]:
    if nomination.registration_id is None:
        return []
    told = set(nomination.results.exclude(achieved="").values_list("target_id", flat=True))
    return [
        Item(_("kết quả chỉ tiêu “%(what)s”") % {"what": target.what}, f"target-{target.pk}", target.pk in told)
        for target in nomination.registration.targets.all()
    ]


def _statements(nomination) -> list[Item]:
    told = set(nomination.statements.exclude(text="").values_list("criterion_id", flat=True))
    return [
        Item(_("thuyết minh “%(label)s”") % {"label": row.label}, f"criterion-{row.pk}", row.pk in told)
        for row in criteria_to_state(nomination)
    ]


def missing_of_registration(registration) -> list[Item]:
    return [item for item in items_of_registration(registration) if not item.there]


def missing_of_nomination(nomination) -> list[Item]:
    return [item for item in items_of_nomination(nomination) if not item.there]
