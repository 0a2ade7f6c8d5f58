from django import forms
from django.http import HttpRequest


class BehindForm(forms.Form):
    """`behind`: the last card that was counted."""

    behind = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    @classmethod
    def of(cls, request: HttpRequest) -> int:
        form = cls(request.POST)
        return form.cleaned_data["behind"] if form.is_valid() else 0
