"""Thông báo kết quả to one unit: its own rows only, a reason for each that was not recognised, no judge named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.papers.blocks import (
    Cell,
    Column,
    Heading,
    Paper,
    Row,
    Signed,
    Table,
    Text,
    Title,
    Together,
    broken,
    ended,
    written_day,
)
from portal.rights import Conflict
from portal.text import two_digits
from recognition.documents.around import plain, school_head
from recognition.documents.decision import Decided, Names, in_short
from recognition.documents.told import Issue, Told
from recognition.documents.words import DOTS, addressed, opening, paragraphs
from recognition.snapshot import NONE


@dataclass(frozen=True)
class Addressee:
    """A unit. `reasons`: {dossier: why it was not recognised}, of those on the list and `beside` it."""

    pk: int
    name: str
    reasons: Mapping[int, str]
    beside: Sequence[Mapping] = ()  # {"nomination", "name", "scope"}: not recognised, and never put to the vote


def notice(told: Told, issue: Issue, unit: Addressee, decided: Decided) -> Paper:
    refused = _refused(told, unit)
    blocks = (
        school_head(issue, decided.day.year, "TB"),
        _title(told, unit),
        Text(plain(_opening(told, issue, unit, decided))),
        Heading(_("1. Kết quả")),
        _table(told, unit, decided.awards),
        *_reasons(told, refused),
        Heading(_("%(n)s. Tổ chức thực hiện") % {"n": 3 if refused else 2}),
        *(Text(plain(words)) for words in _what_next(unit)),
        Together((Text(plain(_closing(told))), _signed(issue, unit))),
    )
    title = _("Thông báo kết quả %(year)s: %(unit)s") % {"year": told.of_year, "unit": unit.name}
    return Paper(title, issue.day or decided.day, blocks)


def _title(told: Told, unit: Addressee) -> Title:
    named = broken(_("của %(unit)s") % {"unit": unit.name}, 150, 14).split("\n")
    about = _("Kết quả bình xét điển hình tiên tiến %(year)s") % {"year": told.of_year}
    return Title(((_("THÔNG BÁO"), "b"), (about, "b"), *((line, "b") for line in named)))


def _opening(told: Told, issue: Issue, unit: Addressee, decided: Decided) -> str:
    return _(
        "Căn cứ Quyết định số %(number)s %(day)s của Hiệu trưởng %(school)s về việc công nhận, khen thưởng điển hình "
        "tiên tiến %(year)s, nhà trường thông báo kết quả bình xét của %(unit)s như sau:"
    ) % {
        "number": decided.number,
        "day": written_day(decided.day),
        "school": issue.head["school"],
        "year": told.of_year,
        "unit": unit.name,
    }


# -- 1 --------------------------------------------------------------------------------------------------------


def _table(told: Told, unit: Addressee, awards: Names) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(62, _("Tập thể, cá nhân,\nmô hình"), centred=False),
        Column(30, _("Phạm vi,\nlĩnh vực")),
        Column(16, _("Điểm")),
        Column(22, _("Phiếu\nđồng ý")),
        Column(25, _("Kết quả")),
    )
    own = [row for row in told.entries if row["unit_pk"] == unit.pk]
    passed = [row for row in own if told.vote(row)["passed"]]
    failed = [row for row in own if not told.vote(row)["passed"]]
    cells = [_entry(told, row, awards) for row in passed]
    cells += [_model(row) for row in told.models if row["unit_pk"] == unit.pk]
    cells += [_entry(told, row, awards) for row in failed]
    cells += [_beside(row) for row in unit.beside]
    if not cells:
        raise Conflict(
            _("%(unit)s không có hồ sơ nào được kết luận trong đợt này.") % {"unit": unit.name},
            instead=_("Hồ sơ để riêng được thông báo cùng danh sách bổ sung."),
        )
    return Table(columns, tuple(Row((Cell(two_digits(n)), *told_cells)) for n, told_cells in enumerate(cells, 1)))


def _entry(told: Told, row: Mapping, awards: Names) -> tuple[Cell, ...]:
    vote = told.vote(row)
    votes = Cell(f"{two_digits(vote['for'])}/{two_digits(vote['base'])}\n({vote['percent']}%)")
    given = [in_short(name) for name in awards.get(row["nomination"], ())]
    outcome = "; ".join([_("Công nhận"), *given]) if vote["passed"] else _("Không công nhận")
    return (Cell(_who(row)), Cell(row["scope"]), Cell(row["total"]), votes, Cell(outcome, bold=not vote["passed"]))


def _who(row: Mapping) -> str:
    """With the post, without the unit: the paper is the unit's own."""
    if "sex" not in row:
        return row["name"]
    post = row["place"].removesuffix(row["unit"]).rstrip(", ")
    return ", ".join(words for words in (opening(addressed(row["name"], row["sex"])), post) if words)


def _model(row: Mapping) -> tuple[Cell, ...]:
    name = Cell(_("Mô hình “%(name)s”") % {"name": row["name"]})
    return (name, Cell(row["scope"]), Cell(NONE), Cell(NONE), Cell(_("Công nhận")))


def _beside(row: Mapping) -> tuple[Cell, ...]:
    return (Cell(row["name"]), Cell(row["scope"]), Cell(NONE), Cell(NONE), Cell(_("Không công nhận"), bold=True))


# -- 2 and 3 --------------------------------------------------------------------------------------------------


def _refused(told: Told, unit: Addressee) -> list[tuple[str, str]]:
    """(who, why) of each that was not recognised, in the order of the table."""
    rows = [row for row in told.failed if row["unit_pk"] == unit.pk]
    named = [(_who(row), row["nomination"]) for row in rows] + [(row["name"], row["nomination"]) for row in unit.beside]
    return [(who, unit.reasons.get(pk, "")) for who, pk in named]


def _reasons(told: Told, refused: Sequence[tuple[str, str]]) -> Iterator[Heading | Text]:
    if not refused:
        return
    yield Heading(_("2. Lý do không công nhận"))
    for who, why in refused:
        yield Text(plain(f"{who}: {' '.join(paragraphs(why)) or DOTS}"))
    yield Text(
        plain(
            _("Đề nghị đơn vị tiếp tục bồi dưỡng, giúp đỡ để xem xét giới thiệu trong năm %(year)s.")
            % {"year": told.year + 1}
        )
    )


def _what_next(unit: Addressee) -> Iterator[str]:
    yield _("a) Đề nghị %(unit)s thông báo kết quả tới toàn thể viên chức, người lao động của đơn vị.") % {
        "unit": unit.name
    }
    yield _(
        "b) Phiếu điểm có giải thích của từng hồ sơ được gửi kèm Thông báo này. Trường hợp có ý kiến, đề nghị gửi bằng "
        "văn bản về %(office)s trước %(day)s."
    ) % {"office": settings.OFFICE_NAME, "day": written_day(None)}


def _closing(told: Told) -> str:
    return _(
        "Trên đây là kết quả bình xét điển hình tiên tiến %(year)s, nhà trường thông báo để đơn vị biết, thực hiện./."
    ) % {"year": told.of_year}


def _signed(issue: Issue, unit: Addressee) -> Signed:
    """By order of the principal; the unit stands first among the recipients."""
    head = issue.head
    titles = [f"TL. {head['principal_title']}", *head["office_head_title"].split("\n")]
    others = [line for line in issue.lines("recipients") if line.rstrip(" ;,.") != _("Như trên")] or [DOTS]
    recipients = ended([unit.name, *others])
    return Signed(recipients, tuple((line, "b") for line in titles), head["office_head"])
