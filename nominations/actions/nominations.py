"""Writing a dossier part by part, and its moves. Every part bumps the dossier's version: a stale page is refused."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from criteria.deadlines import nomination_open
from criteria.models import Criterion, Scorecard
from nominations import rights
from nominations.kinds import kind_of
from nominations.models import Endorsement, Evidence, EvidenceUse, Nomination, Registration, Result, Statement, Target
from nominations.workflow import NOMINATIONS
from portal import actions, audit, clock, files
from portal.models import User
from portal.rights import Conflict
from portal.workflow import perform

EDITABLE = ("draft", "returned")


@transaction.atomic
def begin(nomination: Nomination, *, by: User) -> None:
    """A new draft, beside its registration where there is one, which gives it who, model and scope."""
    registration = nomination.registration
    if registration:
        for name in ("unit", "subject_unit", "subject_person", "scope", "field", "model_name"):
            setattr(nomination, name, getattr(registration, name))
    nomination.entered_by = by
    nomination.kind, nomination.head_post = kind_of(nomination.subject_person, nomination.plan_year)
    actions.keep(nomination, by=by, act=_("Lập hồ sơ đề nghị"))


@transaction.atomic
def save_summary(nomination: Nomination, *, by: User, version: int) -> None:
    """Who and what: model, scope, summary, report."""
    _editable(nomination)
    actions.keep(nomination, by=by, act=_("Sửa hồ sơ: đối tượng và thành tích"), version=version)


@transaction.atomic
def save_results(nomination: Nomination, told: Mapping[Target, tuple[str, str]], *, by: User, version: int) -> None:
    """{target: (achieved, note)}."""
    stored = {row.target_id: row for row in nomination.results.select_related("target")}
    before = [f"{row.target}: {row.achieved} {row.note}".strip() for row in stored.values() if row.achieved or row.note]
    after = [f"{target}: {achieved} {note}".strip() for target, (achieved, note) in told.items() if achieved or note]
    _keep_part(nomination, _("Kết quả so với chỉ tiêu"), before, after, by=by, version=version)
    for target, (achieved, note) in told.items():
        Result.objects.update_or_create(
            nomination=nomination, target=target, defaults={"achieved": achieved, "note": note}
        )


@transaction.atomic
def save_statements(nomination: Nomination, texts: Mapping[Criterion, str], *, by: User, version: int) -> None:
    """{criterion: text}; criteria that are not named stay as they are."""
    stored = {row.criterion_id: row.text for row in nomination.statements.all()}
    changed = {row: text for row, text in texts.items() if stored.get(row.pk, "") != text}
    before = [f"{row.label}: {stored[row.pk]}" for row in changed if stored.get(row.pk)]
    after = [f"{row.label}: {text}" for row, text in changed.items()]
    _keep_part(nomination, _("Thuyết minh"), before, after, by=by, version=version)
    for row, text in changed.items():
        Statement.objects.update_or_create(nomination=nomination, criterion=row, defaults={"text": text})


@transaction.atomic
def save_endorsement(endorsement: Endorsement, *, minutes: files.Checked | None, by: User, version: int) -> None:
    """The unit's vote; new minutes replace the old, which stay in the books."""
    nomination = endorsement.nomination
    stored = Endorsement.objects.filter(nomination=nomination).first()
    if minutes:
        endorsement.minutes = files.store(minutes, by=by)
    parts = [list(actions.shown(each).values()) if each else [] for each in (stored, endorsement)]
    _keep_part(nomination, _("Biểu quyết của đơn vị"), *parts, by=by, version=version)
    endorsement.pk = stored.pk if stored else None
    endorsement.save()


@transaction.atomic
def add_evidence(
    evidence: Evidence, criteria: list[Criterion], *, upload: files.Checked, by: User, version: int
) -> None:
    _keep_part(evidence.nomination, _("Minh chứng"), [], [evidence.title], by=by, version=version)
    evidence.file = files.store(upload, by=by)
    evidence.save()
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=evidence, criterion=row) for row in criteria)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User, version: int) -> None:
    """Taken out of the dossier; the file and its row stay in the books."""
    _keep_part(evidence.nomination, _("Minh chứng"), [evidence.title], [], by=by, version=version)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=clock.now())


def _editable(nomination: Nomination) -> None:
    if nomination.state not in EDITABLE:
        raise Conflict(_("Hồ sơ đã gửi nên không sửa được."), instead=_("Đề nghị Phòng trả lại nếu cần sửa."))


def _keep_part(nomination, label: str, before: list[str], after: list[str], *, by: User, version: int) -> None:
    _editable(nomination)
    act = _("Sửa hồ sơ: %(part)s") % {"part": label}
    actions.keep(nomination, by=by, act=act, version=version, parts={label: (before, after)})


