"""Units, people, posts, accounts and grants of a made-up provincial political school. No person here exists."""

from datetime import date

from django.contrib.auth.hashers import make_password

from portal.models import Grant, Person, Post, Unit, User

PASSWORD = "demo-portal-2025"
FOUNDED, SINCE = date(1956, 9, 6), date(2015, 1, 1)

LLCS = "Khoa Lý luận cơ sở"
XDD = "Khoa Xây dựng Đảng"
NNPL = "Khoa Nhà nước và pháp luật"
QLDT = "Phòng Quản lý đào tạo và nghiên cứu khoa học"
TCHC = "Phòng Tổ chức, hành chính, thông tin, tư liệu"
BOARD = "Ban Giám hiệu"
SCHOOL = "Trường Chính trị Trường Chinh"

# Name, short name, kind. The order here is the order of official lists.
DEPARTMENTS = (
    (LLCS, "LLCS", Unit.Kind.FACULTY),
    (XDD, "XDĐ", Unit.Kind.FACULTY),
    (NNPL, "NNPL", Unit.Kind.FACULTY),
    (QLDT, "QLĐT-NCKH", Unit.Kind.OFFICE),
    (TCHC, "TC-HC-TT-TL", Unit.Kind.OFFICE),
)

_HEADS = {"Hiệu trưởng", "Trưởng khoa", "Trưởng phòng"}
_ORDER = {"Hiệu trưởng": 1, "Phó Hiệu trưởng": 2, "Trưởng khoa": 10, "Trưởng phòng": 10,
          "Phó Trưởng khoa": 20, "Phó Trưởng phòng": 20, "Giảng viên cao cấp": 28, "Giảng viên chính": 30,
          "Giảng viên": 40, "Chuyên viên chính": 30, "Chuyên viên": 40, "Nhân viên": 60}  # fmt: skip

