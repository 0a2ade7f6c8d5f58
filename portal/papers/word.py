"""The Word version of a paper: the blocks of `blocks.py`, drawn to look as `paper.typ` draws them.

A file to go on writing in; the PDF is the one that counts, and the file's properties say so. The same paper gives the
same bytes. Heights and gaps were measured in LibreOffice beside the PDF.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from portal.papers import blocks
from portal.papers.blocks import Paper, as_data, width_of
from portal.papers.pdf import marked
from portal.papers.word_parts import (
    at_moment,
    bordered,
    cell_margins,
    element,
    end_mark,
    fixed_table,
    merged,
    page_number,
    plain_base,
)

LEFT, MIDDLE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
INDENT, GRID = 12.7, 76
# Document numbers and ranges of years: their hyphens are not places to end a line.
_WHOLE = re.compile(r"(\d+[/-][^\W\d_][\w/-]*|\d{4} - \d{4})")


def docx(paper: Paper) -> bytes:
    document = Document()
    _set_up(document, paper)
    drawing = _Drawing(document, paper, _new_pages(paper))
    for number, block in enumerate(paper.blocks):
        drawing.draw(block, number)
    raw = BytesIO()
    document.save(raw)
    return at_moment(raw, _moment(paper))


def _moment(paper: Paper) -> datetime:
    return datetime(paper.day.year, paper.day.month, paper.day.day)


def _new_pages(paper: Paper) -> set[tuple[int, int]]:
    """(number of the table, number of the row) of each row that begins a page of the PDF."""
    rows = marked("portal/papers/paper.typ", as_data(paper), "row")
    return {(after[0], after[1]) for before, after in pairwise(rows) if after[0] == before[0] and after[2] > before[2]}


def _set_up(document, paper: Paper) -> None:
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if paper.flipped else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if paper.flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, (20, 20, 30, 15))
    section.header_distance, section.footer_distance = Mm(7.4), Mm(10)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    plain_base(document)
    told = document.core_properties
    told.title, told.author, told.last_modified_by = paper.title, "", ""
    told.comments = _("Bản Word để chỉnh sửa, không có giá trị đối chiếu.")
    told.created = told.modified = _moment(paper)
    told.language = "vi-VN"


@dataclass
class _Drawing:
    """Adds blocks to `into`, a document or a cell."""

    into: object
    paper: Paper
    new_pages: set[tuple[int, int]]
    keep: bool = False  # with what follows

    @property
    def width(self) -> int:
        return 252 if self.paper.flipped else 165

    def draw(self, block, number: int = 0) -> None:
        name = type(block).__name__.lower()
        if name == "table":
            self.table(block, number)
        else:
            getattr(self, name)(block)

    # -- paragraphs ---------------------------------------------------------------------------------------------

    def line(self, parts: blocks.Parts, points: float = 14, *, align=LEFT, after: float = 0, exactly: float = 0):
        paragraph = self.into.add_paragraph()
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after = Pt(0), Pt(after)
        shape.keep_with_next = self.keep or None
        shape.widow_control = True
        if exactly:
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exactly)
        end_mark(paragraph, points)
        for words, style in parts:
            _write(paragraph, words, points, style)
        return paragraph

    def text(self, block: blocks.Text) -> None:
        after = 2.5 if block.tight else 6
        paragraph = self.line(block.parts, align=BOTH, after=after, exactly=18)
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        if block.sticky:
            paragraph.paragraph_format.keep_with_next = True
        if block.dots:
            self.dotted(paragraph)
        for _more in range(1, block.dots):
            # LibreOffice makes a line of nothing but a tab lower than 18 pt: a space that cannot be seen holds it up.
            self.dotted(self.line((("\u00a0", ""),), after=after, exactly=18))

    def dotted(self, paragraph) -> None:
        paragraph.alignment = LEFT
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        _write(paragraph, "\t", 14, "")

    def pair(self, block: blocks.Pair) -> None:
        after = 2.5 if block.tight else 6
        paragraph = self.line((*block.left, ("\t", ""), *block.right), after=after, exactly=18)
        paragraph.paragraph_format.left_indent = Mm(INDENT)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(INDENT + GRID))

    def heading(self, block: blocks.Heading) -> None:
        self.text(blocks.Text(((block.text, "b"),), sticky=True))

    def note(self, block: blocks.Note) -> None:
        self.line(((block.text, "i"),), 11, after=6)

    def rule(self, length: float, within: float, *, gap: float = 3, after: float = 0) -> None:
        """A border of an empty low paragraph: moves with the text, and is no drawing."""
        paragraph = self.line((), after=after, exactly=gap)
        aside = Mm((within - length) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
        bordered(paragraph)

    def title(self, block: blocks.Title) -> None:
        self.line((), exactly=11.3)
        for place, (words, style) in enumerate(block.lines):
            after = 2.4 if place == 0 and block.rule == 28 else 0
            self.line(((words, style),), align=MIDDLE, after=after)
        self.rule(block.rule, self.width, gap=4, after=12 if block.rule == 28 else 7)

    def recipients(self, block: blocks.Recipients) -> None:
        self.line((), exactly=6)
        self.line(((_("Nơi nhận:"), "bi"),), 12, after=0.5)
        for words in block.lines:
            self.line(((f"- {words}", ""),), 11)

    def together(self, block: blocks.Together) -> None:
        self.keep = True
        for each in block.blocks:
            self.draw(each)
        self.keep = False

    # -- tables without borders ---------------------------------------------------------------------------------

    def in_cell(self, cell) -> "_Drawing":
        """To write into a cell; its first paragraph, which Word demands, is taken away."""
        cell._tc.remove(cell.paragraphs[0]._p)
        return _Drawing(cell, self.paper, self.new_pages, self.keep)

    def head(self, block: blocks.Head) -> None:
        grid = fixed_table(self.into, (65, 100), rows=2, lines=False)
        left, right = (self.in_cell(cell) for cell in grid.rows[0].cells)
        for words in block.superior.split("\n"):
            left.line(((words, ""),), 13, align=MIDDLE)
        for words in block.issuer.split("\n"):
            left.line(((words, "b"),), 13, align=MIDDLE)
        left.rule(width_of(block.issuer.split("\n")[-1], 13, "b") * 0.45, 65)
        right.line((("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b"),), 13, align=MIDDLE)
        motto = "Độc lập - Tự do - Hạnh phúc"
        right.line(((motto, "b"),), align=MIDDLE)
        right.rule(width_of(motto, 14, "b"), 100)
        left, right = (self.in_cell(cell) for cell in grid.rows[1].cells)
        for side, words, points, style in ((left, block.number, 13, ""), (right, block.place, 14, "i")):
            side.line(((words, style),), points, align=MIDDLE).paragraph_format.space_before = Pt(5)

    def signatures(self, block: blocks.Signatures) -> None:
        """One row that does not split; shorter titles are filled up, so that all names stand on one baseline."""
        if block.place:
            self.line(((block.place, "i"),), align=RIGHT, after=4)
        grid = fixed_table(self.into, block.widths, rows=1, lines=False)
        titles = [title.split("\n") for title, _name in block.signers]
        most = max(map(len, titles))
        for cell, lines, (_title, name) in zip(grid.rows[0].cells, titles, block.signers, strict=True):
            side = self.in_cell(cell)
            for words in (*lines, *[""] * (most - len(lines))):
                side.line(((words, "b"),), align=MIDDLE)
            side.line((), exactly=79)
            side.line(((name, "b"),), align=MIDDLE)

    # -- tables -------------------------------------------------------------------------------------------------

    def table(self, block: blocks.Table, number: int) -> None:
        """Where what must stay together begins a page of the PDF, a second table begins that page here too.

        Word keeps rows with the next ones, LibreOffice does not; this holds in both.
        """
        self.line((), exactly=2.7).paragraph_format.keep_with_next = True
        starts = [0, *(row for row in _kept(block) if row and (number, row) in self.new_pages), len(block.rows)]
        for begin, end in pairwise(starts):
            if begin:
                self.line((), 1, exactly=1)
            self.part(block, block.rows[begin:end], new_page=bool(begin))
        self.line((), exactly=3 if block.tail else 12.3)
        self.keep = bool(block.tail)
        for each in block.tail:
            self.draw(each)
        self.keep = False

    def part(self, block: blocks.Table, rows: tuple, *, new_page: bool) -> None:
        heads = 2 if block.numbered else 1
        grid = fixed_table(self.into, [each.width for each in block.columns], rows=heads + len(rows))
        self.heads(block, grid, new_page)
        for drawn, row in zip(grid.rows[heads:], rows, strict=True):
            at = 0
            for cell in row.cells:
                column = block.columns[at]
                self.cell(merged(drawn, at, cell.span), cell, column.centred if cell.centred is None else cell.centred)
                at += cell.span

    def heads(self, block: blocks.Table, grid, new_page: bool) -> None:
        for place, column in enumerate(block.columns):
            cell = grid.rows[0].cells[place]
            if column.width < 14:
                cell_margins(cell, left=23, right=23)
            self.cell(cell, blocks.Cell(column.head, bold=True), True)
            if block.numbered:
                below = grid.rows[1].cells[place]
                cell_margins(below, top=23, bottom=32)
                self.in_cell(below).line(((f"({place + 1})", "i"),), 11, align=MIDDLE)
        for row in grid.rows[: 2 if block.numbered else 1]:
            row._tr.get_or_add_trPr().append(element("w:tblHeader"))
        if new_page:
            grid.rows[0].cells[0].paragraphs[0].paragraph_format.page_break_before = True

    def cell(self, cell, told: blocks.Cell, centred: bool) -> None:
        inside = self.in_cell(cell)
        align = MIDDLE if centred else LEFT
        for words in told.text.split("\n"):
            inside.line(((words, "b" if told.bold else ""),), 12, align=align)
        if told.second:
            inside.line(((told.second, "i"),), 11, align=align)


def _kept(block: blocks.Table) -> list[int]:
    """Rows that begin what stays together: a group's name with its first row; the last two rows with the tail."""
    opening = [place for place, row in enumerate(block.rows) if row.opens]
    last = max(0, len(block.rows) - 3)
    if block.tail and last - 1 in opening:
        last -= 1
    return sorted({*opening, last}) if block.tail else opening


def _write(paragraph, words: str, points: float, style: str) -> None:
    run = paragraph.add_run()
    run.font.size, run.bold, run.italic = Pt(points), "b" in style or None, "i" in style or None
    for place, piece in enumerate(_WHOLE.split(words)):
        if place % 2 == 0:
            run.add_text(piece)
            continue
        for more, bit in enumerate(piece.replace(" - ", "\u00a0-\u00a0").split("-")):
            if more:
                run._r.append(element("w:noBreakHyphen"))
            run.add_text(bit)