# -- moves ----------------------------------------------------------------------------------------------------


@transaction.atomic
def submit(nomination: Nomination, *, by: User, version: int) -> None:
    """Send. The date is hard to the second; a return or an extension gives a dossier its own."""
    now, year = clock.now(), nomination.plan_year
    if year.state != "open":
        raise Conflict(_("Năm này không nhận hồ sơ đề nghị."), instead=_("Vui lòng xem các mốc của năm."))
    if not nomination_open(now, year, own_deadline(nomination)):
        raise Conflict(
            _("Đã hết hạn gửi hồ sơ (%(until)s).") % {"until": f"{deadline(nomination):%H:%M:%S ngày %d/%m/%Y}"},
            instead=_("Nội dung vẫn được giữ. Đề nghị Trưởng Phòng gia hạn nếu có lý do."),
        )
    kind, post = kind_of(nomination.subject_person, year)
    perform(
        NOMINATIONS["submit"],
        nomination,
        by=by,
        version=version,
        kind=kind.value,
        head_post=post,
        sent_at=now,
        submitted_at=nomination.submitted_at or now,
        return_reason="",
        returned_until=None,
    )


def own_deadline(nomination: Nomination) -> datetime | None:
    """The date that replaces the year's: of a return while it is returned, or of an extension."""
    return nomination.returned_until or nomination.extended_until


def deadline(nomination: Nomination) -> datetime:
    return clock.local(own_deadline(nomination) or nomination.plan_year.nominates_by)


@transaction.atomic
def withdraw(nomination: Nomination, *, by: User, version: int) -> None:
    perform(NOMINATIONS["withdraw"], nomination, by=by, version=version)


@transaction.atomic
def receive(nomination: Nomination, *, by: User, version: int) -> None:
    """Take a dossier in: it gets the year's next receipt number and the record it will be measured on."""
    rights.require_handling(by, nomination)
    year = nomination.plan_year
    number = nomination.receipt_number or _next_number(nomination)
    card = nomination.scorecard or Scorecard.objects.create(
        criteria_set=year.criteria_set, kind=nomination.kind, year_set_aside=year.set_aside
    )
    if card.kind != nomination.kind:  # returned meanwhile, and sent again as another kind
        card = Scorecard.objects.create(
            criteria_set=year.criteria_set, kind=nomination.kind, year_set_aside=year.set_aside
        )
    perform(
        NOMINATIONS["receive"],
        nomination,
        by=by,
        version=version,
        receipt_number=number,
        received_at=clock.now(),
        scorecard=card,
    )


def _next_number(nomination: Nomination) -> int:
    taken = Nomination.objects.filter(plan_year=nomination.plan_year).aggregate(last=Max("receipt_number"))["last"]
    return (taken or 0) + 1


@transaction.atomic
def give_back(nomination: Nomination, *, by: User, version: int, reason: str, until: datetime) -> None:
    """Return for completion, with a reason and a date of its own."""
    rights.require_handling(by, nomination)
    if not clock.now() < until <= clock.now() + timedelta(days=60):
        raise Conflict(_("Hạn bổ sung phải sau hôm nay và trong vòng 60 ngày."), instead=_("Vui lòng nhập lại hạn."))
    perform(
        NOMINATIONS["return"],
        nomination,
        by=by,
        version=version,
        reason=reason,
        return_reason=reason,
        returned_until=until,
    )


@transaction.atomic
def extend(nomination: Nomination, *, by: User, version: int, until: datetime, reason: str) -> None:
    """The office head gives one dossier a later date, with a reason, logged. It replaces a return's date too."""
    rights.require_extending(by, nomination)
    if until <= clock.now():
        raise Conflict(_("Hạn mới phải sau thời điểm này."), instead=_("Vui lòng nhập lại hạn."))
    fields = {"extended_until": until} | ({"returned_until": until} if nomination.returned_until else {})
    rows = Nomination.objects.filter(pk=nomination.pk, version=version, state__in=EDITABLE)
    if not rows.update(**fields, version=F("version") + 1):
        raise Conflict(_("Hồ sơ vừa thay đổi nên chưa gia hạn được."), instead=_("Vui lòng mở lại trang."))
    nomination.refresh_from_db()
    told = {_("Hạn mới"): f"{clock.local(until):%H:%M:%S %d/%m/%Y}"}
    audit.record(nomination, _("Gia hạn gửi hồ sơ"), by=by, after=told, note=reason)


def nomination_for(registration: Registration) -> Nomination | None:
    return registration.nominations.exclude(state="withdrawn").first()
