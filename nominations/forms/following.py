from django import forms
from django.utils.translation import gettext_lazy

from nominations.models import Registration
from portal.fields import TextField
from portal.forms.kept import version_field


class NotNominatedForm(forms.Form):
    """Why no dossier follows; `version` of the registration that was on the screen."""

    reason = TextField(label=gettext_lazy("Lý do không đề nghị"), lines=True, max_length=1000)
    version = version_field()

    def __init__(self, *args, instance: Registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial |= {"reason": instance.not_nominated_reason, "version": instance.version}
