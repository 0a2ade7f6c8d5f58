"""Tables of a paper in Word. `on`: the `Drawing` that adds them."""

from itertools import pairwise

from portal.papers import blocks
from portal.papers.word_parts import LEFT, MIDDLE, cell_margins, element, fixed_table, merged


def table(on, block: blocks.Table, number: str) -> None:
    """Where what must stay together begins a page of the PDF, a second table begins that page here too.

    Word keeps rows with the next ones, LibreOffice does not; this holds in both.
    """
    on.line((), exactly=2.7).paragraph_format.keep_with_next = True
    starts = [0, *(row for row in _kept(block) if row and (number, row) in on.pages.rows), len(block.rows)]
    for begin, end in pairwise(starts):
        if begin:
            on.line((), 1, exactly=1)
        _part(on, block, block.rows[begin:end], new_page=bool(begin))
    on.line((), exactly=3 if block.tail else 12.3)
    on.keep = bool(block.tail)
    for each in block.tail:
        on.draw(each, number)
    on.keep = False


def _part(on, block: blocks.Table, rows: tuple, *, new_page: bool) -> None:
    storeys = 2 if any(each.group for each in block.columns) else 1
    heads = storeys + block.numbered
    grid = fixed_table(on.into, [each.width for each in block.columns], rows=heads + len(rows))
    _heads(on, block, grid, storeys)
    for row in grid.rows[:heads]:
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for drawn, row in zip(grid.rows[heads:], rows, strict=True):
        at = 0
        for cell in row.cells:
            column = block.columns[at]
            _cell(on, merged(drawn, at, cell.span), cell, column)
            at += cell.span
    if new_page:
        grid.rows[0].cells[0].paragraphs[0].paragraph_format.page_break_before = True
    if block.whole:
        for row in grid.rows[: heads + len(rows) - 1]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True


def _heads(on, block: blocks.Table, grid, storeys: int) -> None:
    columns = block.columns
    for place, column in enumerate(columns):
        if storeys == 2 and not column.group:
            cell = grid.rows[0].cells[place].merge(grid.rows[1].cells[place])
        else:
            cell = grid.rows[storeys - 1].cells[place]
        if column.width < 14:
            cell_margins(cell, left=23, right=23)
        _head(on, cell, column.head, column.head_points)
        if block.numbered:
            below = grid.rows[storeys].cells[place]
            cell_margins(below, top=23, bottom=32)
            on.in_cell(below).line(((f"({place + 1})", "i"),), 11, align=MIDDLE)
    for begin, size in _groups(columns) if storeys == 2 else ():
        _head(on, merged(grid.rows[0], begin, size), columns[begin].group, 12)


def _groups(columns: tuple[blocks.Column, ...]) -> list[tuple[int, int]]:
    """(place of its first column, how many) of each group in the upper storey."""
    found: list[tuple[int, int]] = []
    for place, column in enumerate(columns):
        if not column.group:
            continue
        if place and columns[place - 1].group == column.group:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found


def _head(on, cell, words: str, points: int) -> None:
    inside = on.in_cell(cell)
    for extra in cell.paragraphs:  # merging leaves the other cells' empty ones
        cell._tc.remove(extra._p)
    for line in words.split("\n"):
        inside.line(((line, "b"),), points, align=MIDDLE)


def _cell(on, cell, told: blocks.Cell, column: blocks.Column) -> None:
    inside = on.in_cell(cell)
    centred = column.centred if told.centred is None else told.centred
    align = MIDDLE if centred else LEFT
    for words in told.text.split("\n"):
        inside.line(((words, "b" if told.bold else ""),), column.points, align=align)
    if told.second:
        inside.line(((told.second, "i"),), 11, align=align)


def _kept(block: blocks.Table) -> list[int]:
    """Rows that begin what stays together: a group's name with its first row; the last two rows with the tail."""
    opening = [place for place, row in enumerate(block.rows) if row.opens]
    last = max(0, len(block.rows) - 3)
    if block.tail and last - 1 in opening:
        last -= 1
    return sorted({*opening, last}) if block.tail else opening