# Unit → people: name, sex, birth date, title, qualification; "*" before the name: not a party member.
STAFF = {
    BOARD: """
        Vũ Đình Thuận | nam | 12/03/1968 | Hiệu trưởng | Tiến sĩ
        Trần Thị Kim Oanh | nữ | 25/08/1972 | Phó Hiệu trưởng | Tiến sĩ
        Đào Xuân Lộc | nam | 02/09/1970 | Phó Hiệu trưởng | Thạc sĩ""",
    LLCS: """
        Nguyễn Thị Hồng Hạnh | nữ | 17/05/1976 | Trưởng khoa | Tiến sĩ
        Lê Đức Thịnh | nam | 09/11/1980 | Phó Trưởng khoa | Thạc sĩ
        Cao Thị Thanh Mai | nữ | 30/01/1979 | Giảng viên chính | Thạc sĩ
        Trần Quang Vinh | nam | 21/07/1985 | Giảng viên | Thạc sĩ
        Phạm Thị Thu Thủy | nữ | 14/02/1987 | Giảng viên | Thạc sĩ
        Lê Thị Minh Tâm | nữ | 08/10/1990 | Giảng viên | Thạc sĩ
        Đoàn Văn Hải | nam | 19/12/1983 | Giảng viên | Thạc sĩ
        Vũ Thị Hà Giang | nữ | 05/06/1991 | Giảng viên | Thạc sĩ
        *Mai Anh Khoa | nam | 11/04/1996 | Giảng viên | Cử nhân""",
    XDD: """
        Vũ Minh Đức | nam | 28/02/1974 | Trưởng khoa | Tiến sĩ
        Lê Quốc Bảo | nam | 16/09/1978 | Phó Trưởng khoa | Thạc sĩ
        Đặng Thị Ngọc Ánh | nữ | 23/03/1982 | Giảng viên chính | Thạc sĩ
        Hoàng Thị Mai Phương | nữ | 07/12/1986 | Giảng viên | Thạc sĩ
        Phan Thị Yến | nữ | 18/08/1989 | Giảng viên | Thạc sĩ
        Trịnh Công Sơn Hà | nam | 29/05/1984 | Giảng viên | Thạc sĩ
        Bùi Thị Thanh Xuân | nữ | 02/02/1992 | Giảng viên | Thạc sĩ
        Ngô Gia Huy | nam | 13/10/1993 | Giảng viên | Thạc sĩ""",
    NNPL: """
        Phạm Văn Hòa | nam | 04/01/1973 | Trưởng khoa | Tiến sĩ
        Đỗ Thị Lan Anh | nữ | 26/06/1981 | Phó Trưởng khoa | Thạc sĩ
        Bùi Thanh Tùng | nam | 15/11/1985 | Giảng viên chính | Thạc sĩ
        Nguyễn Thùy Dương | nữ | 20/04/1988 | Giảng viên | Thạc sĩ
        Hà Văn Quyết | nam | 09/09/1983 | Giảng viên | Thạc sĩ
        Lưu Thị Bích Hằng | nữ | 31/07/1990 | Giảng viên | Thạc sĩ
        Trần Nhật Minh | nam | 22/12/1994 | Giảng viên | Thạc sĩ
        *Dương Thị Ngân | nữ | 06/03/1997 | Giảng viên | Cử nhân""",
    QLDT: """
        Đinh Thị Thanh Huyền | nữ | 10/10/1975 | Trưởng phòng | Thạc sĩ
        Lương Văn Khải | nam | 27/01/1980 | Phó Trưởng phòng | Thạc sĩ
        Ngô Thị Bích Ngọc | nữ | 03/05/1986 | Chuyên viên chính | Thạc sĩ
        Trương Quang Đạo | nam | 12/08/1988 | Chuyên viên | Thạc sĩ
        Phùng Thị Như Quỳnh | nữ | 24/11/1991 | Chuyên viên | Cử nhân
        Kiều Văn Lâm | nam | 17/02/1987 | Chuyên viên | Cử nhân
        *Tô Ngọc Linh | nữ | 08/07/1998 | Chuyên viên | Cử nhân""",
    TCHC: """
        Nguyễn Đình Khôi | nam | 01/12/1974 | Trưởng phòng | Thạc sĩ
        Hoàng Thu Hà | nữ | 19/05/1985 | Chuyên viên chính | Thạc sĩ
        Nguyễn Hữu Phước | nam | 30/08/1979 | Phó Trưởng phòng | Thạc sĩ
        Trịnh Thị Quỳnh Nga | nữ | 14/04/1989 | Chuyên viên | Cử nhân
        Tạ Quốc Huy | nam | 05/09/1990 | Chuyên viên | Kỹ sư
        Lại Thị Thu Hường | nữ | 16/01/1984 | Chuyên viên | Cử nhân
        Chu Văn An Bình | nam | 23/06/1992 | Chuyên viên | Cử nhân
        *Phí Thị Mận | nữ | 11/11/1977 | Nhân viên | Trung cấp
        *Quách Văn Thắng | nam | 02/03/1976 | Nhân viên | Trung cấp""",
}

# Sign-in name, person, role, unit of the role. A second role stands in `ALSO`.
ACCOUNTS = (
    ("canbo.llcs", "Lê Thị Minh Tâm", "unit_staff", LLCS),
    ("canbo.xdd", "Phan Thị Yến", "unit_staff", XDD),
    ("truong.llcs", "Nguyễn Thị Hồng Hạnh", "unit_head", LLCS),
    ("chuyenvien", "Hoàng Thu Hà", "office_staff", None),
    ("truongphong", "Nguyễn Đình Khôi", "office_head", None),
    ("hoidong1", "Phạm Văn Hòa", "assessor", None),
    ("hoidong2", "Đinh Thị Thanh Huyền", "assessor", None),
    ("hoidong3", "Lê Quốc Bảo", "assessor", None),
    ("hieutruong", "Vũ Đình Thuận", "board", None),
    ("phohieutruong", "Trần Thị Kim Oanh", "board", None),
    ("danguy", "Đào Xuân Lộc", "reader", None),
    ("giangvien", "Trần Quang Vinh", None, None),
    ("quantri", "Tạ Quốc Huy", "admin", None),
)

