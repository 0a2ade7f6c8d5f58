"""What the office may type about a list: votes, the decision, reasons."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.fields import DateField, NumberField, TextField
from portal.files import UploadField
from portal.forms.kept import version_field
from recognition.models import ListVersion


class ReasonForm(forms.Form):
    reason = TextField(label=_("Lý do"), lines=True, max_length=1000)


class VotesForm(forms.Form):
    """All members of the council, and the votes for each entry (`votes-<entry pk>`)."""

    members = NumberField(label=_("Tổng số thành viên Hội đồng"), low=1, high=99)

    def __init__(self, *args, frozen: ListVersion, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["members"] = frozen.members
        self.entries = list(frozen.entries.select_related("nomination__subject_unit", "nomination__subject_person"))
        for entry in self.entries:
            self.fields[f"votes-{entry.pk}"] = NumberField(label=str(entry), low=0, high=99, initial=entry.votes_for)

    def votes(self) -> dict[int, int]:
        return {entry.pk: int(self.cleaned_data[f"votes-{entry.pk}"]) for entry in self.entries}


class DecisionForm(forms.Form):
    number = TextField(label=_("Số quyết định"), max_length=60)
    day = DateField(label=_("Ngày quyết định"))
    signer = TextField(label=_("Người ký"), max_length=100)
    scan = UploadField(label=_("Bản chụp quyết định"))
    version = version_field()


class BehindForm(forms.Form):
    """`behind`: the last card that was counted."""

    behind = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    @classmethod
    def of(cls, request: HttpRequest) -> int:
        form = cls(request.POST)
        return form.cleaned_data["behind"] if form.is_valid() else 0


class DashboardForm(forms.Form):
    """`?year=` of the dashboard's pages; `?show=`: which of the maps; `?table=`: which of the tables."""

    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    show = forms.ChoiceField(required=False)
    table = forms.ChoiceField(required=False)

    def __init__(self, data, *, years: list[int] = (), shows: Iterable[str] = (), tables: Iterable[str] = ()):
        super().__init__(data, use_required_attribute=False)
        for name, keys in (("year", years), ("show", shows), ("table", tables)):
            self.fields[name].choices = [(key, str(key)) for key in keys]
        self.is_valid()

    def chosen(self, name: str, default: str = "") -> int | str | None:
        return self.cleaned_data.get(name) or default


class ReminderDayForm(forms.Form):
    """`?day=` of the reminders: today unless another day is asked for."""

    day = DateField(label=_("Ngày"), required=False)

    def __init__(self, data):
        super().__init__(data, use_required_attribute=False)
        self.is_valid()

    @property
    def chosen(self) -> date:
        return self.cleaned_data.get("day") or clock.today()
