"""Dossiers in the state that a test needs, made by the real acts of the people of the demo school.

Each step takes the one before: begun → complete → sent → received → marked → appraised. People are told by their
sign-in names.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria import content
from criteria.actions import scorecards
from criteria.models import PlanYear, Sheet
from criteria.vocabulary import Answer, Declared, SubjectKind
from nominations.actions import appraisal, editor, nominations
from nominations.actions import evidence as evidence_acts
from nominations.completeness import criteria_to_state
from nominations.models import Endorsement, Evidence, Nomination
from portal import clock, files
from portal.models import Person, Post, Unit, User

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OFFICE = "chuyenvien"
ASSESSORS = ("hoidong2", "hoidong3")


def account(username: str) -> User:
    """Anew each time, as each request does: held roles are read once an object."""
    return User.objects.get(username=username)


def upload(name: str = "minh-chung.pdf") -> files.Checked:
    return files.check(SimpleUploadedFile(name, PDF))


def unit_of(subject: Unit | Person) -> Unit:
    """The khoa or phòng that puts a subject forward."""
    if isinstance(subject, Unit):
        return subject if subject.nominates else subject.parent
    return Post.objects.on(clock.today()).filter(person=subject).select_related("unit").first().unit


def make_room(subject: Unit | Person, year: PlanYear) -> dict[str, Unit | Person]:
    """Whose dossier it is to be. The demo's own of that subject, where there is one, steps aside."""
    whose = {"subject_unit": subject} if isinstance(subject, Unit) else {"subject_person": subject}
    Nomination.objects.filter(plan_year=year, **whose).update(state="withdrawn")
    return whose


def begun_dossier(subject: Unit | Person, by: str = "canbo.llcs", **fields) -> Nomination:
    """A draft without a registration, in the plan year under way."""
    year = fields.pop("plan_year", None) or PlanYear.objects.get(year=2025)
    whose = make_room(subject, year)
    told = {"unregistered_reason": "Nhân tố mới, phát hiện trong tháng 10."} | fields
    nomination = Nomination(plan_year=year, unit=unit_of(subject), **whose, **told)
    nominations.begin(nomination, by=account(by))
    return nomination


def complete_dossier(subject: Unit | Person, by: str = "canbo.llcs", *, agree: int = 8, **fields) -> Nomination:
    """A draft that lacks nothing: 09 members, `agree` of them for it; one piece of evidence for the first standard."""
    nomination, writer = begun_dossier(subject, by, **fields), account(by)
    nomination.summary = nomination.summary or "Đi đầu trong đổi mới phương pháp giảng dạy"
    nomination.report = nomination.report or "Hoàn thành vượt mức các chỉ tiêu của năm, được học viên đánh giá cao."
    editor.save_summary(nomination, by=writer, version=nomination.version)
    standards = criteria_to_state(nomination)
    texts = {row: f"Kết quả trong năm về “{row.label}”." for row in standards}
    editor.save_statements(nomination, texts, by=writer, version=nomination.version)
    vote = Endorsement(
        nomination=nomination,
        held_on=clock.today(),
        minutes_number="15/BB-HĐ",
        members=9,
        present=9,
        agree=agree,
    )
    editor.save_endorsement(vote, minutes=upload("bien-ban.pdf"), by=writer, version=nomination.version)
    prove(nomination, standards[:1], by=by)
    return Nomination.objects.with_subject().get(pk=nomination.pk)


def prove(
    nomination: Nomination, criteria: Iterable, *, by: str = "canbo.llcs", title: str = "Quyết định số 52"
) -> None:
    """One more piece of evidence, bound to these criteria."""
    evidence = Evidence(nomination=nomination, title=title, number="52/QĐ-TCT", issuer="Trường Chính trị")
    evidence_acts.add_evidence(evidence, list(criteria), upload=upload(), by=account(by))


def sent_dossier(subject: Unit | Person, by: str = "canbo.llcs", **fields) -> Nomination:
    nomination = complete_dossier(subject, by, **fields)
    nominations.submit(nomination, by=account(by), version=nomination.version)
    return nomination


def received_dossier(subject: Unit | Person, by: str = "canbo.llcs", *, office: str = OFFICE, **fields) -> Nomination:
    nomination = sent_dossier(subject, by, **fields)
    nominations.receive(nomination, by=account(office), version=nomination.version)
    return nomination


def answer_gates(nomination: Nomination, *, office: str = OFFICE, answer: Answer = Answer.MET) -> None:
    """Every office gate that waits for its answer."""
    for criterion in appraisal.unanswered_office_gates(nomination):
        appraisal.answer_gate(
            nomination,
            criterion,
            answer=answer,
            finding="Không có kỷ luật, vi phạm trong năm",
            paper="Xác nhận số 12-XN/CB ngày 15/11/2025",
            by=account(office),
        )


def marks_of(nomination: Nomination, share: str = "0.8") -> dict[str, tuple[Decimal, str]]:
    """{criterion code: (points, reason)}: such a share of the points of every row that applies."""
    card = nomination.scorecard
    aside = scorecards.not_applicable(card)
    standing = content.read(card.criteria_set).standards_for(SubjectKind(card.kind))
    return {
        row.code: ((row.points * Decimal(share)).quantize(Decimal("0.1")), "Theo minh chứng của đơn vị.")
        for row in standing.scored
        if row.code not in aside
    }


def sheet_of(nomination: Nomination, assessor: str, *, office: str = OFFICE) -> Sheet:
    """An assigned sheet that is still empty, without a conflict."""
    return declared(appraisal.assign(nomination, account(assessor), by=account(office)))


def declared(sheet: Sheet) -> Sheet:
    if not sheet.declared:
        scorecards.declare(sheet, declared=Declared.NONE, note="", by=sheet.assessor)
    return sheet


def send_marks(sheet: Sheet, marks: dict[str, tuple[Decimal, str]]) -> None:
    declared(sheet)
    scorecards.set_marks(sheet, marks, by=sheet.assessor, version=sheet.version)
    scorecards.send_sheet(sheet, by=sheet.assessor, version=sheet.version)


def marked_dossier(
    subject: Unit | Person,
    by: str = "canbo.llcs",
    *,
    office: str = OFFICE,
    assessors: Iterable[str] = ASSESSORS,
    share: str = "0.8",
    **fields,
) -> Nomination:
    """Received, its office gates answered, every assigned sheet sent."""
    nomination = received_dossier(subject, by, office=office, **fields)
    answer_gates(nomination, office=office)
    for sheet in [sheet_of(nomination, username, office=office) for username in assessors]:
        send_marks(sheet, marks_of(nomination, share))
    return Nomination.objects.with_subject().get(pk=nomination.pk)


def appraised_dossier(subject: Unit | Person, by: str = "canbo.llcs", *, office: str = OFFICE, **more) -> Nomination:
    nomination = marked_dossier(subject, by, office=office, **more)
    appraisal.appraise(nomination, by=account(office), version=nomination.version)
    return nomination
