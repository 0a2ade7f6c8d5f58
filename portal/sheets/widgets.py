"""Cells cleaned into values, with words a person understands: import-export's own errors are English or Python."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from portal.sheets.cells import Cell
from portal.sheets.values import day_of, mark_of, text_of
from portal.text import fold


class CellWidget(Widget):
    """Every complaint begins with the column's name."""

    def __init__(self, label: str):
        super().__init__()
        self.label = label

    def clean(self, value: Cell, row=None, **kwargs):
        if value.trouble:
            raise ValueError(f"{self.label}: {value.trouble}.")
        try:
            return self.read(value)
        except ValueError as error:
            raise ValueError(f"{self.label}: {error}.".replace("..", ".")) from error

    def read(self, cell: Cell): ...


class Text(CellWidget):
    def __init__(self, label: str, most: int):
        super().__init__(label)
        self.most = most

    def read(self, cell: Cell) -> str:
        text = text_of(cell)
        if len(text) > self.most:
            raise ValueError(_("dài %(n)s ký tự, tối đa %(most)s") % {"n": len(text), "most": self.most})
        return text


class Day(CellWidget):
    def read(self, cell: Cell) -> date | None:
        return day_of(cell)


class Mark(CellWidget):
    def read(self, cell: Cell) -> bool:
        return mark_of(cell)


class Choice(CellWidget):
    """`words`: what may be written → what it means; compared without diacritics."""

    def __init__(self, label: str, words: Mapping[str, str]):
        super().__init__(label)
        self.words = {fold(str(each)): value for each, value in words.items()}
        self.told = list(words)

    def read(self, cell: Cell) -> str:
        text = text_of(cell)
        if fold(text) not in self.words:
            raise ValueError(
                _("“%(text)s” không có trong các mức: %(told)s")
                % {"text": text[:60], "told": ", ".join(str(each) for each in self.told[:6])}
            )
        return self.words[fold(text)]


def column(attribute: str, key: str, widget: CellWidget) -> Field:
    return Field(attribute=attribute, column_name=key, widget=widget)