# Mail addresses that lead nowhere, and how often mail comes. The others read on the portal alone.
MAIL = {
    "canbo.llcs": ("tam.lt@truongchinhtri.example", "at_once"),
    "canbo.xdd": ("yen.pt@truongchinhtri.example", "digest"),
    "chuyenvien": ("ha.ht@truongchinhtri.example", "digest"),
    "truongphong": ("khoi.nd@truongchinhtri.example", "never"),
}

# Heads of unit who sit on the council write for their own unit; the office nominates its own people too.
ALSO = (
    ("hoidong1", "unit_head", NNPL),
    ("hoidong2", "unit_head", QLDT),
    ("chuyenvien", "unit_staff", TCHC),
)


def build() -> None:
    """Fill an empty database."""
    units = _units()
    people = {name: _person(units[unit_name], row) for unit_name, rows in STAFF.items() for name, row in _rows(rows)}
    _accounts(people, units)


def _units() -> dict[str, Unit]:
    school = Unit.objects.create(name=SCHOOL, kind=Unit.Kind.SCHOOL, protocol_order=0, valid_from=FOUNDED)
    units = {BOARD: _unit(BOARD, Unit.Kind.BOARD, school, 1)}
    for place, (name, short, kind) in enumerate(DEPARTMENTS, 1):
        unit = _unit(name, kind, school, place * 10, short_name=short, nominates=True, owes_model=True)
        own = name[0].lower() + name[1:]
        _unit(f"Chi bộ {own}", Unit.Kind.PARTY_CELL, unit, place * 10 + 1)
        _unit(f"Tổ công đoàn {own}", Unit.Kind.TRADE_UNION, unit, place * 10 + 2)
        units[name] = unit
    _unit("Chi đoàn Trường Chính trị", Unit.Kind.YOUTH_UNION, school, 90)
    return units


def _unit(name: str, kind: str, parent: Unit, order: int, **more) -> Unit:
    return Unit.objects.create(name=name, kind=kind, parent=parent, protocol_order=order, valid_from=SINCE, **more)


def _rows(text: str) -> list[tuple[str, list[str]]]:
    split = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return [(row[0].lstrip("*"), row) for row in split]


_POLITICAL_LEVEL = {"Tiến sĩ": "Cao cấp", "Thạc sĩ": "Cao cấp", "Cử nhân": "Trung cấp", "Kỹ sư": "Trung cấp"}


def _person(unit: Unit, row: list[str]) -> Person:
    name, sex, born, title, qualification = row
    day, month, year = map(int, born.split("/"))
    person = Person.objects.create(
        full_name=name.lstrip("*"),
        sex=Person.Sex.FEMALE if sex == "nữ" else Person.Sex.MALE,
        birth_date=date(year, month, day),
        personnel_type=Person.Personnel.CONTRACT_WORKER if title == "Nhân viên" else Person.Personnel.PUBLIC_EMPLOYEE,
        party_member=not name.startswith("*"),
        qualification=qualification,
        political_level=_POLITICAL_LEVEL.get(qualification, ""),
    )
    since = max(SINCE, date(year + 24, 9, 1))
    Post.objects.create(
        person=person,
        unit=unit,
        title=title,
        is_head=title in _HEADS,
        protocol_order=_ORDER[title],
        valid_from=since,
    )
    return person


def _accounts(people: dict[str, Person], units: dict[str, Unit]) -> None:
    secret = make_password(PASSWORD, salt="truong-minh-hoa")  # the same every time
    for username, name, role, unit_name in ACCOUNTS:
        email, mail = MAIL.get(username, ("", User.Mail.DIGEST))
        told = {"email": email, "mail": mail, "must_change_password": False}
        user = User.objects.create(username=username, person=people[name], password=secret, **told)
        if role:
            Grant.objects.create(user=user, role=role, unit=units[unit_name] if unit_name else None)
    for username, role, unit_name in ALSO:
        Grant.objects.create(user=User.objects.get(username=username), role=role, unit=units[unit_name])
