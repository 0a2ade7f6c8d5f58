"""Registrations and dossiers of 2023–2025 in every state, made by the real acts of the demo's people on their days."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria import content
from criteria.actions import scorecards
from criteria.models import PlanYear
from criteria.vocabulary import Answer, Declared, Scope, SubjectKind
from nominations.actions import appraisal, editor, nominations
from nominations.actions.registrations import move_registration, save_registration
from nominations.kinds import criteria_to_state
from nominations.models import Endorsement, Nomination, Registration
from portal import clock, files
from portal.clock import school_time
from portal.models import Person, Unit, User
from portal.papers.pdf import compile_pdf
from recognition.demo import evidence, exchange, promises, words
from recognition.demo.school import NNPL, QLDT, TCHC, XDD
from recognition.demo.stories import ASSESSORS, PAST, WRITERS, YEAR_2025, Story, stories

# Whose two sheets lie so far apart in the first standard, one below and one above; and where that was talked over.
APART = {(2025, "Vũ Minh Đức"): Decimal("1.6"), (2025, "Bùi Thanh Tùng"): Decimal("1.5")}
AGREED = {(2025, "Vũ Minh Đức"): Decimal("8.4")}


def build_past(year: int) -> None:
    for unit, text in PAST[year].items():
        for story in stories(text, unit):
            _live(story, year)


def build_2025() -> None:
    for unit, text in YEAR_2025.items():
        for story in stories(text, unit):
            _live(story, 2025)


def _live(story: Story, year: int) -> None:
    """From the promise in March to as far as its papers came by the end of November."""
    registration = _register(story, year)
    if story.ends == "explained":
        promises.not_nominated(registration, by=_user(WRITERS[story.unit]))
        return
    if story.ends in ("withdrawn", "accepted", "submitted-registration", "draft-registration"):
        return
    day = school_time(year, 11, 10, 9) + timedelta(hours=3 * len(story.summary) % 90)
    nomination = _write(story, registration, day)
    if story.ends == "draft":
        return
    writer = WRITERS[story.unit]
    with clock.at(day + timedelta(hours=2)):
        nominations.submit(nomination, by=_user(writer), version=nomination.version)
    if story.ends == "submitted":
        return
    office = _handler(story)
    if story.again:
        exchange.back_and_sent_again(nomination, office=_user(office), writer=_user(writer))
    with clock.at(day + timedelta(hours=20)):
        if story.ends == "returned":
            exchange.give_back(nomination, by=_user(office))
            return
        nominations.receive(nomination, by=_user(office), version=nomination.version)
        sheets = [appraisal.assign(nomination, _user(assessor), by=_user(office)) for assessor in _assessors(story)]
        _answer(nomination, office)
    if story.ends == "received":
        return
    for number, sheet in enumerate(sheets):
        with clock.at(day + timedelta(days=2, hours=number)):
            appraisal.declare(nomination, sheet, declared=Declared.NONE, note="", by=_user(sheet.assessor.username))
            apart = APART.get((year, story.who), Decimal(0)) * (1 if number else -1)
            _mark(sheet, Decimal(story.share) + Decimal(number) / 100 - Decimal("0.01"), apart)
    if (year, story.who) in AGREED:
        with clock.at(day + timedelta(days=3)):
            _agree(nomination, office)
    with clock.at(day + timedelta(days=4)):
        nomination.refresh_from_db()
        appraisal.appraise(nomination, by=_user(office), version=nomination.version)


def _register(story: Story, year: int) -> Registration:
    plan_year = PlanYear.objects.get(year=year)
    unit = Unit.objects.get(name=story.unit)
    writer = WRITERS[story.unit]
    registration = Registration(
        plan_year=plan_year,
        unit=unit,
        scope=(Scope.FIELD if story.field else Scope.COMPREHENSIVE).value,
        field=story.field,
        model_name=story.model,
        movement=f"Thi đua dạy tốt, học tốt, phục vụ tốt năm {year}",
        goal=words.goal(story.model),
        content="Lập kế hoạch từ đầu năm, phân công người phụ trách, kiểm tra hằng quý, rút kinh nghiệm, nhân rộng.",
        starts_on=date(year, 3, 15),
        finish_by=plan_year.reviews_on,
        spread=words.SPREAD,
        continued_from=Registration.objects.filter(plan_year__year=year - 1, **_subject(story, unit)).first(),
        **_subject(story, unit),
    )
    sent = school_time(year, 4, 8, 9) if story.late else school_time(year, 3, 10, 8, 30)
    with clock.at(sent - timedelta(days=3)):
        save_registration(registration, promises.targets(registration), by=_user(writer))
    if story.ends == "draft-registration":
        return registration
    with clock.at(sent):
        if story.ends == "withdrawn":
            move_registration("withdraw", registration, by=_user(writer), version=registration.version)
            return registration
        move_registration("submit", registration, by=_user(writer), version=registration.version)
    if story.ends != "submitted-registration":
        with clock.at(sent + timedelta(days=2)):
            move_registration("accept", registration, by=_user(_handler(story)), version=registration.version)
        promises.commend(registration, by=_user(writer))
    return registration


def _subject(story: Story, unit: Unit) -> dict:
    return {"subject_person": Person.objects.get(full_name=story.who)} if story.who else {"subject_unit": unit}


def _handler(story: Story) -> str:
    """Who receives and concludes: the office, but for its own people the board."""
    return "phohieutruong" if story.unit == TCHC else "chuyenvien"


def _assessors(story: Story) -> list[str]:
    own = {NNPL: "hoidong1", QLDT: "hoidong2", XDD: "hoidong3"}.get(story.unit)
    return [assessor for assessor in ASSESSORS if assessor != own][:2]


def _write(story: Story, registration: Registration, day: datetime) -> Nomination:
    writer = WRITERS[story.unit]
    with clock.at(day - timedelta(days=2)):
        nomination = Nomination(plan_year=registration.plan_year, registration=registration)
        nominations.begin(nomination, by=_user(writer))
        nomination.summary = story.summary
        nomination.report = f"{story.summary}. Kết quả được tập thể ghi nhận, học viên và cơ sở đánh giá cao."
        nomination.duties = words.duties(nomination)
        editor.save_summary(nomination, by=_user(writer), version=nomination.version, awards=words.awards(nomination))
    with clock.at(day):
        rows = criteria_to_state(nomination)
        told = rows[: len(rows) // 2] if story.ends == "draft" else rows
        texts = {row: words.statement(row.code) for row in told}
        editor.save_statements(nomination, texts, by=_user(writer), version=nomination.version)
        evidence.prove(nomination, day, _user(writer))
        if story.ends != "draft":
            results = {target: (promises.achieved(target), "") for target in registration.targets.all()}
            editor.save_results(nomination, results, by=_user(writer), version=nomination.version)
            _vote(nomination, day, writer)
    return Nomination.objects.with_subject().get(pk=nomination.pk)


def _vote(nomination: Nomination, day: datetime, writer: str) -> None:
    vote = Endorsement(
        nomination=nomination,
        held_on=day.date() - timedelta(days=1),
        minutes_number=f"{nomination.pk:02d}/BB",
        members=8,
        present=8,
        agree=7,
    )
    minutes = _paper("Biên bản họp đơn vị")
    editor.save_endorsement(vote, minutes=minutes, by=_user(writer), version=nomination.version)


def _answer(nomination: Nomination, office: str) -> None:
    for criterion in appraisal.unanswered_office_gates(nomination):
        appraisal.answer_gate(
            nomination,
            criterion,
            answer=Answer.MET,
            finding="Không có kỷ luật, vi phạm trong năm",
            paper=f"Xác nhận của chi bộ ngày 05/11/{nomination.plan_year.year}",
            by=_user(office),
        )


def _agree(nomination: Nomination, office: str) -> None:
    told = {"points": AGREED[nomination.plan_year.year, str(nomination)], "by": _user(office)}
    note = "Hai thành viên trao đổi tại buổi họp, thống nhất tính cả phong trào thi đua đợt hai của khoa."
    criterion = nomination.scorecard.criteria_set.criteria.get(code="G2")
    appraisal.agree(nomination, criterion, note=note, **told)


def _mark(sheet, share: Decimal, apart: Decimal) -> None:
    """Every row near the share of its points, to one decimal; below one half only one row, with its reason."""
    card = sheet.scorecard
    rows = content.read(card.criteria_set).standards_for(SubjectKind(card.kind)).scored
    marks = {}
    for place, row in enumerate(rows):
        level = min(Decimal(1), share) if share > Decimal("0.5") or place == 10 else Decimal("0.75")
        reason = "Minh chứng còn mỏng." if level < Decimal("0.5") else ""
        points = (row.points * level).quantize(Decimal("0.1"))
        marks[row.code] = (points if place else points + apart, reason)
    scorecards.set_marks(sheet, marks, by=sheet.assessor, version=sheet.version)
    scorecards.send_sheet(sheet, by=sheet.assessor, version=sheet.version)


def _user(username: str) -> User:
    return User.objects.select_related("person").get(username=username)


def _paper(title: str) -> files.Checked:
    name = re.sub(r"\W+", " ", title)
    return files.check(SimpleUploadedFile(f"{name}.pdf", _pdf(title)))


@lru_cache
def _pdf(title: str) -> bytes:
    return compile_pdf("recognition/demo/scan.typ", {"number": "–", "unit": title, "day": [2025, 11, 1]})
