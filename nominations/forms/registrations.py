"""What a unit may type about a promise."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.vocabulary import Scope
from nominations.models import Registration, Target
from nominations.queries import registrations as queries
from nominations.subjects import Candidate, as_choices, key_of
from portal.fields import CHOOSE, DateField, TextField, formfield
from portal.forms.kept import KeptForm
from portal.rows import rows_of

# -- one registration -----------------------------------------------------------------------------------------


class TargetForm(forms.Form):
    """A row of promised figures. Left wholly empty it counts for nothing; the promise itself may follow later."""

    what = TextField(label=gettext_lazy("Chỉ tiêu"), max_length=200, required=False)
    measure = TextField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    baseline = TextField(label=gettext_lazy("Năm trước"), max_length=60, required=False)
    promised = TextField(label=gettext_lazy("Phấn đấu"), max_length=60, required=False)
    due = DateField(label=gettext_lazy("Thời hạn"), required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if any(cleaned.values()) and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Vui lòng ghi chỉ tiêu."))
        return cleaned

    def target(self) -> Target:
        return Target(**self.cleaned_data)


TargetFormSet = rows_of(
    TargetForm,
    label=gettext_lazy("Chỉ tiêu"),
    missing=gettext_lazy("Trang gửi đến thiếu bảng chỉ tiêu. Vui lòng mở lại trang rồi nhập lại."),
    too_many=gettext_lazy("Bảng chỉ tiêu có nhiều dòng hơn mức cho phép. Vui lòng gộp lại."),
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

    class Meta:
        model = Registration
        formfield_callback = formfield
        fields = (
            "plan_year",
            "scope",
            "field",
            "model_name",
            "movement",
            "goal",
            "content",
            "starts_on",
            "finish_by",
            "spread",
        )

    def __init__(self, *args, found: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan_year"].queryset = queries.open_years()
        self.fields["plan_year"].empty_label = None
        self.fields["subject"].offer(found)
        self.fields["field"].help_text = _("Chỉ ghi khi phạm vi là từng mặt.")
        self.fields["movement"].widget.attrs["list"] = "movements"
        self.fields["movement"].help_text = _("Chọn phong trào đã có hoặc ghi phong trào mới.")
        self.fields["content"].widget.attrs["rows"] = 6
        self.fields["goal"].widget.attrs["rows"] = self.fields["spread"].widget.attrs["rows"] = 3
        self.fields["goal"].help_text = _("Muốn đạt điều gì, cho ai; con số ghi ở phần chỉ tiêu.")
        self.fields["content"].help_text = _("Làm gì, cách làm nào, ai làm.")
        self.fields["spread"].help_text = _("Nơi nào có thể học theo, chia sẻ bằng cách nào.")
        if self.instance.pk:
            self.initial["subject"] = key_of(self.instance)
        stored = [_as_typed(target) for target in self.instance.targets.all()] if self.instance.pk else None
        self.targets = TargetFormSet(self.data if self.is_bound else None, initial=stored, prefix="targets")

    @property
    def sheets(self) -> list[forms.BaseFormSet]:
        return [self.targets]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.targets.is_valid()])

    def told_targets(self) -> list[Target]:
        return [row.target() for row in self.targets.told()]

    def clean(self) -> dict:
        cleaned = super().clean()
        check_scope(self, cleaned)
        year = cleaned.get("plan_year")
        self._check_days(year, cleaned.get("starts_on"), cleaned.get("finish_by"))
        candidate = self.fields["subject"].candidates.get(cleaned.get("subject"))
        if year and candidate and self._taken(year, candidate):
            self.add_error("subject", _("Đối tượng này đã có đăng ký trong năm. Vui lòng mở đăng ký đó để sửa."))
        return cleaned

    def _check_days(self, year, starts_on, finish_by) -> None:
        """A promise of one year: begun the winter before at the earliest, done the winter after at the latest."""
        words = _("Ngày này không thuộc năm đăng ký. Vui lòng xem lại năm của ngày.")
        if year and starts_on and not year.year - 1 <= starts_on.year <= year.year:
            self.add_error("starts_on", words)
        if year and finish_by and not year.year <= finish_by.year <= year.year + 1:
            self.add_error("finish_by", words)
        elif starts_on and finish_by and finish_by < starts_on:
            self.add_error("finish_by", _("Ngày hoàn thành đứng trước ngày bắt đầu. Vui lòng xem lại."))

    def _taken(self, year, candidate: Candidate) -> bool:
        rows = Registration.objects.filter(
            plan_year=year, subject_unit=candidate.subject_unit, subject_person=candidate.subject_person
        )
        return rows.exclude(state="withdrawn").exclude(pk=self.instance.pk).exists()

    def filled(self) -> Registration:
        """The registration as typed, for the action that keeps it."""
        thing, cleaned = self.instance, self.cleaned_data
        fill_subject(thing, self.fields["subject"].candidates[cleaned["subject"]])
        past = thing.continued_from
        if past and (past.subject, past.plan_year.year + 1) != (thing.subject, thing.plan_year.year):
            thing.continued_from = None
        return thing

    def rows(self, current: Registration) -> tuple[dict, dict]:
        """The figures, for the page that shows both texts of a stale save."""
        label = _("Chỉ tiêu")
        now = "; ".join(target.in_words for target in current.targets.all())
        return {label: now}, {label: "; ".join(target.in_words for target in self.told_targets())}


def _as_typed(target: Target) -> dict:
    return {name: getattr(target, name) for name in ("what", "measure", "baseline", "promised", "due")}
