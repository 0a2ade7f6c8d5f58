"""A file, or several, in a form."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.fields import REQUIRED
from portal.files.checking import Checked, check
from portal.text import clean

ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.heic,.heif"
_MESSAGES = {"required": REQUIRED, "empty": REQUIRED, "missing": REQUIRED, "invalid": REQUIRED}


class UploadField(forms.FileField):
    """A file of a form; its cleaned value is `Checked`."""

    default_error_messages = _MESSAGES
    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("PDF, Word, Excel hoặc ảnh JPEG, PNG, HEIC; không quá 10 MB."))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None) -> Checked | None:
        upload = super().clean(data, initial)
        return check(upload) if upload else None


@dataclass(frozen=True)
class Sorted:
    """Several files that were sent at once: those that are taken, and why the others are not."""

    taken: list[Checked]
    refused: list[str]


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """Several files at once; its cleaned value is `Sorted`. Refused as a whole only when nothing can be taken."""

    default_error_messages = _MESSAGES
    widget = _SeveralFiles(attrs={"accept": ACCEPTED, "multiple": True})

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("PDF, Word, Excel hoặc ảnh JPEG, PNG, HEIC; mỗi tệp không quá 10 MB."))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None) -> Sorted:
        """A refusal names its file where there are several."""
        taken, refused = [], []
        for each in data or [None]:
            upload = super().clean(each, initial)
            try:
                taken.append(check(upload))
            except ValidationError as error:
                which = f"{clean(upload.name)[:100]}: " if len(data) > 1 else ""
                refused.append(which + error.messages[0])
        if not taken:
            raise ValidationError(refused)
        return Sorted(taken, refused)
