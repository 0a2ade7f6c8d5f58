"""What a unit may type into a dossier: one form a part, each with the version of the dossier that was on the screen."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion
from nominations.forms.registrations import check_scope
from nominations.models import Endorsement, Nomination, PriorAward, Target
from nominations.queries import nominations as queries
from nominations.queries.promises import Answered, promises
from nominations.queries.steps import STEPS
from portal import clock
from portal.fields import CHOOSE, DateField, NumberField, TextField, formfield
from portal.files import UploadField
from portal.forms.kept import KeptForm, version_field
from portal.rows import rows_of


class AwardForm(forms.Form):
    """A row of what the subject has been given before. Left wholly empty it counts for nothing."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        required=False,
        choices=[("", gettext_lazy("Chọn")), *PriorAward.Kind.choices],
        error_messages={"invalid_choice": CHOOSE},
    )
    year = NumberField(label=gettext_lazy("Năm"), low=1945, high=2099, required=False)
    name = TextField(label=gettext_lazy("Danh hiệu, hình thức"), max_length=200, required=False)
    decision = TextField(label=gettext_lazy("Số, ngày quyết định, cơ quan ban hành"), max_length=300, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if any(cleaned.values()):
            for name, words in (
                ("kind", _("Vui lòng chọn loại.")),
                ("year", _("Vui lòng ghi năm.")),
                ("name", _("Vui lòng ghi danh hiệu hoặc hình thức.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def award(self) -> PriorAward:
        told = self.cleaned_data
        return PriorAward(**(told | {"year": int(told["year"])}))


AwardFormSet = rows_of(
    AwardForm,
    label=gettext_lazy("Danh hiệu, khen thưởng đã có"),
    missing=gettext_lazy("Trang gửi đến thiếu bảng khen thưởng. Vui lòng mở lại trang rồi nhập lại."),
    too_many=gettext_lazy("Bảng khen thưởng có nhiều dòng hơn mức cho phép. Vui lòng gộp lại."),
)


class SummaryForm(KeptForm):
    """Who and what."""

    class Meta:
        model = Nomination
        formfield_callback = formfield
        fields = ("scope", "field", "model_name", "unregistered_reason", "summary", "duties", "report")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].help_text = _("Chỉ ghi khi phạm vi là từng mặt.")
        self.fields["summary"].help_text = _("Một dòng in trong danh sách chính thức, tối đa 70 ký tự.")
        self.fields["report"].widget.attrs["rows"] = 10
        self.fields["unregistered_reason"].widget.attrs["rows"] = 3
        self.fields["duties"].widget.attrs["rows"] = 5
        self.fields["duties"].label = (
            _("Đặc điểm, tình hình") if self.instance.subject_unit_id else _("Nhiệm vụ được giao")
        )
        if self.instance.registration_id:
            del self.fields["unregistered_reason"]
        names = AwardForm.base_fields
        stored = [{name: getattr(award, name) for name in names} for award in self.instance.awards.all()]
        self.awards = AwardFormSet(self.data if self._tells_awards() else None, initial=stored, prefix="awards")

    def _tells_awards(self) -> bool:
        """A page without the table leaves the rows as they are."""
        return self.is_bound and "awards-TOTAL_FORMS" in self.data

    @property
    def sheets(self) -> list[forms.BaseFormSet]:
        return [self.awards] if self.awards.is_bound or not self.is_bound else []

    def is_valid(self) -> bool:
        return super().is_valid() and (not self.awards.is_bound or self.awards.is_valid())

    def told_awards(self) -> list[PriorAward] | None:
        return [form.award() for form in self.awards.told()] if self.awards.is_bound else None

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        """The awards, for what is kept of a stale save."""
        told = self.told_awards()
        if told is None:
            return {}, {}
        label, now = str(self.awards.label), [award.in_words for award in current.awards.all()]
        return {label: now}, {label: [award.in_words for award in told]}

    def clean(self) -> dict:
        cleaned = super().clean()
        check_scope(self, cleaned)
        return cleaned


class PartForm(forms.Form):
    """A part that is kept in rows beside the dossier; `instance` is the dossier."""

    version = version_field()

    def __init__(self, *args, instance: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial["version"] = instance.version


class PresenceForm(forms.Form):
    step = forms.ChoiceField(choices=[(key, key) for key in STEPS])


class ResultsForm(PartForm):
    """Fields: `achieved-<target pk>`, `note-<target pk>`."""

    def __init__(self, *args, answered: list[Answered], **kwargs):
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

    def label_of(self, name: str) -> str:
        what = {str(each.target.pk): each.target.what for each in self.answered}[name.split("-")[1]]
        return f"{what}: {self.fields[name].label.lower()}"

    def lines(self) -> list[tuple[Answered, forms.BoundField, forms.BoundField]]:
        return [(each, self[f"achieved-{each.target.pk}"], self[f"note-{each.target.pk}"]) for each in self.answered]

    def told(self) -> dict[Target, tuple[str, str]]:
        cleaned = self.cleaned_data
        return {
            each.target: (cleaned[f"achieved-{each.target.pk}"], cleaned[f"note-{each.target.pk}"])
            for each in self.answered
        }

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        now = {each.target.what: _result_in_words(each.result) for each in promises(current)}
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

    def label_of(self, name: str) -> str:
        return next(each.criterion.label for each in self.said if self._name(each.criterion) == name)

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
