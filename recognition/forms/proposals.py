"""What is typed of a proposal upward: to whom and by when, what goes into it, its paper, what came back."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.fields import CHOOSE, DateField, SeveralField, TextField, formfield
from portal.forms.kept import KeptForm, version_field
from recognition.models import Award, Proposal


class ProposalForm(KeptForm):
    class Meta:
        model = Proposal
        formfield_callback = formfield
        fields = ("to", "layout", "due_on")


class AwardsField(SeveralField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, award: Award) -> str:
        return f"{award.nomination}, {award.nomination.unit}: {award.form}"


class ChooseForm(forms.Form):
    version = version_field()

    def __init__(self, *args, choosable: QuerySet[Award], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["awards"] = AwardsField(
            choosable,
            label=_("Đưa vào đề nghị"),
            required=False,
            error_messages={"invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
        )


class SendForm(forms.Form):
    number = TextField(label=gettext_lazy("Số tờ trình"), max_length=60)
    day = DateField(label=gettext_lazy("Ngày gửi"))
    version = version_field()

    def __init__(self, *args, days: tuple[date, date], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].low, self.fields["day"].high = days


class ResultForm(KeptForm):
    """Given with a number and a day, or refused with a note."""

    class Meta:
        model = Award
        formfield_callback = formfield
        fields = ("outcome", "number", "date", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (key, label) for key, label in Award.Outcome.choices if key != Award.Outcome.PROPOSED
        ]
        self.fields["date"].low, self.fields["date"].high = self.instance.proposal.sent_on, clock.today()
        self.fields["number"].help_text = self.fields["date"].help_text = _("Khi được khen thưởng.")
        self.fields["note"].help_text = _("Khi không được khen thưởng, ghi lý do cấp trên nêu.")

    def clean(self) -> dict:
        told = super().clean()
        given = told.get("outcome") == Award.Outcome.GIVEN
        for name in ("number", "date") if given else ("note",):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, _("Vui lòng nhập mục này."))
        if not given:
            told["number"], told["date"] = "", None
        return told
