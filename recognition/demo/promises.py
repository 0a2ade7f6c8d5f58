"""The figures that the demo's subjects promised, what came of them, and what their units did for them in June."""

from nominations.actions.commendations import keep_commendation
from nominations.actions.following import explain_not_nominated
from nominations.models import Commendation, Registration, Target
from nominations.queries.commendations import about
from portal import clock
from portal.clock import school_time
from portal.models import User

# chỉ tiêu | đơn vị tính | năm trước | phấn đấu | kết quả; one of these groups to a subject
GROUPS = """
    Lượt người được phục vụ, học tập | lượt | 120 | trên 150 | 168
    Tỷ lệ đánh giá tốt | % | 90,5 | 95 | 96,4
    ---
    Bài giảng bổ sung tình huống thực tiễn | bài | 18 | trên 30 | 34
    Sáng kiến được công nhận | sáng kiến | 01 | ít nhất 02 | 02
    Nếp sống văn hóa công sở | | Đạt | Đạt | Đạt
    ---
    Kinh phí văn phòng phẩm tiết kiệm được | | 52 triệu đồng | 64 triệu đồng | 66.500.000 đồng
    Thời gian trả kết quả | ngày | 03 | không quá 02 | 01
    ---
    Chuyên đề thực hiện trong tổng số của đơn vị | chuyên đề | 02 | 04 | 05/12
    Học liệu được số hóa | học liệu | 15 | 60 trong 3 năm | 22
    ---
    Giờ giảng mở | giờ | 08 | từ 10 đến 12 | 12
    Học viên phải thi lại | % | 3,5 | dưới 2% | 2,1%
    Biên soạn xong tài liệu hướng dẫn | | | trước ngày 30/10 | ngày 24/10
"""
FIGURES = [
    [[part.strip() for part in line.split("|")] for line in group.strip().splitlines()] for group in GROUPS.split("---")
]


def targets(registration: Registration) -> list[Target]:
    """Always the same for the same subject."""
    chosen = FIGURES[sum(map(ord, str(registration.subject))) % len(FIGURES)]
    found = [
        Target(what=what, measure=measure, baseline=before, promised=promised)
        for what, measure, before, promised, _achieved in chosen
    ]
    found[0].due = registration.finish_by
    return found


def achieved(target: Target) -> str:
    return next(figures[-1] for chosen in FIGURES for figures in chosen if figures[0] == target.what)


def commend(registration: Registration, *, by: User) -> None:
    """At sơ kết in June, some of them."""
    year = registration.plan_year.year
    if registration.pk % 3:
        return
    with clock.at(school_time(year, 7, 2, 9)):
        voted = {"held_on": clock.today().replace(month=6, day=30), "minutes_number": f"{registration.pk:02d}/BB"}
        commendation = Commendation(
            **about(registration),
            occasion=Commendation.Occasion.INTERIM,
            form="Biểu dương trước toàn đơn vị",
            members=8,
            agree=8,
            **voted,
        )
        keep_commendation(commendation, by=by)


def not_nominated(registration: Registration, *, by: User) -> None:
    with clock.at(school_time(registration.plan_year.year, 11, 14, 10)):
        reason = "Đi học tập trung từ tháng 9, mô hình chưa đủ thời gian thực hiện; đơn vị sẽ đăng ký lại năm sau."
        explain_not_nominated(registration, by=by, version=registration.version, reason=reason)
