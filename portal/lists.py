"""What every list shares: search, named filters in the address, thirty rows a page, the same rows as a spreadsheet."""

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField
from portal.text import fold

ROWS = 30


class ListForm(forms.Form):
    """`?q=` and the filters of one list. What is not valid is left out, what is not known is not read."""

    q = TextField(
        label=_("Tìm"),
        required=False,
        max_length=100,
        help_text=_("có dấu hoặc không dấu"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    search_in = "search"  # the folded column

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET, use_required_attribute=False)
        self.request = request
        self.is_valid()

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that were asked for; subclasses add their filters."""
        for word in fold(self.cleaned_data.get("q", "")).split():
            rows = rows.filter(**{f"{self.search_in}__contains": word})
        return rows

    def page(self, rows: QuerySet) -> Page:
        return Paginator(self.narrow(rows), ROWS).get_page(self.request.GET.get("page"))

    @property
    def address(self) -> str:
        """The filters as a query string without the page, for the links to other pages and to the export."""
        asked = self.request.GET.copy()
        for name in set(asked) - set(self.fields):
            del asked[name]
        return asked.urlencode()

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)
