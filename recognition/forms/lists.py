"""What the office may type about a list: reasons; and which version a page may be asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField
from portal.forms.kept import version_field


class ReasonForm(forms.Form):
    reason = TextField(label=_("Lý do"), lines=True, max_length=1000)


class ReopenForm(ReasonForm):
    """With the list's version that was on the screen: what was approved meanwhile is not opened again unseen."""

    version = version_field()


class VersionAskedForm(forms.Form):
    """`?version=`; what is no version of it is as if nothing was asked."""

    version = forms.IntegerField(required=False, min_value=1, max_value=9999)

    def number(self) -> int | None:
        return self.cleaned_data["version"] if self.is_valid() else None
