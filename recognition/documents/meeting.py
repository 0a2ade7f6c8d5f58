"""One sheet for a meeting, as PDF (typst): the same figures as on the page, drawn in black and white."""

from dataclasses import asdict

from django.conf import settings
from django.utils.translation import gettext as _

from portal.papers.pdf import compile_pdf
from recognition.dashboard.meeting import Sheet


def meeting_pdf(sheet: Sheet, *, by: str) -> bytes:
    return compile_pdf("recognition/documents/meeting.typ", _data(sheet, by))


def _data(sheet: Sheet, by: str) -> dict:
    page, at = sheet.glance, sheet.glance.at
    moment = {"time": f"{at:%H:%M}", "day": f"{at:%d/%m/%Y}"}
    return {
        "title": _("Điển hình tiên tiến năm %(year)s: một trang cho Ban Giám hiệu") % {"year": sheet.year},
        "day": [at.year, at.month, at.day],
        "school": settings.SCHOOL_NAME,
        "office": settings.OFFICE_NAME,
        "at": _("Số liệu lúc %(time)s ngày %(day)s") % moment,
        "sentence": sheet.sentence,
        "funnel": [asdict(bar) for bar in page.funnel.bars],
        "years": [str(page.funnel.year), str(page.funnel.year_before or "")],
        "columns": [
            {"year": str(group.year), "empty": group.is_empty, "posts": [asdict(post) for post in group.posts]}
            for group in page.columns.groups
        ],
        "series": page.columns.names,
        "funnel_sentence": page.funnel_sentence,
        "years_sentence": page.years_sentence,
        "heads": sheet.heads,
        "model_years": [str(year) for year in sheet.model_years],
        "rows": [
            {
                "unit": row.unit,
                "counts": row.counts,
                "models": [{"signs": each.signs, "words": each.words} for each in row.models],
            }
            for row in sheet.rows
        ],
        "tight": sheet.tight,
        "totals": sheet.totals,
        "more": _("và %(n)02d đơn vị khác trên cổng") % {"n": sheet.more_units} if sheet.more_units else "",
        "models_sentence": page.models.sentence,
        "weakest": [[line.criterion.label, line.school.percent] for line in sheet.weakest.weakest],
        "weakest_sentence": sheet.weakest.sentence,
        "foot": _(
            "Thang điểm nội bộ của nhà trường; Kế hoạch không quy định điểm. Người in: %(by)s, %(time)s ngày %(day)s. "
            "Không phải văn bản chính thức."
        )
        % (moment | {"by": by}),
        "words": {
            "funnel": _("1. Từ đăng ký đến công nhận"),
            "years": _("2. Qua các năm"),
            "units": _("3. Theo đơn vị"),
            "weakest": _("4. Năm tiêu chuẩn thấp nhất toàn trường"),
            "not_yet": _("chưa đến bước này"),
            "no_data": _("không có dữ liệu"),
            "unit": _("Đơn vị"),
            "model": _("Mô hình"),
            "school": _("Toàn trường"),
            "signs": [_("đã đạt"), _("đã hứa, chưa đạt"), _("phải có, chưa hứa")],
        },
    }
