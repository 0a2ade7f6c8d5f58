"""The words of the measuring instrument: a stable key for data and code, a label for people, in one place."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A key that is stored, with the words a reader sees. `choices` is what a model field asks for."""

    label: str

    def __new__(cls, key: str, label: str) -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


class SubjectKind(Labelled):
    """Whom a sheet measures. A head of unit is an individual with a longer sheet."""

    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"
    HEAD = "head", "Người đứng đầu đơn vị"

    @property
    def ranks_as(self) -> "SubjectKind":
        return SubjectKind.INDIVIDUAL if self == SubjectKind.HEAD else self


class Scope(Labelled):
    """Exemplary in everything, or in one field of work (plan II.2)."""

    COMPREHENSIVE = "comprehensive", "Toàn diện"
    FIELD = "field", "Từng mặt"


class CriterionKind(Labelled):
    GATE = "gate", "Điều kiện bắt buộc"
    SCORED = "scored", "Tính điểm"


class Source(Labelled):
    """Where a gate's answer comes from."""

    OFFICE = "office", "Phòng trả lời, ghi rõ văn bản"
    RATING = "rating", "Kết quả xếp loại"
    ENDORSEMENT = "endorsement", "Cuộc họp và biểu quyết của đơn vị"
    OWN_COLLECTIVE = "own_collective", "Kết quả của tập thể do cá nhân đứng đầu"


class RatingOf(Labelled):
    """What is rated at the end of a year."""

    UNIT = "unit", "Đơn vị"
    PARTY_CELL = "party_cell", "Chi bộ"
    TRADE_UNION = "trade_union", "Công đoàn"
    YOUTH_UNION = "youth_union", "Đoàn thanh niên"
    STAFF = "staff", "Công chức, viên chức"
    PARTY_MEMBER = "party_member", "Đảng viên"

    @property
    def is_of_the_subject(self) -> bool:
        """The subject's own rating, which is always due. The others are bodies that may not exist."""
        return self in (RatingOf.UNIT, RatingOf.STAFF, RatingOf.PARTY_MEMBER)

    @property
    def is_of_a_person(self) -> bool:
        return self in (RatingOf.STAFF, RatingOf.PARTY_MEMBER)


class Level(Labelled):
    """Year-end ratings, from the lowest up: one wording for units, bodies, staff and party members."""

    FAIL = "fail", "Không hoàn thành nhiệm vụ"
    DONE = "done", "Hoàn thành nhiệm vụ"
    GOOD = "good", "Hoàn thành tốt nhiệm vụ"
    EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ"

    def reaches(self, required: "Level") -> bool:
        upwards = list(Level)
        return upwards.index(self) >= upwards.index(required)


class Combine(Labelled):
    """How the marks of several sheets become one result."""

    MEAN = "mean", "Trung bình"
    MEDIAN = "median", "Trung vị"


class OwnCollectiveRule(Labelled):
    """How a head of unit is tied to the standards of the own collective (plan III.3.2, last paragraph)."""

    STRICT = "strict", "Tập thể được đề nghị trong năm và đạt mọi tiêu chuẩn"
    DEFAULT = "default", "Tập thể đạt các điều kiện về xếp loại"
    ADVISORY = "advisory", "Chỉ để tham khảo"


class Answer(Labelled):
    """The four answers of a gate. A waiver is no answer: it stands beside one."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Không đạt"
    NO_RESULT = "no_result", "Chưa có kết quả"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class Declared(Labelled):
    """What an assessor says of standing too near to a subject; nothing said is neither."""

    NONE = "none", "Không có xung đột"
    SOME = "some", "Có xung đột"


class RowState(Labelled):
    """Where a scored criterion stands against its floor."""

    REACHED = "reached", "Đạt"
    BELOW = "below", "Dưới mức đạt"
    UNMARKED = "unmarked", "Chưa chấm"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class Verdict(Labelled):
    ELIGIBLE = "eligible", "Đủ điều kiện"
    NOT_ELIGIBLE = "not_eligible", "Chưa đủ điều kiện"
    AWAITING_RATING = "awaiting_rating", "Chờ kết quả xếp loại"
    UNFINISHED = "unfinished", "Chưa chấm xong"
