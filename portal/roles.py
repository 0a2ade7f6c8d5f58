"""Who may do what: the one table. A change of rights is a change of this file, seen in a diff.

Who holds which role, in which unit or for the whole school, is a `Grant` row. `member` needs none: every account
that belongs to a person has it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """`of_unit`: granted for one unit (and reaching no further), else for the whole school."""

    key: str
    label: str
    of_unit: bool
    may: frozenset[str]


def _role(key: str, label: str, may: str, *, of_unit: bool = False) -> Role:
    return Role(key, label, of_unit, frozenset(may.split()))


_UNIT = "person.read_unit rating.read_unit registration.write nomination.write own_criteria.keep dashboard.read_unit"
_READS = "unit.read person.read rating.read registration.read nomination.read list.read dashboard.read"
_OFFICE = f"{_READS} rating.keep nomination.handle sheet.assign list.keep paper.keep reminder.send"
_OFFICE_HEAD = f"{_OFFICE} year.keep set.keep nomination.extend list.approve"

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role("member", _("Cán bộ, viên chức"), ""),
        _role("unit_staff", _("Cán bộ đơn vị"), _UNIT, of_unit=True),
        _role("unit_head", _("Trưởng đơn vị"), _UNIT, of_unit=True),
        _role("office_staff", _("Chuyên viên Phòng TC-HC-TT-TL"), _OFFICE),
        _role("office_head", _("Trưởng Phòng TC-HC-TT-TL"), _OFFICE_HEAD),
        _role("assessor", _("Thành viên Hội đồng"), "sheet.write"),
        _role("board", _("Ban Giám hiệu"), f"{_READS} nomination.stand_in nomination.waive sheet.assign list.approve"),
        _role("reader", _("Đảng ủy"), "list.read dashboard.read"),
        _role(
            "admin",
            _("Quản trị hệ thống"),
            "unit.read unit.keep person.read person.keep account.keep",
        ),
    )
}
GRANTABLE = [role for role in ROLES.values() if role.key != "member"]
UNIT_ROLES = [role.key for role in GRANTABLE if role.of_unit]
SCHOOL_ROLES = [role.key for role in GRANTABLE if not role.of_unit]

# What a refusal calls the act, and "Đồng chí chưa được giao quyền …".
ABILITY_WORDS: dict[str, str] = {
    "unit.read": _("xem danh mục đơn vị"),
    "unit.keep": _("thêm, sửa đơn vị"),
    "person.read": _("xem danh sách cán bộ"),
    "person.keep": _("thêm, sửa thông tin cán bộ"),
    "rating.read": _("xem kết quả xếp loại của toàn trường"),
    "rating.keep": _("ghi kết quả xếp loại"),
    "year.keep": _("lập, mở và kết thúc năm thực hiện kế hoạch"),
    "set.keep": _("sửa tiêu chuẩn và thang điểm"),
    "own_criteria.keep": _("ghi tiêu chí riêng và ghi chú minh chứng của đơn vị"),
    "registration.write": _("đăng ký điển hình cho đơn vị"),
    "registration.read": _("xem danh sách đăng ký của toàn trường"),
    "nomination.write": _("lập hồ sơ đề nghị cho đơn vị"),
    "nomination.read": _("xem hồ sơ đề nghị của toàn trường"),
    "nomination.handle": _("tiếp nhận, thẩm định hồ sơ"),
    "nomination.extend": _("gia hạn gửi hồ sơ"),
    "nomination.stand_in": _("thay Phòng với hồ sơ của Phòng và Ban Giám hiệu"),
    "nomination.waive": _("miễn một điều kiện"),
    "sheet.write": _("chấm hồ sơ được phân công"),
    "sheet.assign": _("phân công và theo dõi việc chấm"),
    "list.read": _("xem danh sách bình xét"),
    "list.keep": _("lập và chốt danh sách bình xét"),
    "list.approve": _("duyệt danh sách bình xét"),
    "paper.keep": _("sửa mẫu văn bản, hình thức khen thưởng"),
    "dashboard.read": _("xem số liệu tổng hợp của toàn trường"),
    "reminder.send": _("xem và gửi nhắc việc đến các đơn vị"),
    "account.keep": _("quản lý tài khoản và quyền"),
}


def who_may(ability: str) -> list[Role]:
    return [role for role in ROLES.values() if ability in role.may]
