"""What the demo's dossiers are proved by: a decision of two pages, a table, a photo. Made up, drawn at the build."""

from datetime import date, datetime
from functools import lru_cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image, ImageDraw

from nominations.actions import evidence as acts
from nominations.kinds import criteria_to_state
from nominations.models import Evidence, Nomination
from portal import files
from portal.models import User
from portal.papers.pdf import compile_pdf

WITH_A_PHOTO = "Phạm Thị Thu Thủy"  # the draft that a visitor opens first: one of its pieces is of another year


def prove(nomination: Nomination, day: datetime, by: User) -> None:
    rows = criteria_to_state(nomination)
    decided = day.date().replace(month=5, day=12)
    level, number = Evidence.Level.SCHOOL, f"{40 + nomination.registration_id}/QĐ-TCT"
    about = {"number": number, "date": decided, "issuer": "Trường Chính trị Trường Chinh", "level": level}
    decision = Evidence(nomination=nomination, title="Quyết định công nhận sáng kiến", **about)
    acts.add_evidence(decision, rows[1:3], upload=_decision(nomination, number, decided), by=by)
    if nomination.plan_year.year == 2025:
        table = Evidence(nomination=nomination, title="Số liệu trước và sau khi áp dụng", date=day.date())
        acts.add_evidence(table, rows[:1], upload=_table(nomination), by=by)
    if str(nomination) == WITH_A_PHOTO:
        photo = Evidence(nomination=nomination, title="Ảnh sinh hoạt nhóm", date=date(2024, 12, 20))
        acts.add_evidence(photo, rows[1:2], upload=_photo(), by=by)


def _decision(nomination: Nomination, number: str, decided: date) -> files.Checked:
    """This year's each for itself; those of the past look alike and differ by a remark at their end: that is quick."""
    day, unit = (decided.year, decided.month, decided.day), str(nomination.unit)
    what, who = nomination.model_name or nomination.summary, str(nomination)
    if decided.year == 2025:
        paper = _paper(number, day, what, who, unit)
    else:
        paper = _paper("–", day, "Sáng kiến trong năm", "tập thể, cá nhân", unit) + f"%{number}\n%%EOF\n".encode()
    return _sent("Quyết định công nhận sáng kiến.pdf", paper)


@lru_cache
def _paper(number: str, day: tuple[int, int, int], what: str, who: str, unit: str) -> bytes:
    told = {"number": number, "day": list(day), "what": what, "who": who, "unit": unit}
    title = "Về việc công nhận sáng kiến cấp trường"
    return compile_pdf("recognition/demo/paper.typ", told | {"title": title})


def _table(nomination: Nomination) -> files.Checked:
    book, out = Workbook(), BytesIO()
    rows = [(str(nomination), "Năm trước", "Năm nay"), ("Số lượt người", 120, 168), ("Đánh giá tốt, %", 90.5, 96.4)]
    for row in rows:
        book.active.append(row)
    book.active.column_dimensions["A"].width = 40
    book.save(out)
    return _sent("Số liệu trước và sau.xlsx", out.getvalue())


def _photo() -> files.Checked:
    """A class room as a child would paint it."""
    picture, out = Image.new("RGB", (1600, 1200), "#e8dcc8"), BytesIO()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 820, 1600, 1200), fill="#b08a5c")
    draw.rectangle((260, 140, 1340, 560), fill="#22523c", outline="#7a5230", width=22)
    for place in range(5):
        x = 200 + 300 * place
        draw.ellipse((x - 70, 600, x + 70, 740), fill="#d9a679")
        draw.rectangle((x - 110, 740, x + 110, 960), fill=("#9f1d20", "#1d4f8c")[place % 2])
        draw.rectangle((x - 140, 940, x + 140, 1000), fill="#7a5230")
    picture.save(out, "JPEG", quality=80)
    return _sent("Ảnh sinh hoạt nhóm.jpg", out.getvalue())


def _sent(name: str, content: bytes) -> files.Checked:
    return files.check(SimpleUploadedFile(name, content))
