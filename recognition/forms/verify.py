"""The code on a paper, as somebody types it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField
from recognition.codes import LENGTH, typed_code


class CodeForm(forms.Form):
    code = TextField(
        label=_("Mã tra cứu"), max_length=60, help_text=_("Mười hai ký tự in ở chân trang đầu của văn bản.")
    )

    def clean_code(self) -> str:
        code = typed_code(self.cleaned_data["code"])
        if len(code) != LENGTH or not code.isascii():
            raise forms.ValidationError(_("Mã gồm mười hai chữ cái, chữ số. Vui lòng xem lại mã in trên văn bản."))
        return code
