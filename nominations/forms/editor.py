"""What a unit may type into a dossier: one form a part, each with the version of the dossier that was on the screen."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion
from nominations.forms.registrations import check_scope
from nominations.models import Endorsement, Nomination, Target
from nominations.queries import nominations as queries
from portal import clock
from portal.fields import DateField, NumberField, TextField, formfield
from portal.files import UploadField
from portal.forms import KeptForm


class SummaryForm(KeptForm):
    """Who and what."""

    class Meta:
        model = Nomination
        formfield_callback = formfield
        fields = ("scope", "field", "model_name", "unregistered_reason", "summary", "report")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].help_text = _("Chỉ ghi khi phạm vi là từng mặt.")
        self.fields["summary"].help_text = _("Một dòng in trong danh sách chính thức, tối đa 70 ký tự.")
        self.fields["report"].widget.attrs["rows"] = 10
        self.fields["unregistered_reason"].widget.attrs["rows"] = 3
        if self.instance.registration_id:
            del self.fields["unregistered_reason"]

    def clean(self) -> dict:
        cleaned = super().clean()
        check_scope(self, cleaned)
        return cleaned


class PartForm(forms.Form):
    """A part that is kept in rows beside the dossier; `instance` is the dossier."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, instance: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial["version"] = instance.version


class ResultsForm(PartForm):
    """Fields: `achieved-<target pk>`, `note-<target pk>`."""

    def __init__(self, *args, answered: list[queries.Answered], **kwargs):
        super().__init__(*args, **kwargs)
        self.answered = answered
        for each in answered:
            pk, result = each.target.pk, each.result
            self.fields[f"achieved-{pk}"] = TextField(
                label=_("Kết quả"), max_length=60, required=False, initial=result.achieved if result else ""
            )
            self.fields[f"note-{pk}"] = TextField(
                label=_("Ghi chú"), max_length=300, required=False, initial=result.note if result else ""
            )

    def lines(self) -> list[tuple[Target, forms.BoundField, forms.BoundField]]:
        targets = [each.target for each in self.answered]
        return [(target, self[f"achieved-{target.pk}"], self[f"note-{target.pk}"]) for target in targets]

    def told(self) -> dict[Target, tuple[str, str]]:
        cleaned = self.cleaned_data
        return {
            each.target: (cleaned[f"achieved-{each.target.pk}"], cleaned[f"note-{each.target.pk}"])
            for each in self.answered
        }

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        now = {each.target.what: _result_in_words(each.result) for each in queries.promises(current)}
        typed = {target.what: " ".join(words).strip() for target, words in self.told().items()}
        return {label: now.get(label, "") for label in typed}, typed


def _result_in_words(result) -> str:
    return f"{result.achieved} {result.note}".strip() if result else ""


class StatementsForm(PartForm):
    """Fields: `text-<criterion pk>`."""

    def __init__(self, *args, said: list[queries.StandardSaid], **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        for each in said:
            self.fields[self._name(each.criterion)] = TextField(
                label=_("Thuyết minh"),
                lines=True,
                max_length=5000,
                required=False,
                initial=each.text,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    @staticmethod
    def _name(criterion: Criterion) -> str:
        return f"text-{criterion.pk}"

    def parts(self) -> list[tuple[queries.StandardSaid, forms.BoundField]]:
        return [(each, self[self._name(each.criterion)]) for each in self.said]

    def told(self) -> dict[Criterion, str]:
        return {each.criterion: self.cleaned_data[self._name(each.criterion)] for each in self.said}

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        stored = dict(current.statements.values_list("criterion_id", "text"))
        typed = self.told()
        return {row.label: stored.get(row.pk, "") for row in typed}, {row.label: text for row, text in typed.items()}


class VoteForm(PartForm):
    held_on = DateField(label=gettext_lazy("Ngày họp"))
    minutes_number = TextField(label=gettext_lazy("Số biên bản"), max_length=60)
    members = NumberField(label=gettext_lazy("Tổng số thành viên của đơn vị"), low=1, high=999)
    present = NumberField(label=gettext_lazy("Số người dự họp"), low=0, high=999)
    agree = NumberField(label=gettext_lazy("Số phiếu đồng ý"), low=0, high=999)
    minutes = UploadField(label=gettext_lazy("Biên bản họp"), required=False)

    NAMES = ("held_on", "minutes_number", "members", "present", "agree")

    def __init__(self, *args, vote: Endorsement | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.vote = vote
        self.fields["held_on"].high = clock.today()
        if vote:
            self.initial |= {name: getattr(vote, name) for name in self.NAMES}
            if vote.minutes_id:
                self.fields["minutes"].label = _("Biên bản họp khác, thay bản đang có")

    def clean(self) -> dict:
        cleaned = super().clean()
        members, present, agree = (cleaned.get(name) for name in ("members", "present", "agree"))
        if members is not None and present is not None and present > members:
            self.add_error("present", _("Số người dự họp không thể nhiều hơn tổng số thành viên."))
        if present is not None and agree is not None and agree > present:
            self.add_error("agree", _("Số phiếu đồng ý không thể nhiều hơn số người dự họp."))
        return cleaned

    def filled(self) -> Endorsement:
        told = {name: self.cleaned_data[name] for name in self.NAMES}
        whole = {name: int(told[name]) for name in ("members", "present", "agree")}
        return Endorsement(nomination=self.instance, minutes=self.vote.minutes if self.vote else None, **(told | whole))

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        stored = Endorsement.objects.filter(nomination=current).first()
        labels = {name: str(Endorsement._meta.get_field(name).verbose_name) for name in self.NAMES}
        typed = self.filled()
        now = {label: _shown(stored, name) for name, label in labels.items()}
        return now, {label: _shown(typed, name) for name, label in labels.items()}


def _shown(vote: Endorsement | None, name: str) -> str:
    value = getattr(vote, name) if vote else ""
    return f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value)
