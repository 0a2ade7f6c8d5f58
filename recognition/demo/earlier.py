"""The years before the portal: two sheets of the office, brought in by its own act in the first week."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from portal import clock, imports
from portal.archives import book_at
from portal.clock import school_time
from portal.models import User
from portal.sheets import kinds
from recognition.demo.school import LLCS, NNPL, QLDT, TCHC, XDD

# Year, group, name, field ("" is: in everything), model, whether it was recognised.
CASES = (
    (2021, LLCS, LLCS, "Giảng dạy", "Bài giảng gắn với di tích lịch sử địa phương", True),
    (2021, LLCS, "Cao Thị Thanh Mai", "Giảng dạy", "", True),
    (2021, XDD, "Vũ Minh Đức", "Nghiên cứu khoa học", "", True),
    (2021, NNPL, "Bùi Thanh Tùng", "Giảng dạy", "", False),
    (2021, TCHC, TCHC, "Cải cách hành chính", "Một cửa trong tiếp học viên", True),
    (2022, LLCS, "Nguyễn Thị Hồng Hạnh", "", "", True),
    (2022, XDD, XDD, "Xây dựng Đảng", "Sinh hoạt chi bộ theo chuyên đề mỗi quý", True),
    (2022, XDD, "Lê Quốc Bảo", "Giảng dạy", "", False),
    (2022, NNPL, NNPL, "Phục vụ cơ sở", "Tư vấn pháp luật tại xã", True),
    (2022, NNPL, "Đỗ Thị Lan Anh", "Nghiên cứu khoa học", "", True),
    (2022, QLDT, "Lương Văn Khải", "Quản lý đào tạo", "", True),
    (2022, TCHC, "Lại Thị Thu Hường", "Văn thư, lưu trữ", "", False),
)
DECIDED = {2021: ("198/QĐ-TCT", date(2021, 12, 28)), 2022: ("207/QĐ-TCT", date(2022, 12, 27))}
TITLES = {"registered": "TỔNG HỢP ĐĂNG KÝ ĐIỂN HÌNH TIÊN TIẾN", "recognised": "TỔNG HỢP ĐIỂN HÌNH ĐƯỢC CÔNG NHẬN"}


def build() -> None:
    office, moment = User.objects.get(username="chuyenvien"), school_time(2023, 1, 6, 14, 20)
    with clock.at(moment):
        for key, title in TITLES.items():
            kind, asked = kinds.find(key), {"year": "", "decision_number": "", "decision_date": ""}
            content = book_at(_sheet(key, title), datetime(2023, 1, 6, 14))
            form = kind.asked(asked, {"file": SimpleUploadedFile(f"{title.capitalize()} 2021–2022.xlsx", content)})
            form.full_clean()
            kept = imports.upload(kind, form.cleaned_data["file"], asked=asked, by=office)
            imports.confirm(kept, seen=imports.look_at(kept, by=office).mark, by=office)


def _sheet(key: str, title: str) -> Workbook:
    book = Workbook()
    book.properties.created = datetime(2023, 1, 6, 14)
    sheet, paper = book.active, ["Số quyết định", "Ngày quyết định"] if key == "recognised" else []
    sheet.append(["TRƯỜNG CHÍNH TRỊ TRƯỜNG CHINH"])
    sheet.append([f"{title} CÁC NĂM 2021, 2022"])
    sheet.append([])
    sheet.append(["STT", "Tập thể, cá nhân", "Năm", "Lĩnh vực", "Tên mô hình", *paper])
    group = ""
    for number, (year, unit, name, field, model, recognised) in enumerate(sorted(CASES, key=lambda each: each[1]), 1):
        if unit != group:
            sheet.append([unit])
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=5)
            group = unit
        if recognised or not paper:
            sheet.append([number, name, year, field or None, model or None, *(DECIDED[year] if paper else ())])
    return book
