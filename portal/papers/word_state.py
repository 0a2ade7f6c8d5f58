"""What the State layout draws in its own way, in Word (see `state.typ`). `on`: the `Drawing` that adds it."""

from django.utils.translation import gettext as _
from docx.shared import Mm, Pt

from portal.papers import blocks
from portal.papers.word_parts import GAP, MIDDLE, bordered

RIGHT, NUMBER = 15, 13  # margin in millimetres, size of the page's number
WIDTHS = (65, 100)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def head(on, block: blocks.Head) -> None:
    left, right, below_left, below_right = on.grid(WIDTHS, rows=2)
    for words in block.superior.split("\n"):
        left.line(((words, ""),), 13, align=MIDDLE)
    for words in block.issuer.split("\n"):
        left.line(((words, "b"),), 13, align=MIDDLE)
    left.rule(blocks.width_of(block.issuer.split("\n")[-1], 13, "b") * 0.45, WIDTHS[0])
    right.line(((NATION, "b"),), 13, align=MIDDLE)
    right.line(((MOTTO, "b"),), align=MIDDLE)
    right.rule(blocks.width_of(MOTTO, 14, "b"), WIDTHS[1])
    for side, words, points, style in ((below_left, block.number, 13, ""), (below_right, block.place, 14, "i")):
        side.line(((words, style),), points, align=MIDDLE).paragraph_format.space_before = Pt(5)
    if block.box:
        framed(below_left, block.box)


def framed(on, words: str) -> None:
    """The borders of a paragraph, as wide as its words ask."""
    on.line((), exactly=7.5)
    paragraph = on.line(((words, "b"),), 13, align=MIDDLE)
    aside = Mm((on.width - blocks.width_of(words, 13, "b") - 6) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
    bordered(paragraph, "top", "left", "bottom", "right", space=3)


def title(on, block: blocks.Title, *, first: bool) -> None:
    if not first:
        on.line((), exactly=11.3)
    for place, (words, style) in enumerate(block.lines):
        after = 2.4 if place == 0 and block.rule == 28 else 0
        on.line(((words, style),), align=MIDDLE, after=after)
    on.rule(block.rule, on.width, gap=4, after=12 if block.rule == 28 else 7)


def addressees(on, block: blocks.Addressees) -> None:
    addressed(on, block.lines, "", left=28)


def addressed(on, lines: tuple[str, ...], style: str, *, left: float) -> None:
    """Words after the label begin at a tab; further lines of a long name hang below them."""
    label = (_("Kính gửi:"), style)
    if len(lines) == 1:
        on.line((label, (f" {lines[0]}", "")), align=MIDDLE, after=15)
        return
    for place, words in enumerate(lines, 1):
        before = (label,) if place == 1 else ()
        shown = (*before, ("\t", ""), (f"- {words}", ""))
        paragraph = on.line(shown, after=15 if place == len(lines) else 0.6)
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Mm(left + 26.9), Mm(-26.9)
        shape.tab_stops.add_tab_stop(Mm(left + 24))


def signed(on, block: blocks.Signed) -> None:
    on.line((), exactly=3)
    left, right = on.grid((75, 90))
    left.line(((_("Nơi nhận:"), "bi"),), 12, after=0.5)
    for words in block.recipients:
        left.line(((f"- {words}", ""),), 11)
    signer(right, block)


def signer(on, block: blocks.Signed) -> None:
    for words, style in block.titles:
        on.line(((words, style),), align=MIDDLE)
    on.line((), exactly=GAP)
    on.line(((block.name, "b"),), align=MIDDLE)
