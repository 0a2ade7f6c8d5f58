"""What an officer may send: the file with what is told once for all of it, and answers to the preview's questions."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.fields import CHOOSE, REQUIRED
from portal.files import Checked
from portal.sheets import reading
from portal.sheets.resource import Question


class SheetField(forms.FileField):
    """A spreadsheet; its cleaned value is `Checked`, and everything in it has been read within bounds."""

    default_error_messages = {"required": REQUIRED, "empty": REQUIRED, "missing": REQUIRED, "invalid": REQUIRED}  # noqa: RUF012
    widget = forms.FileInput(attrs={"accept": ".xlsx"})

    def clean(self, data: UploadedFile | None, initial=None) -> Checked | None:
        upload = super().clean(data, initial)
        return reading.check(upload) if upload else None


class UploadForm(forms.Form):
    """Kinds put their own questions beneath the file."""

    file = SheetField(
        label=_("Bảng tính"), help_text=_("Bảng tính Excel; không quá 10 MB, 5.000 dòng."), allow_empty_file=True
    )


class OpenChoice(forms.ChoiceField):
    """Has to be chosen in the end, and may be left open while other things are."""

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class SettleForm(forms.Form):
    """One choice for each question of the preview. What is left open stays open."""

    def __init__(self, data, questions: list[Question]):
        super().__init__(data, use_required_attribute=False)
        for question in questions:
            self.fields[question.name] = OpenChoice(
                label=question.label,
                help_text=question.words,
                choices=[("", _("Chọn")), *question.choices],
                initial=question.given or question.suggested,
                error_messages={"invalid_choice": CHOOSE},
            )


class ConfirmForm(forms.Form):
    """The mark of the preview that was on the screen."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$")
