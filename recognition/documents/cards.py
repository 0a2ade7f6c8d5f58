"""Certificates and ballots as Word files: on each page one table of fixed heights, which the texts stand in.

Colours and places are those of `certificate.typ` and `ballot.typ`, as near as a file to go on writing in can be.
"""

from collections.abc import Callable

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.papers import word_state
from portal.papers.blocks import as_data, width_of
from portal.papers.pdf import compile_pdf
from portal.papers.word import saved, set_up
from portal.papers.word_drawing import Drawing, Pages
from portal.papers.word_parts import LEFT, MIDDLE, cell_margins, element, fixed_table, merged, twips
from recognition.documents.ballot import Ballot, Slip
from recognition.documents.certificates import Certificates, Page

Cards = Certificates | Ballot
RED, OCHRE = "A41E22", "9A7522"
EDGE = 14.6  # of the inner frame from the edge of the paper
HALF = 133.9
HEIGHTS = (126, 54)  # of what stands in the middle, of what is signed
SLIP, SLIP_HEIGHTS = 105, (103, 45.2)
LINE = {"val": "single", "space": 0}
CUT = {"val": "dashed", "sz": 4, "space": 0, "color": "auto"}


def _sheet(told: Cards, size: tuple[float, float], left: float, top: float):
    document = Document()
    set_up(document, told)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if size[0] > size[1] else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, size)
    section.left_margin, section.top_margin = Mm(left), Mm(top)
    section.right_margin = section.bottom_margin = Mm(0)
    section.header_distance = section.footer_distance = Mm(0)
    return document


def _page(document, widths: tuple[float, ...], heights: tuple[float, ...], *, new: bool):
    """A table on a page of its own."""
    if new:
        _low(document)
    grid = fixed_table(document, widths, rows=len(heights), lines=False)
    for row, height in zip(grid.rows, heights, strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    return grid


def _low(into, points: float = 1) -> None:
    _drawing(into, 0).line((), 1, exactly=points)


def _drawing(into, width: float) -> Drawing:
    return Drawing(into, word_state, width, Pages(set(), set()))


def _cell(cell, width: float, *, new: bool = False) -> Drawing:
    """To write into; `new`: it begins a page."""
    inside = _drawing(cell, width).in_cell(cell, width)
    if new:
        inside.line((), 1, exactly=1).paragraph_format.page_break_before = True
    return inside


def _borders(cell, **sides: dict) -> None:
    found = element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            found.append(element(f"w:{side}", **sides[side]))
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(found, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:vAlign")


# -- certificates ---------------------------------------------------------------------------------------------


def certificates_docx(told: Certificates) -> bytes:
    document = _sheet(told, (297, 210), EDGE + told.printing.x, EDGE + told.printing.y)
    if not told.printing.text_only:
        _outer_frame(document.sections[0])
    for number, page in enumerate(told.pages):
        grid = _page(document, (HALF, HALF), HEIGHTS, new=number > 0)
        if not told.printing.text_only:
            _inner_frame(grid)
        _upper(_cell(merged(grid.rows[0], 0, 2), 2 * HALF, new=number > 0), told, page)
        _lower(grid.rows[1], told, page)
    _low(document)
    return saved(document, told)


def _outer_frame(section) -> None:
    """Of the page, 12 mm from its edge: told from the text, since Word counts no further than 31 pt from the edge."""
    section.right_margin, section.bottom_margin = Mm(EDGE), Mm(EDGE - 0.4)
    borders = element("w:pgBorders", offsetFrom="text")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="single", sz=18, space=7, color=OCHRE))
    section._sectPr.find(qn("w:pgMar")).addnext(borders)


def _inner_frame(grid) -> None:
    line = LINE | {"sz": 6, "color": RED}
    (upper, _same), (left, right) = (row.cells for row in grid.rows)
    _borders(upper, top=line, left=line, right=line)
    _borders(left, left=line, bottom=line)
    _borders(right, right=line, bottom=line)


def _upper(on: Drawing, told: Certificates, page: Page) -> None:
    def line(words: str, points: float, style: str = "b", *, loose: float = 0, tight: float = 0, after: float = 0):
        paragraph = on.line(((words, style),), points, align=MIDDLE, after=after)
        paragraph.paragraph_format.space_before = Pt(tight if page.tight else loose)
        return paragraph

    on.line((), 1, exactly=16)
    line(word_state.NATION, 14)
    line(word_state.MOTTO, 15)
    on.rule(width_of(word_state.MOTTO, 15, "b"), on.width)
    line(told.authority, 18, loose=25, tight=13)
    if told.verb:
        line(told.verb, 16, "", loose=17, tight=8)
    kind = line(told.kind, 40, loose=8 if told.verb else 26, tight=2 if told.verb else 16)
    kind.runs[0].font.color.rgb = RGBColor.from_string(RED)
    for number, words in enumerate(page.receiver):
        line(words, page.points, loose=0 if number else 23, tight=0 if number else 12)
    line(page.post, 17, "", loose=11, tight=8)
    for number, words in enumerate(page.deed):
        line(words, 17, "i", loose=0 if number else 13, tight=0 if number else 9, after=4)


