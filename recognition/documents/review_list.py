"""Danh sách bình xét, an annex of the tờ trình: the frozen version and what the tờ trình was issued with, no more."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.papers.blocks import (
    Cell,
    Column,
    Note,
    Paper,
    Row,
    Signatures,
    Table,
    Title,
    open_day,
    room,
    written_day,
)
from recognition.documents.traced import letterhead_of, traced
from recognition.models import IssuedPaper, ListVersion, PaperKind
from recognition.queries.papers import issued

COLUMNS = (
    (10, gettext_lazy("STT"), True),
    (39, gettext_lazy("Tên tập thể;\nhọ và tên cá nhân;\ntên mô hình"), False),
    (12, gettext_lazy("Giới\ntính"), True),
    (22.5, gettext_lazy("Ngày,\ntháng,\nnăm sinh"), True),
    (43, gettext_lazy("Chức vụ, đơn vị\n(tập thể: người đứng\nđầu, số người)"), False),
    (20, gettext_lazy("Xếp loại\nđơn vị;\nviên chức"), True),
    (22.5, gettext_lazy("Xếp loại tổ\nchức đảng;\nđảng viên"), True),
    (49, gettext_lazy("Phạm vi;\ntóm tắt thành tích"), False),
    (13, gettext_lazy("Điểm"), True),
    (21, gettext_lazy("Ghi chú"), False),
)
SUBJECT = gettext_lazy("trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh")


def review_list(frozen: ListVersion) -> Paper:
    """Name, sex and day of birth are one column for groups A and C; for C the ratings' two hold the scope."""
    content, head = frozen.content, letterhead_of(frozen)
    submission = issued(frozen, PaperKind.SUBMISSION)
    title = (
        (_("Phụ lục"), "b"),
        (heading(frozen), "b"),
        (str(SUBJECT), "b"),
        (_attached(submission, head, content["year"]), "i"),
    )
    columns = tuple(
        Column(width, str(words), centred, points=11 if width == 21 else 12) for width, words, centred in COLUMNS
    )
    day = written_day(submission.date) if submission else open_day(content["year"])
    signers = (
        (_("NGƯỜI LẬP BIỂU"), content["closed_by"]),
        (head["office_head_title"], head["office_head"]),
        (head["principal_title"], head["principal"]),
    )
    tail = (Note(abbreviations(content)), Signatures((70, 108, 74), signers, f"{head['place']}, {day}"))
    paper = Paper(
        str(frozen),
        clock.local(frozen.closed_at).date(),
        (Title(title, rule=40), Table(columns, _rows(content), tail=tail)),
        flipped=True,
    )
    return traced(paper, frozen)


def heading(frozen: ListVersion) -> str:
    if frozen.content["supplement"]:
        return _("DANH SÁCH BỔ SUNG BÌNH XÉT ĐIỂN HÌNH TIÊN TIẾN NĂM %(year)s") % {"year": frozen.content["year"]}
    return _("DANH SÁCH BÌNH XÉT ĐIỂN HÌNH TIÊN TIẾN NĂM %(year)s") % {"year": frozen.content["year"]}


def _attached(submission: IssuedPaper | None, head: dict, year: int) -> str:
    return _("(Kèm theo Tờ trình số %(number)s %(day)s của %(school)s)") % {
        "number": submission.number if submission else f"{room(12)}/TTr-{head['symbol']}",
        "day": written_day(submission.date) if submission else open_day(year),
        "school": head["school"],
    }


def _rows(content: dict) -> tuple[Row, ...]:
    groups = (
        (_("A. TẬP THỂ"), content["collectives"], _collective),
        (_("B. CÁ NHÂN"), content["individuals"], _individual),
        (_("C. MÔ HÌNH"), content["models"], _model),
    )
    rows = []
    for name, entries, cells in groups:
        if entries:
            rows.append(_across(name, opens=True))
        rows += [Row((Cell(f"{number:02d}"), *cells(entry))) for number, entry in enumerate(entries, 1)]
    return (*rows, _across(total(content)))


def _across(words: str, *, opens: bool = False) -> Row:
    return Row((Cell(words, span=len(COLUMNS), bold=True, centred=False),), opens=opens)


def _collective(entry: dict) -> tuple[Cell, ...]:
    return Cell(entry["name"], span=3), *_judged(entry)


def _individual(entry: dict) -> tuple[Cell, ...]:
    return Cell(entry["name"]), Cell(entry["sex"]), Cell(entry["born"]), *_judged(entry)


def _judged(entry: dict) -> tuple[Cell, ...]:
    told = (entry["place"], entry["rating"], entry["party_rating"], summary(entry), entry["total"], entry["note"])
    return tuple(map(Cell, told))


def summary(entry: dict) -> str:
    return f"{entry['scope']}. {entry['summary']}"


def _model(model: dict) -> tuple[Cell, ...]:
    name = Cell(f"“{model['name']}”", span=3)
    return name, Cell(model["place"]), Cell(model["scope"], span=2), Cell(model["summary"]), Cell("-"), Cell()


def total(content: dict) -> str:
    return _("Tổng cộng: %(c)02d tập thể, %(i)02d cá nhân (%(w)02d nữ, %(m)02d nam), %(models)02d mô hình.") % {
        "c": len(content["collectives"]),
        "i": len(content["individuals"]),
        "w": content["women"],
        "m": content["men"],
        "models": len(content["models"]),
    }


def abbreviations(content: dict) -> str:
    return _(
        "Chữ viết tắt: HTXSNV: hoàn thành xuất sắc nhiệm vụ; HTTNV: hoàn thành tốt nhiệm vụ; HTNV: hoàn thành "
        "nhiệm vụ; KHTNV: không hoàn thành nhiệm vụ. Điểm tính theo thang điểm nội bộ năm %(year)s."
    ) % {"year": content["year"]}
