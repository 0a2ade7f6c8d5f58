"""Whose papers of 2023–2025 came how far: one line a subject."""

from dataclasses import dataclass

from recognition.demo.school import LLCS, NNPL, QLDT, TCHC, XDD

WRITERS = {LLCS: "canbo.llcs", XDD: "canbo.xdd", NNPL: "hoidong1", QLDT: "hoidong2", TCHC: "chuyenvien"}
ASSESSORS = ("hoidong1", "hoidong2", "hoidong3")


@dataclass(frozen=True)
class Story:
    """One subject's year: `ends` is how far its papers came, `share` the level of its marks."""

    unit: str
    who: str  # a person's name; empty: the unit itself
    model: str
    summary: str
    ends: str
    share: str = "0.85"
    field: str = ""
    late: bool = False
    again: bool = False


def stories(text: str, unit: str) -> list[Story]:
    """`who | model | summary | ends | share | lĩnh vực`, one a line. "!": sent after the day; "~": returned once."""
    found = []
    for line in text.strip().splitlines():
        who, model, summary, ends, share, field = (part.strip() for part in (*line.split("|"), "", "")[:6])
        found.append(
            Story(
                unit,
                who.lstrip("!~"),
                model,
                summary,
                ends,
                share or "0.85",
                field,
                late=who.startswith("!"),
                again=who.startswith("~"),
            )
        )
    return found


# registered < accepted < draft < submitted < returned < received < marked < appraised; withdrawn
YEAR_2025 = {
    LLCS: """
         | Mỗi bài giảng một tình huống từ cơ sở | 100% bài giảng gắn với học tập Bác | appraised | 0.914
        Nguyễn Thị Hồng Hạnh | | Đổi mới sinh hoạt chuyên môn theo chuyên đề | appraised | 0.902
        Trần Quang Vinh | Ngân hàng câu hỏi thảo luận trực tuyến | 320 câu hỏi, 14 lớp sử dụng | appraised | 0.881
        Phạm Thị Thu Thủy | Nhóm học tập cùng tiến | Tỷ lệ đạt khá trở lên tăng từ 71,4% lên 86,2% | draft
        Lê Đức Thịnh | Tủ sách số lý luận chính trị | | accepted""",
    XDD: """
         | Sinh hoạt chi bộ mẫu cho học viên | 06 buổi mô phỏng, 240 lượt học viên | appraised | 0.862
        Vũ Minh Đức | | Đổi mới điều hành khoa bằng kế hoạch tuần | appraised | 0.845
        Đặng Thị Ngọc Ánh | Giờ giảng mở | 12 giờ giảng mở, 90 lượt dự giờ | appraised | 0.881
        Hoàng Thị Mai Phương | | Đề tài cơ sở về công tác phát triển đảng | returned | 0.8 | nghiên cứu khoa học
        Ngô Gia Huy | Sổ tay công tác đảng | | submitted-registration
        Bùi Thị Thanh Xuân | Góc đọc học viên | | draft-registration""",
    NNPL: """
         | Phiên tòa giả định | 04 phiên, 310 học viên tham gia | appraised | 0.887
        Bùi Thanh Tùng | Bộ tình huống pháp luật cơ sở | 56 tình huống, dùng ở 09 lớp | appraised | 0.847
        !Đỗ Thị Lan Anh | | Biên soạn tài liệu chuyên đề Luật Đất đai | submitted | 0.8
        Hà Văn Quyết | | | withdrawn""",
    QLDT: """
         | Trả kết quả học tập trong một ngày | Số hóa 2.146 hồ sơ học viên | appraised | 0.872
        ~Lương Văn Khải | Lịch học điện tử | 100% lớp dùng lịch điện tử | received | 0.83
        Ngô Thị Bích Ngọc | Kho học liệu số | 418 học liệu, 3.900 lượt dùng | appraised | 0.861 | chuyển đổi số
        Đinh Thị Thanh Huyền | Sổ tay lịch học của lớp | | explained""",
    TCHC: """
         | | Tiết kiệm 64 triệu đồng văn phòng phẩm | received | 0.8
        Nguyễn Hữu Phước | | Sắp xếp kho lưu trữ theo chuẩn mới | appraised | 0.45
        !Trịnh Thị Quỳnh Nga | Ngày thứ Sáu không giấy tờ | Giảm 40% giấy in mỗi tháng | draft""",
}  # fmt: skip

PAST = {
    2023: {
        LLCS: """
             | Bài giảng gắn với thực tiễn tỉnh nhà | 24 bài giảng được bổ sung tư liệu | appraised | 0.88
            Cao Thị Thanh Mai | Lớp học không khoảng cách | 05 lớp, phản hồi tốt 96% | appraised | 0.87
            Nguyễn Thị Hồng Hạnh | | Chủ trì 01 đề tài cấp tỉnh | appraised | 0.9""",
        XDD: """
             | Diễn đàn đảng viên trẻ | 03 diễn đàn, 180 lượt dự | appraised | 0.84
            Vũ Minh Đức | | Đổi mới phương pháp kiểm tra đánh giá | appraised | 0.86""",
        QLDT: """
             | Một cửa cho học viên | Giảm 50% thời gian làm thủ tục | appraised | 0.83
            Ngô Thị Bích Ngọc | | Số hóa điểm 12 khóa học | appraised | 0.88""",
        NNPL: """
            Bùi Thanh Tùng | | Giáo viên dạy giỏi cấp trường | appraised | 0.78""",
        TCHC: """
            Nguyễn Đình Khôi | | Cải tiến quy trình văn bản đến | appraised | 0.82""",
    },
    2024: {
        LLCS: """
             | Câu chuyện về Bác mỗi tuần | 40 câu chuyện, 100% lớp thực hiện | appraised | 0.9
            Trần Quang Vinh | Bài giảng số | 18 bài giảng số | appraised | 0.87
            Nguyễn Thị Hồng Hạnh | | Hướng dẫn 03 sáng kiến được công nhận | appraised | 0.91""",
        NNPL: """
             | Tư vấn pháp luật lưu động | 08 buổi tại 06 xã | appraised | 0.85
            Phạm Văn Hòa | | Đổi mới quản lý hồ sơ giảng dạy của khoa | appraised | 0.88
            Bùi Thanh Tùng | | Sáng kiến cấp cơ sở được công nhận | appraised | 0.84""",
        QLDT: """
             | Kho đề thi dùng chung | 1.200 câu hỏi đã thẩm định | appraised | 0.86
            Đinh Thị Thanh Huyền | | Rút ngắn xếp lịch còn 02 ngày | appraised | 0.85""",
        XDD: """
            Đặng Thị Ngọc Ánh | | Chủ nhiệm 01 đề tài cơ sở | appraised | 0.83""",
        TCHC: """
             | Văn phòng xanh | Giảm 30% điện năng | appraised | 0.8
            Lại Thị Thu Hường | | Tiết kiệm 21 triệu đồng | appraised | 0.79""",
    },
}
