"""Writing a dossier part by part. Every part bumps the dossier's version: a stale page is refused."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Criterion
from nominations.models import Endorsement, Nomination, PriorAward, Result, Statement, Target
from nominations.workflow import EDITABLE
from portal import actions, files
from portal.models import User
from portal.rights import Conflict


@transaction.atomic
def save_summary(
    nomination: Nomination, *, by: User, version: int, awards: Sequence[PriorAward] | None = None, sitting: bool = False
) -> None:
    """Who and what: model, scope, summary, duties, report; the awards it has already, where they are told."""
    still_editable(nomination)
    stored = list(nomination.awards.all())
    told = stored if awards is None else awards
    before, after = ([award.in_words for award in rows] for rows in (stored, told))
    parts = {_("Danh hiệu, khen thưởng đã có"): (before, after)}
    act = _("Sửa hồ sơ: đối tượng và thành tích")
    actions.keep(nomination, by=by, act=act, version=version, parts=parts, sitting=sitting)
    if before != after:
        nomination.awards.all().delete()
        for award in told:
            award.pk, award.nomination = None, nomination
            award.save()


@transaction.atomic
def save_results(
    nomination: Nomination, told: Mapping[Target, tuple[str, str]], *, by: User, version: int, sitting: bool = False
) -> None:
    """{target: (achieved, note)}."""
    stored = {row.target_id: row for row in nomination.results.select_related("target")}
    before = [f"{row.target}: {row.achieved} {row.note}".strip() for row in stored.values() if row.achieved or row.note]
    after = [f"{target}: {achieved} {note}".strip() for target, (achieved, note) in told.items() if achieved or note]
    keep_part(nomination, _("Kết quả so với chỉ tiêu"), before, after, by=by, version=version, sitting=sitting)
    for target, (achieved, note) in told.items():
        Result.objects.update_or_create(
            nomination=nomination, target=target, defaults={"achieved": achieved, "note": note}
        )


@transaction.atomic
def save_statements(
    nomination: Nomination, texts: Mapping[Criterion, str], *, by: User, version: int, sitting: bool = False
) -> None:
    """{criterion: text}; criteria that are not named stay as they are."""
    still_editable(nomination)
    stored = {row.criterion_id: row.text for row in nomination.statements.all()}
    parts = {row.label: (_lines(stored.get(row.pk)), _lines(text)) for row, text in texts.items()}
    act = _("Sửa hồ sơ: %(part)s") % {"part": _("Thuyết minh")}
    actions.keep(nomination, by=by, act=act, version=version, parts=parts, sitting=sitting)
    for row, text in texts.items():
        if stored.get(row.pk, "") != text:
            Statement.objects.update_or_create(nomination=nomination, criterion=row, defaults={"text": text})


def _lines(text: str | None) -> list[str]:
    return [text] if text else []


@transaction.atomic
def save_endorsement(
    endorsement: Endorsement, *, minutes: files.Checked | None, by: User, version: int, sitting: bool = False
) -> None:
    """The unit's vote; new minutes replace the old, which stay in the books."""
    nomination = endorsement.nomination
    stored = Endorsement.objects.filter(nomination=nomination).first()
    if minutes:
        endorsement.minutes = files.store(minutes, by=by)
    parts = [list(actions.shown(each).values()) if each else [] for each in (stored, endorsement)]
    keep_part(nomination, _("Biểu quyết của đơn vị"), *parts, by=by, version=version, sitting=sitting)
    endorsement.pk = stored.pk if stored else None
    endorsement.save()


def still_editable(nomination: Nomination) -> None:
    """Raises `Conflict` once it has been sent."""
    if nomination.state not in EDITABLE:
        raise Conflict(_("Hồ sơ đã gửi nên không sửa được."), instead=_("Đề nghị Phòng trả lại nếu cần sửa."))


def keep_part(
    nomination, label: str, before: list[str], after: list[str], *, by: User, version: int, sitting: bool = False
) -> None:
    """Rows beside the dossier count as a change of it: its version goes on, the change is logged and kept."""
    still_editable(nomination)
    act = _("Sửa hồ sơ: %(part)s") % {"part": label}
    actions.keep(nomination, by=by, act=act, version=version, parts={label: (before, after)}, sitting=sitting)
