"""Registrations and dossiers behind the rows of the table of who may, in the state that each act asks for.

Each is about somebody of whom nothing else is known. Hoàng Thu Hà (office) also writes for her own phòng and Phạm Văn
Hòa (assessor) for his khoa, so that the pages for writing open to them; a subject of another unit is refused there
(200, the form again).
"""

from datetime import date

from criteria.models import PlanYear
from nominations.completeness import criteria_to_state
from nominations.models import Endorsement, Evidence, EvidenceUse, Nomination, Registration, Statement, Target
from portal import clock, files
from portal.models import Unit, User
from tests.hostile import A4, pdf
from tests.nominations.builders import colleague, upload

TABLE = """
                                          clerk head office o.head assessor board reader lecturer admin nobody
GET  nominations:registration-list      -       200 200 200 200 200 200 200 200 200 302
GET  nominations:registration-export    -       200 200 200 200 200 200 200 200 200 302
GET  nominations:registration-new       -       200 200 200 403 200 403 403 403 403 302
POST nominations:registration-new       -       302 302 200 403 200 403 403 403 403 302
GET  nominations:registration-detail    own     200 200 200 200 404 200 404 404 404 302
GET  nominations:registration-detail    foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:registration-detail    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-edit      own     200 200 403 403 404 403 404 404 404 302
GET  nominations:registration-edit      foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:registration-edit      absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-edit      own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-edit      foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-edit      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-submit    own     405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-submit    foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-submit    absent  405 405 405 405 405 405 405 405 405 302
POST nominations:registration-submit    own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-submit    foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-submit    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-accept    own     405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-accept    foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-accept    absent  405 405 405 405 405 405 405 405 405 302
POST nominations:registration-accept    own     403 403 302 302 404 403 404 404 404 302
POST nominations:registration-accept    foreign 404 404 302 302 404 403 404 404 404 302
POST nominations:registration-accept    absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-accept    board   404 404 403 403 404 302 404 404 404 302
GET  nominations:registration-return    own     403 403 200 200 404 403 404 404 404 302
GET  nominations:registration-return    foreign 404 404 200 200 404 403 404 404 404 302
GET  nominations:registration-return    absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-return    own     403 403 302 302 404 403 404 404 404 302
POST nominations:registration-return    foreign 404 404 302 302 404 403 404 404 404 302
POST nominations:registration-return    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-withdraw  own     405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-withdraw  foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-withdraw  absent  405 405 405 405 405 405 405 405 405 302
POST nominations:registration-withdraw  own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-withdraw  foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-withdraw  absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-nominate  own     405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-nominate  foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:registration-nominate  absent  405 405 405 405 405 405 405 405 405 302
POST nominations:registration-nominate  own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-nominate  foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-nominate  absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-list        -       200 200 200 200 200 200 200 200 200 302
GET  nominations:nomination-unsent      -       403 403 200 200 403 200 403 403 403 302
GET  nominations:nomination-unsent-export -     403 403 200 200 403 200 403 403 403 302
GET  nominations:nomination-export      -       200 200 200 200 200 200 200 200 200 302
GET  nominations:nomination-new         -       200 200 200 403 200 403 403 403 403 302
POST nominations:nomination-new         -       302 302 200 403 200 403 403 403 403 302
GET  nominations:nomination-detail      own     200 200 200 200 404 200 404 404 404 302
GET  nominations:nomination-detail      foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:nomination-detail      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-summary     own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-summary     foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-summary     absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-summary     own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-summary     foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-summary     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-results     own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-results     foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-results     absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-results     own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-results     foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-results     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-statements  own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-statements  foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-statements  absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-statements  own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-statements  foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-statements  absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-evidence    own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-evidence    foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-evidence    absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-evidence    own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-evidence    foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-evidence    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-vote        own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-vote        foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-vote        absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-vote        own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-vote        foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-vote        absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-check       own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-check       foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-check       absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-presence    own     405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-presence    foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-presence    absent  405 405 405 405 405 405 405 405 405 302
POST nominations:nomination-presence    own     200 200 403 403 404 403 404 404 404 302
POST nominations:nomination-presence    foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-presence    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-revisions   own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-revisions   foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-revisions   absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-minutes     own     200 200 200 200 404 200 404 404 404 302
GET  nominations:nomination-minutes     foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:nomination-minutes     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-submit      own     405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-submit      foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-submit      absent  405 405 405 405 405 405 405 405 405 302
POST nominations:nomination-submit      own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-submit      foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-submit      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-withdraw    own     405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-withdraw    foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-withdraw    absent  405 405 405 405 405 405 405 405 405 302
POST nominations:nomination-withdraw    own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-withdraw    foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-withdraw    absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-answers   own     200 200 403 403 404 403 404 404 404 302
GET  nominations:registration-answers   foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:registration-answers   absent  404 404 404 404 404 404 404 404 404 302
POST nominations:registration-answers   own     302 302 403 403 404 403 404 404 404 302
POST nominations:registration-answers   foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:registration-answers   absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:registration-changes   own     200 200 200 200 404 200 404 404 404 302
GET  nominations:registration-changes   foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:registration-changes   absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-answers     own     200 200 403 403 404 403 404 404 404 302
GET  nominations:nomination-answers     foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:nomination-answers     absent  404 404 404 404 404 404 404 404 404 302
POST nominations:nomination-answers     own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-answers     foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-answers     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-changes     own     200 200 200 200 404 200 404 404 404 302
GET  nominations:nomination-changes     foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:nomination-changes     absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-file          own     200 200 200 200 404 200 404 404 404 302
GET  nominations:evidence-file          foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:evidence-file          absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-remove        own     405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-remove        foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-remove        absent  405 405 405 405 405 405 405 405 405 302
POST nominations:evidence-remove        own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-remove        foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-remove        absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-upload      own     405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-upload      foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-upload      absent  405 405 405 405 405 405 405 405 405 302
POST nominations:nomination-upload      own     200 200 403 403 404 403 404 404 404 302
POST nominations:nomination-upload      foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-upload      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:nomination-choose      own     405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-choose      foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:nomination-choose      absent  405 405 405 405 405 405 405 405 405 302
POST nominations:nomination-choose      own     302 302 403 403 404 403 404 404 404 302
POST nominations:nomination-choose      foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:nomination-choose      absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:minutes-preview        own     200 200 200 200 404 200 404 404 404 302
GET  nominations:minutes-preview        foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:minutes-preview        absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:minutes-page           own     200 200 200 200 404 200 404 404 404 302
GET  nominations:minutes-page           foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:minutes-page           absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-preview       own     200 200 200 200 404 200 404 404 404 302
GET  nominations:evidence-preview       foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:evidence-preview       absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-page          own     200 200 200 200 404 200 404 404 404 302
GET  nominations:evidence-page          foreign 404 404 200 200 404 200 404 404 404 302
GET  nominations:evidence-page          absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-edit          own     200 200 403 403 404 403 404 404 404 302
GET  nominations:evidence-edit          foreign 404 404 403 403 404 403 404 404 404 302
GET  nominations:evidence-edit          absent  404 404 404 404 404 404 404 404 404 302
POST nominations:evidence-edit          own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-edit          foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-edit          absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-bind          own     405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-bind          foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-bind          absent  405 405 405 405 405 405 405 405 405 302
POST nominations:evidence-bind          own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-bind          foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-bind          absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-unbind        own     405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-unbind        foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-unbind        absent  405 405 405 405 405 405 405 405 405 302
POST nominations:evidence-unbind        own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-unbind        foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-unbind        absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-restore       own     405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-restore       foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-restore       absent  405 405 405 405 405 405 405 405 405 302
POST nominations:evidence-restore       own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-restore       foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-restore       absent  404 404 404 404 404 404 404 404 404 302
GET  nominations:evidence-merge         own     405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-merge         foreign 405 405 405 405 405 405 405 405 405 302
GET  nominations:evidence-merge         absent  405 405 405 405 405 405 405 405 405 302
POST nominations:evidence-merge         own     302 302 403 403 404 403 404 404 404 302
POST nominations:evidence-merge         foreign 404 404 403 403 404 403 404 404 404 302
POST nominations:evidence-merge         absent  404 404 404 404 404 404 404 404 404 302
"""

