"""What a unit may type about a promise."""

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.vocabulary import Scope
from nominations.models import Registration, Target
from nominations.queries import registrations as queries
from nominations.subjects import Candidate, as_choices, key_of
from portal.fields import CHOOSE, DateField, TextField, formfield
from portal.forms import KeptForm


class ReasonForm(forms.Form):
    """Why something is given back; `version` of the thing that was on the screen."""

    reason = TextField(label=gettext_lazy("Lý do và nội dung cần bổ sung"), lines=True, max_length=1000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


# -- one registration -----------------------------------------------------------------------------------------


class TargetForm(forms.Form):
    """A row of promised figures. Left wholly empty it counts for nothing."""

    what = TextField(label=gettext_lazy("Chỉ tiêu"), max_length=200, required=False)
    measure = TextField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    baseline = TextField(label=gettext_lazy("Năm trước"), max_length=60, required=False)
    promised = TextField(label=gettext_lazy("Phấn đấu"), max_length=60, required=False)
    due = DateField(label=gettext_lazy("Thời hạn"), required=False)

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())

    def clean(self) -> dict:
        cleaned = super().clean()
        if any(cleaned.values()):
            for name, words in (
                ("what", _("Vui lòng ghi chỉ tiêu.")),
                ("promised", _("Vui lòng ghi mức phấn đấu.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def target(self) -> Target:
        return Target(**self.cleaned_data)


BLANK_ROWS = 3
MOST_ROWS = 30


class TargetRows(BaseFormSet):
    default_error_messages = {  # noqa: RUF012
        "missing_management_form": gettext_lazy(
            "Trang gửi đến thiếu bảng chỉ tiêu. Vui lòng mở lại trang rồi nhập lại."
        ),
        "too_many_forms": gettext_lazy("Bảng chỉ tiêu có nhiều dòng hơn mức cho phép. Vui lòng gộp lại."),
    }

    def told(self) -> list[Target]:
        return [form.target() for form in self.forms if not form.is_empty]


TargetFormSet = formset_factory(
    TargetForm, formset=TargetRows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class SubjectField(forms.ChoiceField):
    """Whom it is about, among the candidates of the reader's units; whatever else is posted is refused."""

    def __init__(self, **kwargs):
        messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
        super().__init__(label=gettext_lazy("Tập thể, cá nhân"), error_messages=messages, **kwargs)
        self.candidates: dict[str, Candidate] = {}

    def offer(self, found: list[Candidate]) -> None:
        self.candidates = {each.key: each for each in found}
        self.choices = as_choices(found)


def fill_subject(thing, candidate: Candidate) -> None:
    thing.unit = candidate.unit
    thing.subject_unit, thing.subject_person = candidate.subject_unit, candidate.subject_person


def check_scope(form: forms.ModelForm, cleaned: dict) -> None:
    """A field of work is named exactly when the scope is one field (plan II.2)."""
    if cleaned.get("scope") == Scope.FIELD and not cleaned.get("field") and "field" not in form.errors:
        form.add_error("field", _("Vui lòng ghi lĩnh vực, ví dụ: nghiên cứu khoa học."))
    if cleaned.get("scope") == Scope.COMPREHENSIVE:
        cleaned["field"] = ""


class RegistrationForm(KeptForm):
    """A promise, with its figures as rows beneath."""

    subject = SubjectField()
    continued_from = forms.ModelChoiceField(Registration.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Registration
        formfield_callback = formfield
        fields = ("plan_year", "scope", "field", "model_name", "movement", "content", "finish_by")

    def __init__(self, *args, user, found: list[Candidate], targets: list[dict] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan_year"].queryset = queries.open_years()
        self.fields["plan_year"].empty_label = None
        self.fields["continued_from"].queryset = queries.earlier(user)
        self.fields["subject"].offer(found)
        self.fields["field"].help_text = _("Chỉ ghi khi phạm vi là từng mặt.")
        self.fields["movement"].widget.attrs["list"] = "movements"
        self.fields["movement"].help_text = _("Chọn phong trào đã có hoặc ghi phong trào mới.")
        self.fields["content"].widget.attrs["rows"] = 6
        if self.instance.pk:
            self.initial["subject"] = key_of(self.instance)
            self.initial["continued_from"] = self.instance.continued_from_id
            targets = [_as_typed(target) for target in self.instance.targets.all()]
        self.targets = TargetFormSet(self.data if self.is_bound else None, initial=targets, prefix="targets")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.targets.is_valid()])

    def clean(self) -> dict:
        cleaned = super().clean()
        check_scope(self, cleaned)
        year, day = cleaned.get("plan_year"), cleaned.get("finish_by")
        if year and day and not year.year <= day.year <= year.year + 1:
            self.add_error("finish_by", _("Ngày này không thuộc năm đăng ký. Vui lòng xem lại năm của ngày."))
        candidate = self.fields["subject"].candidates.get(cleaned.get("subject"))
        if year and candidate and self._taken(year, candidate):
            self.add_error("subject", _("Đối tượng này đã có đăng ký trong năm. Vui lòng mở đăng ký đó để sửa."))
        return cleaned

    def _taken(self, year, candidate: Candidate) -> bool:
        rows = Registration.objects.filter(
            plan_year=year, subject_unit=candidate.subject_unit, subject_person=candidate.subject_person
        )
        return rows.exclude(state="withdrawn").exclude(pk=self.instance.pk).exists()

    def filled(self) -> Registration:
        """The registration as typed, for the action that keeps it."""
        thing, cleaned = self.instance, self.cleaned_data
        fill_subject(thing, self.fields["subject"].candidates[cleaned["subject"]])
        past = cleaned["continued_from"]
        same = past and (past.subject_unit_id, past.subject_person_id) == (
            thing.subject_unit_id,
            thing.subject_person_id,
        )
        thing.continued_from = past if same and past.plan_year.year < thing.plan_year.year else None
        return thing

    def rows(self, current: Registration) -> tuple[dict, dict]:
        """The figures, for the page that shows both texts of a stale save."""
        label = _("Chỉ tiêu")
        now = "; ".join(target.in_words for target in current.targets.all())
        return {label: now}, {label: "; ".join(target.in_words for target in self.targets.told())}


def _as_typed(target: Target) -> dict:
    return {name: getattr(target, name) for name in ("what", "measure", "baseline", "promised", "due")}
