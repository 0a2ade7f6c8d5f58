"""What may be asked of the marking of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MarkingYearForm(forms.Form):
    """`?year=` of the pages on marking."""

    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int)

    def __init__(self, data, years: list[int]):
        super().__init__(data, use_required_attribute=False)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.is_valid()

    @property
    def address(self) -> str:
        return f"year={self.data['year']}"


class EvenForm(forms.Form):
    """The seal of the pairs that were on the screen: just those are assigned."""

    seal = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