ABSENT = 10**9
UNITS = {"own": "LLCS", "foreign": "XDĐ", "board": "TC-HC-TT-TL"}
# What the address needs it to be; everything else is asked of what was sent.
STATES = {"edit": "returned", "submit": "returned", "nominate": "accepted", "answers": "returned"}
OF_A_SENT_ONE = ("detail", "changes", "withdraw", "minutes", "file", "preview", "page")


def target(name: str, case: str) -> list:
    pk = ABSENT if case == "absent" else _thing(name, case).pk
    if name.endswith("-page"):
        return [pk, 1]
    if name.endswith("bind"):
        return [pk, criteria_to_state(_nomination("returned", "own" if case == "absent" else case))[1].pk]
    return [pk]


def _thing(name: str, case: str):
    kind, act = name.split(":")[1].split("-")
    if kind == "registration":
        registration = _registration(STATES.get(act, "submitted"), case)
        if act == "answers":
            _note(registration)
        return registration
    nomination = _nomination("submitted" if act in OF_A_SENT_ONE else "returned", case)
    if kind == "evidence":
        return _evidence(nomination, act)
    if act == "answers":
        _note(nomination)
    if kind == "minutes" or act in ("minutes", "submit"):
        _vote(nomination)
    if act == "submit":
        _say_everything(nomination)
    return nomination


