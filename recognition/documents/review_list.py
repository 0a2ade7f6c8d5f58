"""Danh sách bình xét as PDF (typst) and Excel: a frozen version plus the letterhead of its day give the same bytes."""

from datetime import datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from portal import clock
from portal.archives import book_at
from portal.models import Letterhead
from portal.papers.pdf import compile_pdf
from recognition.models import ListVersion
from recognition.seal import groups_of_four

WIDTHS = (5, 30, 8, 12, 34, 12, 12, 40, 8, 22)
HEADS = (
    "STT",
    "Tên tập thể; họ và tên cá nhân; tên mô hình",
    "Giới tính",
    "Ngày, tháng, năm sinh",
    "Chức vụ, đơn vị (tập thể: người đứng đầu, số người)",
    "Xếp loại đơn vị; viên chức",
    "Xếp loại tổ chức đảng; đảng viên",
    "Phạm vi; tóm tắt thành tích",
    "Điểm",
    "Ghi chú",
)
_THIN = Border(*(Side(style="thin"),) * 4)


def list_pdf(frozen: ListVersion) -> bytes:
    return compile_pdf("recognition/documents/review_list.typ", _data(frozen))


def _data(frozen: ListVersion) -> dict:
    content, day = frozen.content, clock.local(frozen.closed_at).date()
    head = Letterhead.objects.of(day)
    return {
        "title": str(frozen),
        "day": [day.year, day.month, day.day],
        "heading": _title(frozen),
        "attached": _("(Kèm theo Tờ trình số ……/TTr-%(symbol)s ngày …… tháng …… năm %(year)s của %(school)s)")
        % {"symbol": head.symbol, "year": content["year"], "school": head.school},
        "heads": list(HEADS),
        "collectives": content["collectives"],
        "individuals": content["individuals"],
        "models": content["models"],
        "total": _total(content),
        "abbreviations": _(
            "Chữ viết tắt: HTXSNV: hoàn thành xuất sắc nhiệm vụ; HTTNV: hoàn thành tốt nhiệm vụ; HTNV: hoàn thành "
            "nhiệm vụ; KHTNV: không hoàn thành nhiệm vụ. Điểm tính theo thang điểm nội bộ năm %(year)s."
        )
        % {"year": content["year"]},
        "place": _("%(place)s, ngày …… tháng …… năm %(year)s") % {"place": head.place, "year": content["year"]},
        "signers": [
            [_("NGƯỜI LẬP BIỂU"), content["closed_by"]],
            [head.office_head_title, head.office_head],
            [head.principal_title, head.principal],
        ],
        "foot": _foot(frozen),
    }


def _title(frozen: ListVersion) -> str:
    if frozen.content["supplement"]:
        return _("DANH SÁCH BỔ SUNG BÌNH XÉT ĐIỂN HÌNH TIÊN TIẾN NĂM %(year)s") % {"year": frozen.content["year"]}
    return _("DANH SÁCH BÌNH XÉT ĐIỂN HÌNH TIÊN TIẾN NĂM %(year)s") % {"year": frozen.content["year"]}


def _total(content: dict) -> str:
    return _("Tổng cộng: %(c)02d tập thể, %(i)02d cá nhân (%(w)02d nữ, %(m)02d nam), %(models)02d mô hình.") % {
        "c": len(content["collectives"]),
        "i": len(content["individuals"]),
        "w": content["women"],
        "m": content["men"],
        "models": len(content["models"]),
    }


def _foot(frozen: ListVersion) -> str:
    if not frozen.sha256:
        return _("Bản %(n)02d, chốt lúc %(at)s, chưa duyệt") % {"n": frozen.number, "at": frozen.content["closed_on"]}
    return _("Bản %(n)02d, đã duyệt ngày %(day)s. Mã niêm phong SHA-256: %(seal)s") % {
        "n": frozen.number,
        "day": f"{clock.local(frozen.approved_at):%d/%m/%Y}",
        "seal": groups_of_four(frozen.sha256),
    }


# -- Excel ----------------------------------------------------------------------------------------------------


def list_xlsx(frozen: ListVersion) -> bytes:
    """The same rows with typed cells; the head repeats, the sheet fits one page wide."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    book.properties.created = book.properties.modified = _moment(frozen)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _line(sheet, 1, _title(frozen), bold=True)
    _line(sheet, 2, _("trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"), bold=True)
    _row(sheet, 4, HEADS, bold=True)
    row = 5
    for title, rows, cells in _groups(frozen.content):
        _line(sheet, row, title, bold=True)
        for number, entry in enumerate(rows, 1):
            _row(sheet, row + number, cells(number, entry))
        row += len(rows) + 1
    _line(sheet, row, _total(frozen.content), bold=True)
    _line(sheet, row + 1, _foot(frozen))
    return book_at(book, _moment(frozen))


def _groups(content: dict) -> list[tuple]:
    return [
        (_("A. TẬP THỂ"), content["collectives"], _entry_cells),
        (_("B. CÁ NHÂN"), content["individuals"], _entry_cells),
        (_("C. MÔ HÌNH"), content["models"], _model_cells),
    ]


def _entry_cells(number: int, entry: dict) -> list:
    born = entry.get("born", "")
    day = datetime.strptime(born, "%d/%m/%Y").date() if born else ""
    return [
        number,
        entry["name"],
        entry.get("sex", ""),
        day,
        entry["place"],
        entry["rating"],
        entry["party_rating"],
        f"{entry['scope']}. {entry['summary']}",
        float(entry["total"].replace(",", ".")),
        entry["note"],
    ]


def _model_cells(number: int, model: dict) -> list:
    return [number, model["name"], "", "", model["place"], "", "", f"{model['scope']}. {model['summary']}", "", ""]


def _line(sheet, row: int, text: str, *, bold: bool = False) -> None:
    cell = sheet.cell(row, 1, text)
    cell.data_type, cell.font = "s", Font(name="Times New Roman", size=12, bold=bold)


def _row(sheet, row: int, values, *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # what was typed never becomes a formula
        elif isinstance(value, float):
            cell.number_format = "0.00"
        elif not isinstance(value, int):
            cell.number_format = "dd/mm/yyyy"
        cell.font = Font(name="Times New Roman", size=12, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = _THIN


def _moment(frozen: ListVersion) -> datetime:
    return clock.local(frozen.closed_at).replace(tzinfo=None, microsecond=0)
