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
