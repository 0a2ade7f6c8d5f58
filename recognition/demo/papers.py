"""What the office keeps for papers, and the papers that went out in the years that are over. Made up, like the rest."""

from datetime import date

from portal import clock
from portal.models import User
from recognition.actions import papers as actions
from recognition.models import ListVersion, PaperKind, Wording
from recognition.queries.papers import units_of

SINCE, NEW_LAW, MERGED = date(2023, 1, 1), date(2024, 1, 1), date(2025, 7, 1)
LAW = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
LAWS = {
    SINCE: (
        "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003 (đã được sửa đổi, bổ sung)",
        "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành một số "
        "điều của Luật Thi đua, khen thưởng",
    ),
    NEW_LAW: (
        LAW,
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành một số "
        "điều của Luật Thi đua, khen thưởng",
    ),
    MERGED: (
        LAW,
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân quyền "
        "trong lĩnh vực thi đua, khen thưởng",
    ),
}
PLAN = (
    "Căn cứ Kế hoạch của Trường Chính trị Trường Chinh về tuyên truyền, bồi dưỡng và nhân rộng điển hình tiên tiến "
    "trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh, giai đoạn 2022 - 2025"
)
PARTY = (
    "Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị khóa XII",
    "Kết luận số 01-KL/TW, ngày 18/5/2021 của Bộ Chính trị khóa XIII",
)
BEFORE = (
    "Ban Tuyên giáo Tỉnh ủy Nam Định",
    "Hội đồng Thi đua - Khen thưởng tỉnh Nam Định",
    "Đảng ủy Khối các cơ quan tỉnh Nam Định",
)
AFTER = (
    "Ban Tuyên giáo và Dân vận Tỉnh ủy Ninh Bình",
    "Hội đồng Thi đua - Khen thưởng tỉnh Ninh Bình",
    "Đảng ủy các cơ quan Đảng tỉnh Ninh Bình",
)


def wordings() -> None:
    """From the first year, anew with the new law, and when the province merged."""
    for since, laws in LAWS.items():
        bases = (*laws, PLAN)
        propaganda, council, party = AFTER if since == MERGED else BEFORE
        told = {
            PaperKind.SUBMISSION: (
                (propaganda, council),
                bases,
                ("Như trên", "Đảng ủy, Ban Giám hiệu", "Các khoa, phòng, đoàn thể", "Lưu: VT, TCHC"),
            ),
            PaperKind.PARTY_SUBMISSION: (
                (propaganda, party),
                PARTY,
                ("Như trên", "Các đồng chí Đảng ủy viên", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"),
            ),
            PaperKind.MINUTES: ((), (), ("Các thành viên Hội đồng", "Lưu: VT, hồ sơ Hội đồng")),
            PaperKind.DECISION: (
                (),
                bases,
                ("Như Điều 3", f"{propaganda} (để báo cáo)", "Đảng ủy, Ban Giám hiệu", "Lưu: VT, TCHC"),
            ),
            PaperKind.NOTICE: ((), (), ("Như trên", "Ban Giám hiệu (để báo cáo)", "Lưu: VT, TCHC")),
        }
        Wording.objects.bulk_create(
            Wording(
                paper=paper,
                valid_from=since,
                addressees="\n".join(addressees),
                bases="\n".join(resting_on),
                recipients="\n".join(recipients),
            )
            for paper, (addressees, resting_on, recipients) in told.items()
        )


def went_out(frozen: ListVersion, *, by: User) -> None:
    """Minutes with the council's first number of the year, the tờ trình the day after."""
    year, today = frozen.content["year"], clock.today()
    held_on = clock.local(frozen.closed_at).date()
    actions.issue(frozen, PaperKind.MINUTES, number="01/BB-HĐTĐKT", day=held_on, by=by)
    actions.issue(frozen, PaperKind.SUBMISSION, number=f"{30 + year % 10}/TTr-TCT", day=today, by=by)


def told_units(frozen: ListVersion, *, by: User) -> None:
    """Thông báo kết quả to each unit, before it is published."""
    for number, unit in enumerate(units_of(frozen), 61):
        actions.issue(frozen, PaperKind.NOTICE, unit, number=f"{number}/TB-TCT", day=clock.today(), by=by)
