"""Adds the blocks of a paper to a Word document or to a cell of it. What the layouts draw in their own way:
`word_state.py`, `word_party.py`; tables with lines: `word_tables.py`."""

import re
from dataclasses import dataclass
from types import ModuleType

from django.utils.translation import gettext as _
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from portal.papers import blocks, word_tables
from portal.papers.word_parts import BOTH, GAP, LEFT, MIDDLE, RIGHT, bordered, element, end_mark, fixed_table

INDENT, GRID = 12.7, 76
# Document numbers and ranges of years: their hyphens are not places to end a line.
_WHOLE = re.compile(r"(\d+[/-][^\W\d_][\w/-]*|\d{4} - \d{4})")


@dataclass(frozen=True)
class Pages:
    """Where pages of the PDF begin: `rows` of tables as (number of the table, of the row), `leads` by their number."""

    rows: set[tuple[str, int]]
    leads: set[str]


@dataclass
class Drawing:
    """Adds to `into`, a document or a cell, `width` millimetres wide."""

    into: object
    layout: ModuleType
    width: float
    pages: Pages
    keep: bool = False  # with what follows

    def draw(self, block, number: str) -> None:
        """`number`: its place in the paper, "4", or "4/0" in an annex."""
        match block:
            case blocks.Table():
                word_tables.table(self, block, number)
            case blocks.Head():
                self.layout.head(self, block)
            case blocks.Title():
                self.layout.title(self, block, first=number.split("/")[-1] == "0")
            case blocks.Addressees():
                self.layout.addressees(self, block)
            case blocks.Signed():
                self.layout.signed(self, block)
            case blocks.Text() | blocks.Heading():
                self.text(block, number)
            case blocks.Together():
                self.together(block, number)
            case _:
                getattr(self, type(block).__name__.lower())(block)

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
            write(paragraph, words, points, style)
        return paragraph

    def text(self, block: blocks.Text | blocks.Heading, number: str) -> None:
        if isinstance(block, blocks.Heading):
            block = blocks.Text(((block.text, "b"),), sticky=True)
        after = 2.5 if block.tight else 6
        paragraph = self.line(block.parts, align=BOTH, after=after, exactly=18)
        paragraph.paragraph_format.first_line_indent = Mm(INDENT)
        if block.sticky:
            paragraph.paragraph_format.keep_with_next = True
        if number in self.pages.leads:
            paragraph.paragraph_format.page_break_before = True
        if block.dots:
            self.dotted(paragraph)
        for _more in range(1, block.dots):
            # LibreOffice makes a line of nothing but a tab lower than 18 pt: a space that cannot be seen holds it up.
            self.dotted(self.line((("\u00a0", ""),), after=after, exactly=18))

    def dotted(self, paragraph) -> None:
        paragraph.alignment = LEFT
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        write(paragraph, "\t", 14, "")

    def pair(self, block: blocks.Pair) -> None:
        after = 2.5 if block.tight else 6
        paragraph = self.line((*block.left, ("\t", ""), *block.right), after=after, exactly=18)
        paragraph.paragraph_format.left_indent = Mm(INDENT)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(INDENT + GRID))

    def centred(self, block: blocks.Centred) -> None:
        paragraph = self.line(block.parts, align=MIDDLE, after=9)
        paragraph.paragraph_format.space_before = Pt(3)
        paragraph.paragraph_format.keep_with_next = True

    def note(self, block: blocks.Note) -> None:
        self.line(((block.text, "i"),), 11, after=6)

    def rule(self, length: float, within: float, *, gap: float = 3, after: float = 0) -> None:
        """A border of an empty low paragraph: moves with the text, and is no drawing."""
        paragraph = self.line((), after=after, exactly=gap)
        aside = Mm((within - length) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
        bordered(paragraph)

    def recipients(self, block: blocks.Recipients) -> None:
        self.line((), exactly=6)
        self.line(((_("Nơi nhận:"), "bi"),), 12, after=0.5)
        for words in block.lines:
            self.line(((f"- {words}", ""),), 11)

    def together(self, block: blocks.Together, number: str) -> None:
        self.keep = True
        for place, each in enumerate(block.blocks):
            self.draw(each, f"{number}+{place}" if place else number)
        self.keep = False

    # -- tables without borders ---------------------------------------------------------------------------------

    def grid(self, widths: tuple[float, ...], *, rows: int = 1) -> list["Drawing"]:
        """Cells without lines, row by row; rows do not split."""
        made = fixed_table(self.into, widths, rows=rows, lines=False)
        return [self.in_cell(cell, width) for row in made.rows for cell, width in zip(row.cells, widths, strict=True)]

    def in_cell(self, cell, width: float = 0) -> "Drawing":
        """To write into a cell; its first paragraph, which Word demands, is taken away."""
        cell._tc.remove(cell.paragraphs[0]._p)
        return Drawing(cell, self.layout, width, self.pages, self.keep)

    def signatures(self, block: blocks.Signatures) -> None:
        """One row that does not split; shorter titles are filled up, so that all names stand on one baseline."""
        if block.above:
            self.line((), exactly=block.above * 72 / 25.4)
        if block.place:
            self.line(((block.place, "i"),), align=RIGHT, after=4)
        titles = [title.split("\n") for title, _name in block.signers]
        most = max(map(len, titles))
        for side, lines, (_title, name) in zip(self.grid(block.widths), titles, block.signers, strict=True):
            for words in (*lines, *[""] * (most - len(lines))):
                side.line(((words, "b"),), align=MIDDLE)
            side.line((), exactly=GAP)
            side.line(((name, "b"),), align=MIDDLE)


def write(paragraph, words: str, points: float, style: str) -> None:
    run = paragraph.add_run()
    run.font.size, run.bold, run.italic = Pt(points), "b" in style or None, "i" in style or None
    run.underline = "u" in style or None
    for place, piece in enumerate(_WHOLE.split(words)):
        if place % 2 == 0:
            run.add_text(piece)
            continue
        for more, bit in enumerate(piece.replace(" - ", "\u00a0-\u00a0").split("-")):
            if more:
                run._r.append(element("w:noBreakHyphen"))
            run.add_text(bit)
