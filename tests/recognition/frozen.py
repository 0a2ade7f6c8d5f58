"""A sealed version as plain values: its list, its council's meeting and ballots, and the frame of its papers.

Eleven members, one away who wrote; of the entries, the last but one failed. Sums hold as the meeting's page makes them.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from recognition.ballots import per_cent
from recognition.documents.told import Issue, Told
from recognition.documents.words import opening

UNITS = {
    1: "Khoa Lý luận cơ sở",
    2: "Khoa Xây dựng Đảng",
    3: "Khoa Nhà nước và pháp luật",
    4: "Phòng Quản lý đào tạo và nghiên cứu khoa học",
    5: "Phòng Tổ chức, hành chính, thông tin, tư liệu",
}
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Ngô", "Tôn Nữ Thị")
GIVEN = ("Minh Hằng", "Văn Khôi", "Thùy Linh", "Quốc Bảo", "Thị Ngọc Diệp", "Đình Phúc", "Hải Yến")
CHAIR = {"name": "Vũ Đình Thuận", "sex": "male", "post": "Hiệu trưởng", "role_label": "Chủ tịch Hội đồng"}
SECRETARY = {
    "name": "Phạm Thị Thu Trang",
    "sex": "female",
    "post": "Chuyên viên, Phòng Tổ chức, hành chính, thông tin, tư liệu",
    "role_label": "Ủy viên kiêm Thư ký Hội đồng",
}
TELLERS = {"Ủy viên 3": "head", "Ủy viên 4": "member", "Ủy viên 5": "member"}


def collective(number: int, **own) -> dict:
    unit = number % 5 + 1
    name = UNITS[unit] if number < 5 else f"Tổ Công đoàn {number}, {UNITS[unit]}"
    told = {"place": "12 người (07 nữ)", "kind": "collective"}
    return _entry(100 + number, name, unit) | told | own


def individual(number: int, **own) -> dict:
    unit = number % 5 + 1
    woman = number % 2 == 0
    name = f"{FAMILIES[number % len(FAMILIES)]} {GIVEN[number % len(GIVEN)]}"
    told = {
        "sex": "Nữ" if woman else "Nam",
        "born": "05/06/1985",
        "place": f"Giảng viên chính, {UNITS[unit]}",
        "kind": "individual",
    }
    return _entry(200 + number, name, unit) | told | own


def _entry(pk: int, name: str, unit: int) -> dict:
    field = pk % 3 == 0
    return {
        "nomination": pk,
        "name": name,
        "unit": UNITS[unit],
        "unit_pk": unit,
        "scope": "Từng mặt: chuyển đổi số trong giảng dạy" if field else "Toàn diện",
        "summary": "Đi đầu trong đổi mới phương pháp giảng dạy",
        "total": f"{85 + pk % 10},{pk % 100:02d}",
        "rank": 1,
        "rating": "HTXSNV",
        "party_rating": "HTTNV",
        "note": "",
    }


def model(row: dict, name: str) -> dict:
    kept = {key: row[key] for key in ("nomination", "unit_pk", "scope", "summary")}
    return kept | {"name": name, "place": row["unit"]}


def content(collectives: int = 4, individuals: int = 14, models: int = 6, *, failed: int = 1, **own) -> dict:
    groups = {
        "collectives": [collective(number) for number in range(collectives)],
        "individuals": [individual(number) for number in range(individuals)],
    }
    rows = [*groups["collectives"], *groups["individuals"]]
    lost = {row["nomination"] for row in rows[len(rows) - 1 - failed : len(rows) - 1]}
    women = sum(row["sex"] == "Nữ" for row in groups["individuals"])
    found = groups | {
        "year": 2025,
        "version": 1,
        "supplement": False,
        "models": [model(row, f"Học tập cùng tiến {row['nomination']}") for row in rows[:models]],
        "women": women,
        "men": individuals - women,
        "outside": [
            {"nomination": 900, "unit": UNITS[1], "name": "Mai Thị Lan Chi", "state": "Không đạt", "because": []}
        ],
        "threshold": "4/5",
        "process": {"registered": len(rows) + 6, "sent": len(rows) + 2},
        "letterhead": letterhead(),
        "meeting": meeting(),
        "votes": {str(row["nomination"]): vote(row["nomination"], lost=row["nomination"] in lost) for row in rows},
    }
    return found | own


def meeting(**own) -> dict:
    others = [
        {
            "name": f"Ủy viên {number}",
            "sex": "female" if number % 2 else "male",
            "post": f"Trưởng đơn vị {number}",
            "role": "member",
            "role_label": "Ủy viên",
        }
        for number in range(1, 10)
    ]
    seats = [CHAIR | {"role": "chair"}, *others, SECRETARY | {"role": "secretary"}]
    members = [
        seat | {"present": True, "reason": "", "wrote": False, "teller": TELLERS.get(seat["name"], "")}
        for seat in seats
    ]
    members[9] |= {"present": False, "reason": "đi công tác", "wrote": True}
    found = {
        "held_on": "2025-12-18",
        "begins": "14:00",
        "counted": "15:30",
        "ends": "16:45",
        "place": "Phòng họp số 1",
        "council": {"name": "Hội đồng Thi đua - Khen thưởng", "number": "45/QĐ-TCT", "date": "2025-03-03"},
        "members": members,
        "total": 11,
        "present": 10,
        "absent": 1,
        "wrote": 1,
        "quorum": "2/3",
        "threshold": "4/5",
        "recused_in_base": True,
        "chair": CHAIR,
        "secretary": SECRETARY,
        "report": "",
        "discussion": "Bà Ủy viên 3 đề nghị làm rõ số liệu.\nĐại diện đơn vị đã giải trình",
        "dissent": "",
        "conclusion": "Giao Phòng Tổ chức, hành chính, thông tin, tư liệu hoàn thiện hồ sơ trước ngày 31/12/2025.",
    }
    return found | own


def vote(pk: int, *, lost: bool = False) -> dict:
    """One member steps aside, one is away and wrote; every seventh ballot is invalid."""
    aside = [{"name": "Ủy viên 1", "reason": "thuộc đơn vị của hồ sơ này"}] if pk % 2 else []
    issued, invalid = 10 - len(aside), int(pk % 7 == 0 and not pk % 2)
    valid = issued - invalid
    agree = 5 if lost else valid
    return {
        "recused": aside,
        "recused_absent": [],
        "absent": 1,
        "issued": issued,
        "returned": issued,
        "valid": valid,
        "invalid": invalid,
        "agree": agree,
        "against": valid - agree,
        "written_agree": 1,
        "written_against": 0,
        "for": agree + 1,
        "base": 11,
        "needed": 9,
        "percent": per_cent(agree + 1, 11),
        "passed": Fraction(agree + 1, 11) >= Fraction(4, 5),
    }


def letterhead(**own) -> dict:
    return {
        "superior": "TỈNH ỦY NINH BÌNH",
        "issuer": "TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH",
        "school": "Trường Chính trị Trường Chinh",
        "place": "Ninh Bình",
        "symbol": "TCT",
        "office_head_title": "TRƯỞNG PHÒNG TỔ CHỨC,\nHÀNH CHÍNH, THÔNG TIN, TƯ LIỆU",
        "office_head": "Nguyễn Đình Khôi",
        "principal_title": "HIỆU TRƯỞNG",
        "principal": "Vũ Đình Thuận",
        "council": "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        "council_symbol": "HĐTĐKT",
        "party_superior": "ĐẢNG BỘ CÁC CƠ QUAN ĐẢNG\nTỈNH NINH BÌNH",
        "party_issuer": "ĐẢNG ỦY TRƯỜNG CHÍNH TRỊ\nTRƯỜNG CHINH",
        "party_symbol": "ĐU",
        "party_title": "BÍ THƯ",
        "party_signer": "Vũ Đình Thuận",
        "traced": True,
    } | own


def issue(number: str = "", day: date | None = None, **own) -> Issue:
    frame = {
        "letterhead": letterhead(),
        "addressees": ["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Hội đồng Thi đua - Khen thưởng tỉnh"],
        "bases": [
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            "Căn cứ Kế hoạch giai đoạn 2022 - 2025",
        ],
        "recipients": ["Như trên", "Các khoa, phòng, đoàn thể", "Lưu: VT, TCHC"],
        "minutes": "02/BB-HĐTĐKT",
    }
    return Issue(frame | own, number, day)


def told(*shape: int, **own) -> Told:
    return Told(content(*shape, **own), date(2025, 12, 16))


def names_of(rows: Iterable[dict]) -> list[str]:
    return [opening(row["name"]) for row in rows]
