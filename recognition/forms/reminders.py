from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.fields import DateField


class ReminderDayForm(forms.Form):
    """`?day=` of the reminders: today unless another day is asked for."""

    day = DateField(label=_("Ngày"), required=False)

    def __init__(self, data):
        super().__init__(data, use_required_attribute=False)
        self.is_valid()

    @property
    def chosen(self) -> date:
        return self.cleaned_data.get("day") or clock.today()
