"""What the office may type about a list: reasons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField


class ReasonForm(forms.Form):
    reason = TextField(label=_("Lý do"), lines=True, max_length=1000)
