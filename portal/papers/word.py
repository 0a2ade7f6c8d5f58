"""The Word version of a paper: the blocks of `blocks.py`, drawn to look as `paper.typ` draws them.

A file to go on writing in; the PDF is the one that counts, and the file's properties say so: no trace is in it. The
same paper gives the same bytes. Heights and gaps were measured in LibreOffice beside the PDF.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import pairwise

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

from portal.archives import at_moment
from portal.papers import word_party, word_state
from portal.papers.blocks import Annex, Heading, Paper, Table, Text, Together, as_data
from portal.papers.pdf import marked
from portal.papers.word_drawing import Drawing, Pages
from portal.papers.word_parts import end_mark, page_number, plain_base, starts_at_one

LAYOUTS = {"state": word_state, "party": word_party}


def docx(paper: Paper) -> bytes:
    layout = LAYOUTS[paper.layout]
    document, pages = Document(), _pages(paper)
    set_up(document, paper)
    _shape(document.sections[0], layout, flipped=paper.flipped)
    page_number(document.sections[0].header.paragraphs[0], layout.NUMBER)
    drawing = Drawing(document, layout, _width(layout, flipped=paper.flipped), pages)
    for number, block in _numbered(paper.blocks):
        if isinstance(block, Annex):
            drawing = _annex(document, layout, block, pages)
            for inner, each in _numbered(block.blocks, f"{number}/"):
                drawing.draw(each, inner)
        else:
            drawing.draw(block, number)
    return saved(document, paper)


def saved(document, paper) -> bytes:
    raw = BytesIO()
    document.save(raw)
    return at_moment(raw, _moment(paper))


def _moment(paper) -> datetime:
    return datetime(paper.day.year, paper.day.month, paper.day.day)


def _numbered(blocks: tuple, before: str = "") -> Iterator[tuple[str, object]]:
    """As `paper.typ` numbers them."""
    return ((f"{before}{place}", block) for place, block in enumerate(blocks))


def set_up(document, paper) -> None:
    """`paper`: anything with a `title` and a `day`."""
    plain_base(document)
    told = document.core_properties
    told.title, told.author, told.last_modified_by = paper.title, "", ""
    told.comments = _("Bản Word để chỉnh sửa, không có giá trị đối chiếu.")
    told.created = told.modified = _moment(paper)
    told.language = "vi-VN"


def _width(layout, *, flipped: bool) -> int:
    return (297 if flipped else 210) - 30 - layout.RIGHT


def _shape(section, layout, *, flipped: bool) -> None:
    width, height = (Mm(297), Mm(210)) if flipped else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    edges = (20, 20, 30, layout.RIGHT)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, edges)
    section.header_distance, section.footer_distance = Mm(7.4), Mm(10)
    section.different_first_page_header_footer = True


def _annex(document, layout, block: Annex, pages: Pages) -> Drawing:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _low(document.paragraphs[-1])
    _shape(section, layout, flipped=block.flipped)
    starts_at_one(section)
    return Drawing(document, layout, _width(layout, flipped=block.flipped), pages)


def _low(paragraph) -> None:
    """What ends a section must not be pushed to a page of its own by a page that is full."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    end_mark(paragraph, 1)


# -- where the PDF's pages begin ------------------------------------------------------------------------------


def _pages(paper: Paper) -> Pages:
    rows = marked("portal/papers/paper.typ", as_data(paper), "row")
    begin = {(after[0], after[1]) for before, after in pairwise(rows) if after[0] == before[0] and after[2] > before[2]}
    leads = {number for number, begins in marked("portal/papers/paper.typ", as_data(paper), "lead") if begins}
    return Pages(begin, {number for number in _kept_with_the_next(paper.blocks) if number in leads})


def _kept_with_the_next(blocks: tuple, before: str = "") -> Iterator[str]:
    """The first of the texts that stay with a table which is kept whole, or with a signature."""
    first = ""
    for number, block in _numbered(blocks, before):
        if isinstance(block, Heading) or (isinstance(block, Text) and block.sticky):
            first = first or number
            continue
        if isinstance(block, Table) and block.whole and first:
            yield first
        if isinstance(block, Together):
            yield number
        if isinstance(block, Annex):
            yield from _kept_with_the_next(block.blocks, f"{number}/")
        first = ""
