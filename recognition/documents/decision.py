"""Quyết định with its list: Điều 1 recognises, Điều 2 rewards, Điều 3 executes. The list is published: no points, no
ratings, no birth dates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from portal.papers.blocks import (
    Annex,
    Cell,
    Centred,
    Column,
    Note,
    Paper,
    Row,
    Table,
    Text,
    Title,
    Together,
    open_day,
    room,
    written_day,
)
from recognition.documents.around import bases, in_groups, rests_on, school_head, signed
from recognition.documents.told import Issue, Told
from recognition.documents.words import MOVEMENT, addressed, joined, kinds, opening
from recognition.snapshot import NONE

Names = Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class Decided:
    """What was recorded of a decision. `awards`: {dossier: names of the school's own forms}; `head`: the letterhead
    of its day."""

    number: str
    day: date
    signer: str
    awards: Names
    head: Mapping


def decision(told: Told, issue: Issue, awards: Names, signer: str = "") -> Paper:
    """A draft until `issue` has a number. `awards`: {dossier: names of the school's own forms}; `signer`: who signed
    it, once it is recorded."""
    told.require_somebody()
    head = issue.head
    who = f"{head['principal_title']} {head['issuer'].upper()}"
    *articles, last = _articles(told, awards)
    blocks = (
        school_head(issue, told.year, "QĐ", box="" if issue.number else _("DỰ THẢO")),
        _title(told),
        Centred(((" ".join(who.split()), "b"),)),
        *bases(_bases(told, issue)),
        Centred(((_("QUYẾT ĐỊNH:"), "b"),)),
        *articles,
        Together((last, signed(issue, [head["principal_title"]], signer or head["principal"]))),
        Annex((_list_title(told, issue), _table(told, awards))),
    )
    return Paper(_("Quyết định công nhận, khen thưởng %(year)s") % {"year": told.of_year}, told.day(issue), blocks)


def _title(told: Told) -> Title:
    return Title(
        (
            (_("QUYẾT ĐỊNH"), "b"),
            (_("Về việc công nhận, khen thưởng điển hình tiên tiến"), "b"),
            (_("trong học tập và làm theo tư tưởng, đạo đức, phong cách"), "b"),
            (_("Hồ Chí Minh %(year)s") % {"year": told.of_year}, "b"),
        )
    )


def _bases(told: Told, issue: Issue) -> list[str]:
    office = settings.OFFICE_NAME[:1].lower() + settings.OFFICE_NAME[1:]
    return [*rests_on(told, issue), _("Theo đề nghị của Trưởng %(office)s") % {"office": office}]


# -- articles -------------------------------------------------------------------------------------------------


def _articles(told: Told, awards: Names) -> Iterator[Text]:
    """Where nobody is rewarded there is no article for it."""
    words = [_recognises(told)]
    if given := _counts(told, awards):
        words.append(_rewards(given))
    words.append(_executes(len(words)))
    for number, text in enumerate(words, 1):
        yield Text(((_("Điều %(n)s. ") % {"n": number}, "b"), (text, "")))


def _recognises(told: Told) -> str:
    return _("Công nhận %(kinds)s là điển hình tiên tiến %(movement)s %(year)s (có danh sách kèm theo).") % {
        "kinds": kinds(len(told.collectives), len(told.individuals), len(told.models)),
        "movement": MOVEMENT,
        "year": told.of_year,
    }


def _counts(told: Told, awards: Names) -> dict[str, list[int]]:
    """{form: [collectives, individuals]} in the order of the list."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, rows in enumerate((told.collectives, told.individuals)):
        for row in rows:
            for name in awards.get(row["nomination"], ()):
                found[name][place] += 1
    return dict(found)


def _rewards(given: Mapping[str, Sequence[int]]) -> str:
    forms = joined([f"{name} cho {kinds(*counts)}" for name, counts in given.items()])
    return _(
        "Tặng thưởng %(forms)s có thành tích xuất sắc, có tên tại danh sách. Mức tiền thưởng thực hiện theo quy định "
        "hiện hành, trích từ Quỹ thi đua, khen thưởng của nhà trường."
    ) % {"forms": forms}


def _executes(before: int) -> str:
    articles = joined([_("Điều %(n)s") % {"n": number} for number in range(1, before + 1)])
    return _(
        "Quyết định này có hiệu lực kể từ ngày ký. Trưởng %(office)s, trưởng các khoa, phòng, các tổ chức đoàn thể và "
        "các tập thể, cá nhân có tên tại %(articles)s chịu trách nhiệm thi hành Quyết định này./."
    ) % {"office": settings.OFFICE_NAME[:1].lower() + settings.OFFICE_NAME[1:], "articles": articles}


# -- the list -------------------------------------------------------------------------------------------------


def _list_title(told: Told, issue: Issue) -> Title:
    number = issue.number or f"{room(12)}/QĐ-{issue.head['symbol']}"
    day = written_day(issue.day) if issue.day else open_day(told.year)
    school = issue.head["school"]
    what = joined([words for rows, words in _of_list(told) if rows])
    lines = (
        (_("DANH SÁCH"), "b"),
        (what.upper(), "b"),
        (_("ĐƯỢC CÔNG NHẬN ĐIỂN HÌNH TIÊN TIẾN %(year)s") % {"year": told.of_year.upper()}, "b"),
        (_("(Kèm theo Quyết định số %(number)s %(day)s") % {"number": number, "day": day}, "i"),
        (_("của Hiệu trưởng %(school)s)") % {"school": school}, "i"),
    )
    return Title(lines, rule=40)


def _of_list(told: Told) -> tuple[tuple[list[dict], str], ...]:
    return ((told.collectives, _("tập thể")), (told.individuals, _("cá nhân")), (told.models, _("mô hình")))


def _table(told: Told, awards: Names) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(53, _("Tập thể, cá nhân,\nmô hình"), centred=False),
        Column(51, _("Chức vụ, đơn vị"), centred=False),
        Column(31, _("Phạm vi,\nlĩnh vực")),
        Column(20, _("Khen\nthưởng")),
    )
    parts = (
        (_("A. TẬP THỂ"), told.collectives, _collective),
        (_("B. CÁ NHÂN"), told.individuals, _individual),
        (_("C. MÔ HÌNH"), told.models, _model),
    )
    rows: list[Row] = []
    for head, members, draw in parts:
        rows += in_groups([(head, members)], 5, partial(draw, awards=awards))
    rows.append(Row((Cell(_total(told, awards), span=5, bold=True, centred=False),)))
    return Table(columns, tuple(rows), tail=_legend(told, awards))


def _collective(row: Mapping, awards: Names) -> tuple[Cell, ...]:
    return (Cell(row["name"], span=2, centred=False), Cell(row["scope"]), Cell(_given(row, awards)))


def _individual(row: Mapping, awards: Names) -> tuple[Cell, ...]:
    who = Cell(opening(addressed(row["name"], row["sex"])))
    return (who, Cell(row["place"]), Cell(row["scope"]), Cell(_given(row, awards)))


def _model(row: Mapping, awards: Names) -> tuple[Cell, ...]:
    return (Cell(f"“{row['name']}”"), Cell(row["place"]), Cell(row["scope"]), Cell(NONE))


def _given(row: Mapping, awards: Names) -> str:
    return "; ".join(in_short(name) for name in awards.get(row["nomination"], ())) or NONE


def in_short(name: str) -> str:
    """Giấy khen, of "Giấy khen của Hiệu trưởng": in a list of the school's own decision."""
    return name.split(" của ")[0]


def _total(told: Told, awards: Names) -> str:
    said = [
        _("Tổng cộng: %(kinds)s") % {"kinds": kinds(len(told.collectives), len(told.individuals), len(told.models))}
    ]
    said += [f"{in_short(name)}: {kinds(*counts)}" for name, counts in _counts(told, awards).items()]
    return f"{'; '.join(said)}."


def _legend(told: Told, awards: Names) -> tuple[Note, ...]:
    if not told.models and all(awards.get(row["nomination"]) for row in told.recognised):
        return ()
    return (Note(_("Dấu (-): được công nhận; không khen thưởng kèm theo Quyết định này.")),)
