"""What the Party layout draws in its own way, in Word (see `party.typ`)."""

from django.utils.translation import gettext as _
from docx.shared import Pt

from portal.papers import blocks, word_state
from portal.papers.word_parts import MIDDLE
from portal.papers.word_state import addressed, signer

RIGHT, NUMBER = 20, 14
WIDTHS = (80, 80)
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def head(on, block: blocks.Head) -> None:
    left, right, below_left, below_right = on.grid(WIDTHS, rows=2)
    for words in block.superior.split("\n"):
        left.line(((words, ""),), align=MIDDLE)
    for words in block.issuer.split("\n"):
        left.line(((words, "b"),), align=MIDDLE)
    left.line((("*", ""),), align=MIDDLE, after=2)
    right.line(((PARTY, "b"),), 15, align=MIDDLE)
    right.rule(blocks.width_of(PARTY, 15, "b"), WIDTHS[1])
    below_left.line(((block.number, ""),), align=MIDDLE)
    below_right.line(((block.place, "i"),), align=MIDDLE)


def title(on, block: blocks.Title, *, first: bool) -> None:
    if block.rule != 28:
        word_state.title(on, block, first=first)
        return
    kind, *lines = block.lines
    on.line((kind,), 16, align=MIDDLE, after=2).paragraph_format.space_before = Pt(12)
    for part in lines:
        on.line((part,), align=MIDDLE)
    on.line((("-----", ""),), align=MIDDLE, after=10)


def addressees(on, block: blocks.Addressees) -> None:
    addressed(on, block.lines, "i", left=25)


def signed(on, block: blocks.Signed) -> None:
    on.line((), exactly=3)
    left, right = on.grid((75, 85))
    left.line(((_("Nơi nhận"), "u"), (":", "")))
    for words in block.recipients:
        left.line(((f"- {words}", ""),), 12)
    signer(right, block)