def _about(case: str) -> dict:
    unit = Unit.objects.get(short_name=UNITS[case])
    whose = {"plan_year": PlanYear.objects.get(year=2025), "unit": unit}
    return whose | {"subject_person": colleague(unit, f"Đỗ Văn Sáng {UNITS[case]}")}


def _sent(state: str) -> dict:
    clerk = User.objects.get(username="phohieutruong")  # nobody of the table: who entered it may not judge it
    return {"state": state, "entered_by": clerk, "submitted_at": clock.now()}


def _registration(state: str, case: str) -> Registration:
    about = _about(case)
    found = Registration.objects.filter(**about).first()
    if found:
        return found
    more = {"content": "Nhóm học tập.", "finish_by": date(2025, 11, 15)}
    if state == "accepted":
        more["accepted_at"] = clock.now()
    row = Registration.objects.create(**about, **_sent(state), **more)
    Target.objects.create(registration=row, what="Đạt khá trở lên", promised="trên 80")
    return row


def _nomination(state: str, case: str) -> Nomination:
    about = _about(case)
    found = Nomination.objects.filter(**about).first()
    return found or Nomination.objects.create(
        **about, **_sent(state), kind="individual", unregistered_reason="Mới chuyển về."
    )


def _note(row) -> None:
    """One reason of its return, answered or not."""
    told = {"place": "summary", "label": "Tóm tắt", "text": "Ghi rõ số liệu.", "made_by": row.entered_by}
    if not row.return_notes.exists():
        row.return_notes.create(**told)


def _vote(row: Nomination) -> None:
    told = {"held_on": date(2025, 11, 12), "minutes_number": "05/BB", "members": 9, "present": 9, "agree": 8}
    if not Endorsement.objects.filter(nomination=row).exists():
        Endorsement.objects.create(nomination=row, minutes=_file(row), **told)


def _file(row: Nomination):
    return files.store(files.check(upload("quyet-dinh.pdf", pdf(A4))), by=row.entered_by)


def _evidence(row: Nomination, act: str) -> Evidence:
    """The first of its dossier; where two are one, the second."""
    found = Evidence.objects.filter(nomination=row).last()
    if found is None:
        found = Evidence.objects.create(nomination=row, title="Quyết định", file=_file(row))
        EvidenceUse.objects.create(evidence=found, criterion=criteria_to_state(row)[0])
    if act == "restore":
        Evidence.objects.filter(pk=found.pk).update(removed_at=clock.now())
    if act == "merge" and row.evidence.count() == 1:
        found = Evidence.objects.create(nomination=row, title="Quyết định", file=found.file)
    return found


def _say_everything(row: Nomination) -> None:
    Nomination.objects.filter(pk=row.pk).update(summary="Nhóm học tập", report="Tăng từ 71,4% lên 86,2%.")
    if not row.statements.exists():
        told = [Statement(nomination=row, criterion=each, text="Đã làm tốt.") for each in criteria_to_state(row)]
        Statement.objects.bulk_create(told)


def posted(name: str, case: str) -> dict:
    if case == "absent":
        return {"version": "1"}
    if name.endswith("-new"):
        about = _about("own")
        subject = f"{about['unit'].pk}-p{about['subject_person'].pk}"
        rows = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
        told = {"plan_year": about["plan_year"].pk, "subject": subject, "scope": "comprehensive"}
        return told | rows | {"unregistered_reason": "Mới chuyển về."}
    thing = _thing(name, case)
    version = {"version": str(getattr(thing, "version", 1))}
    act = name.split("-")[1]
    if name.endswith("evidence-edit"):
        return {"title": "Quyết định khen thưởng", "version": str(thing.nomination.version)}
    if act == "edit":
        subject = f"{thing.unit_id}-p{thing.subject_person_id}"
        rows = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
        return {"plan_year": thing.plan_year_id, "subject": subject, "scope": "comprehensive"} | rows | version
    if act in ("evidence", "upload"):
        return {"criteria": [criteria_to_state(thing)[0].pk], "file": upload()} | version
    if act == "choose":
        return {"criterion": criteria_to_state(thing)[1].pk, "pieces": [_evidence(thing, act).pk]}
    meeting = {"held_on": "12/11/2025", "minutes_number": "05/BB", "members": "9", "present": "9", "agree": "8"}
    return {
        "return": {"reason": "Chỉ tiêu chưa đo được.", "until": "28/11/2025"},
        "summary": {"scope": "comprehensive", "summary": "Nhóm học tập"},
        "presence": {"step": "summary"},
        "vote": meeting,
    }.get(act, {}) | version
