"""A dossier of the demo that came back to its unit: what the office asked for, and what one unit made of it."""

from datetime import timedelta

from nominations.actions import editor, exchange, nominations
from nominations.kinds import criteria_to_state
from nominations.models import Nomination
from portal import clock
from portal.clock import school_time
from portal.models import User
from recognition.demo import words

DECISION = "Số liệu của đề tài chưa khớp quyết định nghiệm thu. Đề nghị ghi rõ số, ngày quyết định."
OUTCOME = "Nêu kết quả cụ thể, có so sánh với năm trước."


def give_back(nomination: Nomination, *, by: User) -> None:
    """Pinned to the account of the year and to one standard."""
    until = school_time(nomination.plan_year.year, 11, 25, 17)
    notes = {f"criterion-{criteria_to_state(nomination)[1].code}": DECISION, "report": OUTCOME}
    nominations.give_back(nomination, by=by, version=nomination.version, until=until, notes=notes)


def back_and_sent_again(nomination: Nomination, *, office: User, writer: User) -> None:
    """The unit mends the standard, answers the other reason, and sends again."""
    sent = nomination.sent_at
    with clock.at(sent + timedelta(hours=3)):
        give_back(nomination, by=office)
    with clock.at(sent + timedelta(hours=9)):
        standard = criteria_to_state(nomination)[1]
        paper = "Có số liệu theo Quyết định số 47/QĐ-TCT ngày 12/8/2025 kèm theo."
        mended = words.statement(standard.code).replace("Có số liệu và xác nhận kèm theo.", paper)
        texts = {standard: mended}
        editor.save_statements(nomination, texts, by=writer, version=nomination.version)
        note = nomination.return_notes.get(place="report")
        told = {note: "Kết quả và so sánh với năm trước đã nêu ở phần kết quả so với chỉ tiêu."}
        exchange.answer(nomination, told, by=writer, version=nomination.version)
        nominations.submit(nomination, by=writer, version=nomination.version)
