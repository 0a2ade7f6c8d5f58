"""What the office may type before a list is closed, and what the pages around it may be asked."""

import re

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.fields import TextField
from portal.forms.kept import VersionForm
from portal.widgets import PlainSelect
from recognition.models import Evaluation

CHOOSE = gettext_lazy("Chọn")


class EvaluationForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết luận"), choices=Evaluation.Outcome.choices, widget=forms.RadioSelect
    )
    note = TextField(
        label=gettext_lazy("Đánh giá, nhận xét"),
        lines=True,
        max_length=2000,
        help_text=gettext_lazy("Giữ được kết quả không, ai đã học theo, cần hỗ trợ gì."),
    )


class SeenField(forms.CharField):
    """`12.3 15.1`: dossiers as they stood on the screen, each with its version."""

    widget = forms.HiddenInput
    _FORM = re.compile(r"(?:\d{1,10}\.\d{1,10}(?: |$))*")

    def to_python(self, value) -> dict[int, int]:
        text = value if isinstance(value, str) else ""
        if not self._FORM.fullmatch(text):
            raise forms.ValidationError(_("Trang chưa gửi đủ danh sách đã xem."))
        return dict(tuple(map(int, pair.split("."))) for pair in text.split())


class SeenForm(forms.Form):
    """What the button of a batch sends: who stood on the screen."""

    entries = SeenField(required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> dict[int, int] | None:
        """None where the page sent none; what cannot be read is nobody, which no batch is."""
        form = cls(request.POST)
        return (form.cleaned_data["entries"] or None) if form.is_valid() else {}


class CloseForm(VersionForm, SeenForm):
    """The list's version besides."""


class SideForm(forms.Form):
    """`?left=`, `?right=`: two dossiers of those offered."""

    left = forms.IntegerField(label=gettext_lazy("Hồ sơ thứ nhất"), min_value=1, max_value=2**31 - 1)
    right = forms.IntegerField(label=gettext_lazy("Hồ sơ thứ hai"), min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, offered: list[tuple[int, str]], **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.widget = PlainSelect(choices=[("", CHOOSE), *offered])

    def clean(self) -> dict:
        told = super().clean()
        if told.get("left") and told.get("left") == told.get("right"):
            self.add_error("right", _("Chọn hai hồ sơ khác nhau."))
        return told


class VersionsForm(forms.Form):
    """`?old=`, `?new=`: two versions of the list; what is not valid is left out."""

    old = forms.TypedChoiceField(label=gettext_lazy("Bản trước"), required=False, coerce=int, empty_value=None)
    new = forms.TypedChoiceField(label=gettext_lazy("Bản sau"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, choices: list[tuple[int, str]], **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.choices = choices
        self.full_clean()

    def asked(self) -> tuple[int | None, int | None]:
        told = self.cleaned_data
        return told.get("old"), told.get("new")
