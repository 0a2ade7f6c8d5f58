from django import forms
from django.utils.translation import gettext_lazy

from nominations.models import Registration
from portal.fields import TextField


class NotNominatedForm(forms.Form):
    """Why no dossier follows; `version` of the registration that was on the screen."""

    reason = TextField(label=gettext_lazy("Lý do không đề nghị"), lines=True, max_length=1000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, instance: Registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial |= {"reason": instance.not_nominated_reason, "version": instance.version}
