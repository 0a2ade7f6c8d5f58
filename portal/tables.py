"""A table as data: one component draws it, on a phone as blocks, on paper with its head repeated."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.states import State

NONE = "–"  # in a cell that has nothing to say


@dataclass(frozen=True)
class Column:
    """`order`: the list's order by this column, where it has one; its form then knows `href` and `direction`."""

    label: str
    number: bool = False  # right-aligned, tabular figures
    order: str = ""
    href: str = ""
    direction: str = ""  # as aria-sort says it


@dataclass(frozen=True)
class Cell:
    """`text`, leading to `href` where there is one, a `second` line beneath; or a state pill.

    `value` is the date or number behind the text, for a spreadsheet.
    """

    text: str = ""
    href: str = ""
    second: str = ""
    state: State | None = None
    value: date | Decimal | int | None = None


@dataclass(frozen=True)
class Table:
    """`caption` is for screen readers; the first column names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def lines(self) -> Iterator[list[tuple[Column, Cell]]]:
        for row in self.rows:
            yield list(zip(self.columns, row, strict=True))


def cells(make: Callable, things: Iterable) -> Iterable[Sequence[Cell]]:
    """The rows of a page; of a stream (an export) each when it is asked for, so that no list of all is held."""
    made = map(make, things)
    return made if isinstance(things, Iterator) else list(made)


@dataclass(frozen=True)
class Empty:
    """Instead of a table without rows: what is not there, why, and the one next step."""

    title: str
    text: str
    label: str = ""
    href: str = ""
