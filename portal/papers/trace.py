"""What a printed page of a frozen version carries at its foot: where somebody who holds it can ask what it is."""

import segno

from portal.papers.blocks import Trace


def trace(line: str, leads_to: str) -> Trace:
    """`leads_to`: the address (or the code alone) that the picture holds."""
    code = segno.make(leads_to, error="m", micro=False)
    return Trace(line, code.svg_inline(border=0, omitsize=True))
