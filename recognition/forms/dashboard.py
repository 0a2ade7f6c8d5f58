from collections.abc import Iterable

from django import forms


class DashboardForm(forms.Form):
    """`?year=` of the dashboard's pages; `?show=`: which of the maps; `?table=`: which of the tables."""

    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    show = forms.ChoiceField(required=False)
    table = forms.ChoiceField(required=False)

    def __init__(self, data, *, years: list[int] = (), shows: Iterable[str] = (), tables: Iterable[str] = ()):
        super().__init__(data, use_required_attribute=False)
        for name, keys in (("year", years), ("show", shows), ("table", tables)):
            self.fields[name].choices = [(key, str(key)) for key in keys]
        self.is_valid()

    def chosen(self, name: str, default: str = "") -> int | str | None:
        return self.cleaned_data.get(name) or default
