"""Registrations and dossiers of the demo school's people, made by the real acts."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria.models import PlanYear
from nominations.actions import editor, exchange
from nominations.actions import evidence as evidence_acts
from nominations.actions import nominations as acts
from nominations.actions.registrations import move_registration, return_registration, save_registration
from nominations.completeness import criteria_to_state
from nominations.models import Endorsement, Evidence, Nomination, Registration, Target
from portal import clock, files
from portal.models import Person, Post, Unit, User

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def user(username: str) -> User:
    return User.objects.get(username=username)


def colleague(unit: Unit, name: str = "Đỗ Văn Sáng") -> Person:
    """Somebody of that unit about whom nothing has been written yet."""
    person, new = Person.objects.get_or_create(full_name=name, sex="male")
    if new:
        Post.objects.create(person=person, unit=unit, title="Giảng viên", valid_from=date(2020, 1, 1))
    return person


def year(number: int = 2025) -> PlanYear:
    return PlanYear.objects.get(year=number)


def upload(name: str = "quyet-dinh.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def registration(person: Person, unit: Unit, *, by: str, state: str = "draft", whole: bool = True) -> Registration:
    """A promise about a person, brought to a state by the unit's clerk and the office."""
    row = Registration(
        plan_year=year(),
        unit=unit,
        subject_person=person,
        model_name="Nhóm học tập cùng tiến",
        movement="Dạy tốt, học tốt",
        content="Mỗi nhóm 06 học viên, gặp nhau hai tuần một lần." if whole else "",
        finish_by=date(2025, 11, 15) if whole else None,
    )
    target = Target(what="Bài kiểm tra đạt khá trở lên", measure="%", baseline="71,4", promised="trên 80")
    save_registration(row, [target] if whole else [], by=user(by))
    for name, who in {"draft": (), "submitted": (("submit", by),)}.get(
        state, (("submit", by), ("accept" if state == "accepted" else "return", "chuyenvien"))
    ):
        if name == "return":
            told = {"reason": "Chỉ tiêu chưa đo được.", "until": clock.today() + timedelta(days=7)}
            return_registration(row, by=user(who), version=row.version, **told)
        else:
            move_registration(name, row, by=user(who), version=row.version)
    return row


def answer_notes(row: Registration | Nomination, *, by: str) -> None:
    """Every reason of the return under way, with the same words."""
    told = dict.fromkeys(row.return_notes.all(), "Đã rà soát, giữ nguyên.")
    exchange.answer(row, told, by=user(by), version=row.version)


def nomination(person: Person, unit: Unit, *, by: str, whole: bool = False) -> Nomination:
    """A draft of a newly found person; `whole`: nothing is missing."""
    row = Nomination(
        plan_year=year(), unit=unit, subject_person=person, unregistered_reason="Mới chuyển về từ tháng 4."
    )
    acts.begin(row, by=user(by))
    if whole:
        complete(row, by=by)
    return row


def complete(row: Nomination, *, by: str) -> None:
    who = user(by)
    row.summary, row.report = "Nhóm học tập cùng tiến", "Tỷ lệ khá trở lên tăng từ 71,4% lên 86,2%."
    editor.save_summary(row, by=who, version=row.version)
    if row.registration:
        told = dict.fromkeys(row.registration.targets.all(), ("86,2", ""))
        editor.save_results(row, told, by=who, version=row.version)
    texts = {criterion: f"Đã làm tốt: {criterion.label}." for criterion in criteria_to_state(row)}
    editor.save_statements(row, texts, by=who, version=row.version)
    vote(row, by=by)


def vote(row: Nomination, *, by: str) -> None:
    told = Endorsement(
        nomination=row, held_on=date(2025, 11, 12), minutes_number="05/BB", members=9, present=9, agree=8
    )
    minutes = files.check(upload("bien-ban.pdf"))
    editor.save_endorsement(told, minutes=minutes, by=user(by), version=row.version)


def evidence(row: Nomination, *, by: str) -> Evidence:
    found = Evidence(nomination=row, title="Quyết định công nhận sáng kiến", number="45/QĐ-TCT", date=date(2025, 5, 12))
    criterion = criteria_to_state(row)[0]
    evidence_acts.add_evidence(found, [criterion], upload=files.check(upload()), by=user(by))
    return found
