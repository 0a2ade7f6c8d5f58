"""What the office may type about a list: votes, reasons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import NumberField, TextField
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