def _lower(row, told: Certificates, page: Page) -> None:
    left, right = (_cell(cell, HALF) for cell in row.cells)
    row.cells[0]._tc.get_or_add_tcPr().append(element("w:vAlign", val="bottom"))
    cell_margins(row.cells[0], left=twips(24 - EDGE), bottom=twips(7))
    for words in page.left:
        left.line(((words, ""),), 13, align=LEFT)
    right.line(((told.dated, "i"),), 14, align=MIDDLE, after=2)
    right.line(((told.signer_title, "b"),), 15, align=MIDDLE)
    right.line((), exactly=77)
    right.line(((told.signer, "b"),), 15, align=MIDDLE)


# -- ballots --------------------------------------------------------------------------------------------------


def ballot_docx(told: Ballot) -> bytes:
    document = _sheet(told, (210, 297), 0, 0)
    for begin in range(0, len(told.slips), 4):
        grid = _page(document, (SLIP, SLIP), SLIP_HEIGHTS * 2, new=begin > 0)
        for place in range(4):
            upper, lower = (grid.rows[2 * (place // 2) + storey].cells[place % 2] for storey in (0, 1))
            _cut_along(upper, lower, place)
            slip = told.slips[begin + place] if begin + place < len(told.slips) else None
            _slip(upper, lower, told, slip, new=begin > 0 and place == 0)
    _low(document)
    return saved(document, told)


def _cut_along(upper, lower, place: int) -> None:
    aside = {"right": CUT} if place % 2 == 0 else {}
    _borders(upper, **aside)
    _borders(lower, **aside, **({"bottom": CUT} if place < 2 else {}))
    for cell, ends in ((upper, {"top": twips(10)}), (lower, {"bottom": twips(6)})):
        cell_margins(cell, left=twips(8), right=twips(8), **ends)


def _slip(upper, lower, told: Ballot, slip: Slip | None, *, new: bool) -> None:
    on, below = _cell(upper, 89, new=new), _cell(lower, 89)
    if slip is None:
        on.line((), 10)
        below.line((), 10)
        return
    on.line(((told.school, ""),), 10, align=MIDDLE)
    on.line(((told.council, "b"),), 10, align=MIDDLE, after=17)
    on.line(((told.heading, "b"),), 15, align=MIDDLE)
    on.line(((told.about, "b"),), 12, align=MIDDLE, after=23)
    on.line(((slip.number, "i"),), 11, align=MIDDLE, after=6)
    on.line(((slip.name, "b"),), 14, align=MIDDLE)
    if slip.post:
        on.line(((slip.post, ""),), 12, align=MIDDLE)
    on.line(((slip.scope, "i"),), 12, align=MIDDLE)
    for side, words in zip(below.grid((44.5, 44.5)), told.choices, strict=True):
        side.line(((words, ""),), 13, align=MIDDLE)
    _boxes(below)
    note = below.line(((told.note, "i"),), 10, align=MIDDLE)
    note.paragraph_format.space_before = Pt(6)


def _boxes(below: Drawing) -> None:
    """Below the choices, eleven millimetres square."""
    _low(below.into)
    widths = (16.75, 11, 33.5, 11, 16.75)
    grid = fixed_table(below.into, widths, rows=1, lines=False)
    grid.rows[0].height, grid.rows[0].height_rule = Mm(11), WD_ROW_HEIGHT_RULE.EXACTLY
    line = LINE | {"sz": 8, "color": "auto"}
    for place, cell in enumerate(grid.rows[0].cells):
        _cell(cell, widths[place]).line((), 10)
        if place in (1, 3):
            _borders(cell, top=line, left=line, bottom=line, right=line)


# -- as files -------------------------------------------------------------------------------------------------


def cards_pdf(told: Cards) -> bytes:
    return compile_pdf(told.template, as_data(told))


def cards_docx(told: Cards) -> bytes:
    return ballot_docx(told) if isinstance(told, Ballot) else certificates_docx(told)


CARDS: dict[str, Callable[[Cards], bytes]] = {"pdf": cards_pdf, "docx": cards_docx}
