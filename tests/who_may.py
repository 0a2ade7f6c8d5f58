"""The table of who may: every address × every persona × GET and POST × own, another unit's, absent.

Written by hand. "own" is Khoa Lý luận cơ sở and its people, to which the clerk, the head and the lecturer belong;
"foreign" is Khoa Xây dựng Đảng; "absent" does not exist. A POST carries what would succeed.

Here stand the addresses of `portal`; each other app's table and things stand in a file of their own (`TABLES`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from portal.models import Grant, OutboxMessage, Person, Post, Unit, User
from tests import (
    who_may_appraisal,
    who_may_awards,
    who_may_criteria,
    who_may_documents,
    who_may_following,
    who_may_imports,
    who_may_meeting,
    who_may_nominations,
    who_may_papers,
    who_may_recognition,
    who_may_review,
)

PERSONAS = {
    "clerk": "canbo.llcs",
    "head": "truong.llcs",
    "office": "chuyenvien",
    "office head": "truongphong",
    "assessor": "hoidong1",
    "board": "hieutruong",
    "reader": "danguy",
    "lecturer": "giangvien",
    "admin": "quantri",
    "nobody": "",
}

TABLE = """
                               clerk head office o.head assessor board reader lecturer admin nobody
GET  home             -         200  200   200   200     200     200   200     200    200   302
GET  search           -         200  200   200   200     200     200   200     200    200   302
GET  healthz          -         200  200   200   200     200     200   200     200    200   200
GET  readyz           -         200  200   200   200     200     200   200     200    200   200
GET  profile          -         200  200   200   200     200     200   200     200    200   302
GET  notices          -         200  200   200   200     200     200   200     200    200   302
POST notices-read     -         302  302   302   302     302     302   302     302    302   302
GET  notices-read     -         405  405   405   405     405     405   405     405    405   302
GET  profile-mail     -         200  200   200   200     200     200   200     200    200   302
POST profile-mail     -         302  302   302   302     302     302   302     302    302   302
GET  notice-read      own       405  405   405   405     405     405   405     405    405   302
GET  notice-read      foreign   405  405   405   405     405     405   405     405    405   302
GET  notice-read      absent    405  405   405   405     405     405   405     405    405   302
POST notice-read      own       302  404   404   404     404     404   404     404    404   302
POST notice-read      foreign   404  404   404   404     404     404   404     404    404   302
POST notice-read      absent    404  404   404   404     404     404   404     404    404   302
GET  notice-open      own       405  405   405   405     405     405   405     405    405   302
GET  notice-open      foreign   405  405   405   405     405     405   405     405    405   302
GET  notice-open      absent    405  405   405   405     405     405   405     405    405   302
POST notice-open      own       302  404   404   404     404     404   404     404    404   302
POST notice-open      foreign   404  404   404   404     404     404   404     404    404   302
POST notice-open      absent    404  404   404   404     404     404   404     404    404   302
GET  login            -         200  200   200   200     200     200   200     200    200   200
POST login            -         302  302   302   302     302     302   302     302    302   302
GET  logout           -         405  405   405   405     405     405   405     405    405   405
POST logout           -         302  302   302   302     302     302   302     302    302   302
GET  password         -         200  200   200   200     200     200   200     200    200   302
POST password         -         302  302   302   302     302     302   302     302    302   302
GET  account-list     -         403  403   403   403     403     403   403     403    200   302
GET  account-export   -         403  403   403   403     403     403   403     403    200   302
GET  account-new      -         403  403   403   403     403     403   403     403    200   302
POST account-new      -         403  403   403   403     403     403   403     403    302   302
GET  account-detail   own       404  404   404   404     404     404   404     404    200   302
GET  account-detail   foreign   404  404   404   404     404     404   404     404    200   302
GET  account-detail   absent    404  404   404   404     404     404   404     404    404   302
GET  account-mail     own       404  404   404   404     404     404   404     404    200   302
GET  account-mail     foreign   404  404   404   404     404     404   404     404    200   302
GET  account-mail     absent    404  404   404   404     404     404   404     404    404   302
POST account-mail     own       404  404   404   404     404     404   404     404    302   302
POST account-mail     foreign   404  404   404   404     404     404   404     404    302   302
POST account-mail     absent    404  404   404   404     404     404   404     404    404   302
GET  account-password own       405  405   405   405     405     405   405     405    405   302
POST account-password own       404  404   404   404     404     404   404     404    302   302
POST account-password foreign   404  404   404   404     404     404   404     404    302   302
POST account-password absent    404  404   404   404     404     404   404     404    404   302
GET  account-stop     own       405  405   405   405     405     405   405     405    405   302
POST account-stop     own       404  404   404   404     404     404   404     404    302   302
POST account-stop     foreign   404  404   404   404     404     404   404     404    302   302
POST account-stop     absent    404  404   404   404     404     404   404     404    404   302
GET  account-resume   own       405  405   405   405     405     405   405     405    405   302
POST account-resume   own       404  404   404   404     404     404   404     404    302   302
POST account-resume   foreign   404  404   404   404     404     404   404     404    302   302
POST account-resume   absent    404  404   404   404     404     404   404     404    404   302
GET  grant-new        own       404  404   404   404     404     404   404     404    200   302
GET  grant-new        foreign   404  404   404   404     404     404   404     404    200   302
GET  grant-new        absent    404  404   404   404     404     404   404     404    404   302
POST grant-new        own       404  404   404   404     404     404   404     404    302   302
POST grant-new        foreign   404  404   404   404     404     404   404     404    302   302
POST grant-new        absent    404  404   404   404     404     404   404     404    404   302
GET  grant-take       own       405  405   405   405     405     405   405     405    405   302
POST grant-take       own       404  404   404   404     404     404   404     404    302   302
POST grant-take       foreign   404  404   404   404     404     404   404     404    302   302
POST grant-take       crossed   404  404   404   404     404     404   404     404    404   302
POST grant-take       absent    404  404   404   404     404     404   404     404    404   302
GET  unit-list        -         403  403   200   200     403     200   403     403    200   302
GET  unit-export      -         403  403   200   200     403     200   403     403    200   302
GET  unit-new         -         403  403   403   403     403     403   403     403    200   302
POST unit-new         -         403  403   403   403     403     403   403     403    302   302
GET  unit-detail      own       200  200   200   200     404     200   404     200    200   302
GET  unit-detail      foreign   404  404   200   200     404     200   404     404    200   302
GET  unit-detail      absent    404  404   404   404     404     404   404     404    404   302
GET  unit-edit        own       403  403   403   403     404     403   404     403    200   302
GET  unit-edit        foreign   404  404   403   403     404     403   404     404    200   302
GET  unit-edit        absent    404  404   404   404     404     404   404     404    404   302
POST unit-edit        own       403  403   403   403     404     403   404     403    302   302
POST unit-edit        foreign   404  404   403   403     404     403   404     404    302   302
POST unit-edit        absent    404  404   404   404     404     404   404     404    404   302
GET  person-list      -         403  403   200   200     403     200   403     403    200   302
GET  person-export    -         403  403   200   200     403     200   403     403    200   302
GET  person-new       -         403  403   403   403     403     403   403     403    200   302
POST person-new       -         403  403   403   403     403     403   403     403    302   302
GET  person-detail    own       200  200   200   200     404     200   404     404    200   302
GET  person-detail    foreign   404  404   200   200     404     200   404     404    200   302
GET  person-detail    absent    404  404   404   404     404     404   404     404    404   302
GET  person-edit      own       403  403   403   403     404     403   404     404    200   302
GET  person-edit      foreign   404  404   403   403     404     403   404     404    200   302
GET  person-edit      absent    404  404   404   404     404     404   404     404    404   302
POST person-edit      own       403  403   403   403     404     403   404     404    302   302
POST person-edit      foreign   404  404   403   403     404     403   404     404    302   302
POST person-edit      absent    404  404   404   404     404     404   404     404    404   302
GET  post-new         own       403  403   403   403     404     403   404     404    200   302
GET  post-new         foreign   404  404   403   403     404     403   404     404    200   302
GET  post-new         absent    404  404   404   404     404     404   404     404    404   302
POST post-new         own       403  403   403   403     404     403   404     404    302   302
POST post-new         foreign   404  404   403   403     404     403   404     404    302   302
POST post-new         absent    404  404   404   404     404     404   404     404    404   302
GET  post-edit        own       403  403   403   403     404     403   404     404    200   302
GET  post-edit        foreign   404  404   403   403     404     403   404     404    200   302
GET  post-edit        crossed   403  403   403   403     404     403   404     404    404   302
GET  post-edit        absent    404  404   404   404     404     404   404     404    404   302
POST post-edit        own       403  403   403   403     404     403   404     404    302   302
POST post-edit        foreign   404  404   403   403     404     403   404     404    302   302
POST post-edit        crossed   403  403   403   403     404     403   404     404    404   302
POST post-edit        absent    404  404   404   404     404     404   404     404    404   302
GET  import-list      -         403  403   200   200     403     403   403     403    200   302
GET  import-new       own       403  403   403   403     403     403   403     403    200   302
GET  import-new       foreign   403  403   200   200     403     403   403     403    403   302
GET  import-new       absent    404  404   404   404     404     404   404     404    404   302
POST import-new       own       403  403   403   403     403     403   403     403    302   302
POST import-new       foreign   403  403   302   302     403     403   403     403    403   302
POST import-new       absent    404  404   404   404     404     404   404     404    404   302
GET  import-template  own       403  403   403   403     403     403   403     403    200   302
GET  import-template  foreign   403  403   200   200     403     403   403     403    403   302
GET  import-template  absent    404  404   404   404     404     404   404     404    404   302
GET  import-detail    own       404  404   404   404     404     404   404     404    200   302
GET  import-detail    foreign   404  404   200   200     404     404   404     404    404   302
GET  import-detail    absent    404  404   404   404     404     404   404     404    404   302
GET  import-settle    own       405  405   405   405     405     405   405     405    405   302
GET  import-settle    foreign   405  405   405   405     405     405   405     405    405   302
GET  import-settle    absent    405  405   405   405     405     405   405     405    405   302
POST import-settle    own       404  404   404   404     404     404   404     404    302   302
POST import-settle    foreign   404  404   302   302     404     404   404     404    404   302
POST import-settle    absent    404  404   404   404     404     404   404     404    404   302
GET  import-confirm   own       405  405   405   405     405     405   405     405    405   302
GET  import-confirm   foreign   405  405   405   405     405     405   405     405    405   302
GET  import-confirm   absent    405  405   405   405     405     405   405     405    405   302
POST import-confirm   own       404  404   404   404     404     404   404     404    302   302
POST import-confirm   foreign   404  404   302   302     404     404   404     404    404   302
POST import-confirm   absent    404  404   404   404     404     404   404     404    404   302
GET  import-file      own       404  404   404   404     404     404   404     404    200   302
GET  import-file      foreign   404  404   200   200     404     404   404     404    404   302
GET  import-file      absent    404  404   404   404     404     404   404     404    404   302
"""


# Each has TABLE, target(name, case) → the address's arguments, posted(name, case) → what is sent.
TABLES = (
    who_may_criteria,
    who_may_nominations,
    who_may_following,
    who_may_documents,
    who_may_appraisal,
    who_may_recognition,
    who_may_meeting,
    who_may_papers,
    who_may_review,
    who_may_awards,
)


@dataclass(frozen=True)
class Row:
    method: str
    name: str  # of the address, with its app unless that is `portal`
    case: str
    expected: dict[str, int]  # persona → status
    source: ModuleType | None = None  # whose table it comes from; None: this file's

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.case}"

    @property
    def full_name(self) -> str:
        return self.name if ":" in self.name else f"portal:{self.name}"


def rows() -> Iterator[Row]:
    for source, table in [(None, TABLE), *((each, each.TABLE) for each in TABLES)]:
        for line in table.strip().splitlines():
            method, name, case, *statuses = line.split()
            if method in ("GET", "POST"):
                yield Row(method, name, case, dict(zip(PERSONAS, map(int, statuses), strict=True)), source)


def target(row: Row) -> list:
    """The address's arguments for own, foreign, absent; "crossed" is own with a part of another's."""
    if row.case == "-":
        return []
    if row.source:
        return row.source.target(row.name, row.case)
    if row.name.startswith("import-"):
        return who_may_imports.target(row.name, row.case)
    if row.case == "absent":
        return [10**9, 10**9] if row.name in ("grant-take", "post-edit") else [10**9]
    own = row.case != "foreign"
    if row.name.startswith("unit"):
        return [Unit.objects.get(short_name="LLCS" if own else "XDĐ").pk]
    part = "foreign" if row.case == "crossed" else row.case
    if row.name.startswith("notice"):
        return [OutboxMessage.objects.filter(to__username="canbo.llcs" if own else "canbo.xdd").first().pk]
    if row.name.startswith(("account", "grant")):
        accounts = {"own": "canbo.llcs", "foreign": "canbo.xdd"}
        account = User.objects.get(username=accounts["own" if own else "foreign"])
        grants = Grant.objects.filter(user__username=accounts[part])
        return [account.pk, grants.get().pk] if row.name == "grant-take" else [account.pk]
    colleagues = {"own": "Phạm Thị Thu Thủy", "foreign": "Đặng Thị Ngọc Ánh"}
    person = Person.objects.get(full_name=colleagues["own" if own else "foreign"])
    posts = Post.objects.filter(person__full_name=colleagues[part])
    return [person.pk, posts.get().pk] if row.name == "post-edit" else [person.pk]


def posted(row: Row) -> dict:
    """What would succeed for somebody who may."""
    if row.source:
        return row.source.posted(row.name, row.case)
    if row.name.startswith("import-"):
        return who_may_imports.posted(row.name, row.case)
    unit = {"name": "Tổ tin học", "kind": "group", "protocol_order": "95"}
    person = {"full_name": "Đỗ Văn Sáng", "sex": "male", "personnel_type": "public_employee"}
    post = {"title": "Giảng viên chính", "protocol_order": "30", "valid_from": "01/09/2025"}
    post["unit"] = str(Unit.objects.get(short_name="NNPL").pk)
    return {
        "login": {"username": "canbo.llcs", "password": "demo-portal-2025"},
        "password": {"old": "demo-portal-2025", "new": "Sen nở giữa đầm xưa", "again": "Sen nở giữa đầm xưa"},
        "account-new": {"username": "sang.dv"},
        "account-mail": {"email": "tam.lt@truong.example"},
        "profile-mail": {"email": "tam.lt@truong.example", "mail": "at_once"},
        "grant-new": {"role": "assessor"},
        "unit-new": unit,
        "unit-edit": unit | {"version": "1"},
        "person-new": person,
        "person-edit": person | {"version": "1"},
        "post-new": post,
        "post-edit": post | {"version": "1"},
    }.get(row.name, {})
