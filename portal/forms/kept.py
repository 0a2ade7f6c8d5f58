"""Forms of what two people may edit at once: the version that was on the screen travels with them."""

from django import forms
from django.http import HttpRequest


def version_field(*, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=required, min_value=0, max_value=2**31 - 1)


class KeptForm(forms.ModelForm):
    """A form of a thing that two people may edit: it carries the version that was on the screen."""

    version = version_field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else None


class VersionForm(forms.Form):
    """What a button sends: the version of the thing that was on the screen."""

    version = version_field()

    @classmethod
    def seen(cls, request: HttpRequest) -> int:
        """The version, or one that nothing has: a button without it acts on nothing (409)."""
        form = cls(request.POST)
        return form.cleaned_data["version"] if form.is_valid() else -1
