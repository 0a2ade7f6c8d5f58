"""What the demo's subjects say of themselves on the forms: goals, duties, awards they already have."""

from nominations.models import Nomination, PriorAward
from recognition.demo.stories import PAST

SPREAD = "Áp dụng trong toàn đơn vị từ tháng 9; chia sẻ kinh nghiệm với các khoa, phòng khác vào dịp tổng kết năm."


def goal(model: str) -> str:
    if model:
        return f"Xây dựng mô hình “{model}” thành nền nếp, có số liệu so sánh trước và sau."
    return "Hoàn thành xuất sắc nhiệm vụ được giao, có việc làm cụ thể theo gương Bác, được tập thể ghi nhận."


def duties(nomination: Nomination) -> str:
    if nomination.subject_unit_id:
        return (
            "Đơn vị có đủ tổ chức Đảng, công đoàn; đội ngũ ổn định, đoàn kết. Thuận lợi: được Đảng ủy, Ban Giám hiệu "
            "quan tâm. Khó khăn: khối lượng công việc tăng so với năm trước."
        )
    post = nomination.subject_person.posts.first()
    if "viên" in post.title and post.unit.kind == "faculty":
        return "Giảng dạy chương trình Trung cấp lý luận chính trị; chủ nhiệm 01 lớp; nghiên cứu khoa học cấp cơ sở."
    return f"{post.title}: tham mưu, tổ chức thực hiện nhiệm vụ của {post.unit} theo phân công."


def awards(nomination: Nomination) -> list[PriorAward]:
    """The year before's title, and the form that went with a recognition of 2023 where there was one."""
    year = nomination.plan_year.year
    collective = bool(nomination.subject_unit_id)
    title = "Tập thể Lao động tiên tiến" if collective else "Lao động tiên tiến"
    found = [_award("title", year - 1, title, f"{100 + year % 10}/QĐ-TCT")]
    if year > 2023 and str(nomination.subject) in "".join(PAST[2023].values()):
        found.append(_award("form", 2023, "Giấy khen của Hiệu trưởng", "213/QĐ-TCT"))
    return found


def _award(kind: str, year: int, name: str, number: str) -> PriorAward:
    decision = f"{number} ngày 22/12/{year}, Trường Chính trị Trường Chinh"
    return PriorAward(kind=kind, year=year, name=name, decision=decision)


def statement(code: str) -> str:
    return f"{_STATEMENTS[code]} Có số liệu và xác nhận kèm theo."


# What is said to each standard, by its code; a made-up school needs no more than a sentence or two.
_STATEMENTS = {
    "G2": "Hoàn thành 100% nhiệm vụ của hai đợt thi đua trong năm, một đợt được xếp thứ nhất khối.",
    "G3a": "Duy trì cách làm mới từ đầu năm học, áp dụng ở 04 lớp, được Khoa Xây dựng Đảng áp dụng theo.",
    "G3b": "Dẫn đầu khối thi đua trong đợt chào mừng Quốc khánh 02/9.",
    "G4a": "Giúp 02 đồng nghiệp mới về trường soạn bài, dự giờ và góp ý hằng tháng.",
    "G4b": "Tham gia 03 đợt ủng hộ do nhà trường và địa phương phát động.",
    "C1": "Có 02 sáng kiến được công nhận; đưa học liệu số vào mọi bài giảng của đơn vị.",
    "C2": "Tập thể đoàn kết, không có đơn thư; hưởng ứng đủ các phong trào trong năm.",
    "C3": "100% giảng viên đạt chuẩn; phản hồi của học viên đạt mức tốt trở lên 96%.",
    "C6": "Tỷ lệ học viên đánh giá tốt tăng từ 90,5% lên 96,4% so với năm trước.",
    "C7": "Thăm hỏi 11 lượt thành viên khó khăn; tổ chức 02 chuyến học tập thực tế.",
    "C8": "Nhận đỡ đầu 01 điểm trường; đóng góp các quỹ vượt mức phát động.",
    "I1": "Giữ lối sống giản dị, chấp hành kỷ luật lao động, được chi bộ nhận xét tốt.",
    "I2": "Hoàn thành công việc trước hạn, nhận thêm việc của đồng nghiệp nghỉ chế độ.",
    "I3": "Thực hiện đủ bản đăng ký làm theo Bác với 04 việc cụ thể, có sổ ghi kết quả.",
    "I4": "Vượt 12% định mức giờ giảng; chủ nhiệm 01 lớp Trung cấp lý luận chính trị.",
    "I5": "Có 01 sáng kiến cấp cơ sở được công nhận, đang áp dụng trong toàn đơn vị.",
    "I6": "Chủ nhiệm 01 đề tài cấp trường, 02 bài báo, đạt giờ dạy giỏi.",
    "I7": "Số hóa toàn bộ bài giảng, dùng phần mềm khảo sát sau mỗi buổi học.",
    "I8": "Đạt giải nhì Hội thi giảng viên dạy giỏi cấp tỉnh.",
    "I9": "Ủng hộ đủ các đợt, tham gia hiến máu 02 lần.",
    "H2": "Điều hành bằng kế hoạch tuần công khai, giảm một nửa số cuộc họp.",
    "H3": "Đưa lịch công tác, hồ sơ dùng chung lên mạng nội bộ của đơn vị.",
    "H4": "Đơn vị đoàn kết, hoàn thành vượt mức các chỉ tiêu của năm.",
}
