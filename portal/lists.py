"""What every list shares: search, filters and order in the address, thirty rows a page, all rows in a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.fields import TextField
from portal.tables import Table
from portal.text import fold

ALL = _("Tất cả")
ROWS = 30
STREAMED = 2000  # rows read at a time for a spreadsheet
LEFT = "list"  # the cookie: the list as it was left, for the way back from a record


@dataclass(frozen=True)
class Order:
    """`by`: columns of one index where the list is long. `last`: rows without the first of them stand last."""

    label: str
    by: tuple[str, ...]
    last: bool = False

    def columns(self, *, backwards: bool) -> list:
        last = {"nulls_last": True} if self.last else {}
        first, *rest = [F(name) for name in self.by]
        way = "desc" if backwards else "asc"
        return [getattr(first, way)(**last), *(getattr(each, way)() for each in rest)]


class ListForm(forms.Form):
    """`?q=`, `?sort=` and the filters of one list. What is not valid is left out, what is not known is not read."""

    q = TextField(
        label=_("Tìm"),
        required=False,
        max_length=100,
        help_text=_("có dấu hoặc không dấu"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    orders: dict[str, Order] = {}  # noqa: RUF012 - what `?sort=` may name; the first is how the list stands

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET, use_required_attribute=False)
        self.request = request
        self.fields["sort"].choices = [(way + name, "") for name in self.orders for way in ("", "-")]
        self.is_valid()

    # -- which rows, in which order ---------------------------------------------------------------------------

    @property
    def words(self) -> list[str]:
        """What is looked for, in any order."""
        return fold(self.cleaned_data.get("q", "")).split()

    def holds(self, word: str) -> Q:
        """The rows in which a folded word is found."""
        return Q(search__contains=word)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that were asked for; subclasses add their filters."""
        for word in self.words:
            rows = rows.filter(self.holds(word))
        return rows

    def ordered(self, rows: QuerySet) -> QuerySet:
        name, backwards = self.asked_order
        return rows.order_by(*self.orders[name].columns(backwards=backwards)) if name else rows

    def page(self, rows: QuerySet, *, count: int | None = None) -> Page:
        """`count` where it is known already."""
        paginator = Paginator(self.ordered(self.narrow(rows)), ROWS)
        if count is not None:
            paginator.count = count
        return paginator.get_page(self.request.GET.get("page"))

    def stream(self, rows: QuerySet) -> Iterator[Model]:
        """All of them, in the same order, never all at once."""
        return self.ordered(self.narrow(rows)).iterator(chunk_size=STREAMED)

    # -- what the page says of it -----------------------------------------------------------------------------

    @property
    def asked_order(self) -> tuple[str, bool]:
        asked = self.cleaned_data.get("sort") or next(iter(self.orders), "")
        return asked.removeprefix("-"), asked.startswith("-")

    @property
    def order_label(self) -> str:
        return self.orders[self.asked_order[0]].label if self.orders else ""

    def headed(self, table: Table) -> Table:
        """The table whose heads lead to its orders; pressed again, the other way round."""
        current, backwards = self.asked_order
        columns = []
        for column in table.columns:
            if column.order in self.orders:
                is_current = column.order == current
                turned = f"-{column.order}" if is_current and not backwards else column.order
                direction = ("descending" if backwards else "ascending") if is_current else ""
                href = f"?{self.address_with(sort=turned)}"
                column = replace(column, href=href, direction=direction)
            columns.append(column)
        return replace(table, columns=columns)

    def order_links(self) -> list[tuple[str, str]]:
        """[(label, address)] of the other orders: a phone shows no heads."""
        current, _backwards = self.asked_order
        others = [(name, str(each.label)) for name, each in self.orders.items() if name != current]
        return [(label.partition(";")[0], f"?{self.address_with(sort=name)}") for name, label in others]

    def address_with(self, **changed: str) -> str:
        """What was asked for and understood, as a query string without the page."""
        asked = {name: self.request.GET.get(name) for name in self.fields if name in self.cleaned_data} | changed
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def address(self) -> str:
        """For the links to other pages and to the export."""
        return self.address_with()

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name != "sort")


def newest_begun(years: Iterable[int]) -> int:
    """Of years, the newest first: the first that has begun; this year where none has."""
    today = clock.today().year
    return next((year for year in years if year <= today), today)


class YearListForm(ListForm):
    """A list of one year at a time: `?year=`, else the newest that has begun."""

    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int)

    def choose_year(self, years: Iterable[int]) -> None:
        """`years`: newest first. Cleans anew, so call it when all choices are set."""
        years = list(years)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.full_clean()
        self.chosen_year = self.cleaned_data.get("year") or newest_begun(years)
        self.data = self.data.copy()
        self.data["year"] = str(self.chosen_year)  # the filter shows which year it is


def show_list(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A list's page; the browser keeps its address, so that the way back from a record leads to the same rows."""
    response = render(request, template, context)
    response.set_cookie(LEFT, request.get_full_path()[:1500], httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def left_as(request: HttpRequest, address: str) -> str:
    """A list's address, with the filters and page it was left with."""
    left = request.COOKIES.get(LEFT, "")
    return left if left.partition("?")[0] == address else address
