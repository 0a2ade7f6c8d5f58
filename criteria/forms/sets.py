"""What the office head may type about a set: its scale, a file, a copy for another period."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Plan
from criteria.plan_file import PlanFileError, read_plan
from criteria.plan_toml import write_plan
from criteria.standards import Parameters, PlanContent, PlanHead
from criteria.toml_table import CODE
from criteria.vocabulary import Combine, OwnCollectiveRule
from portal.fields import CHOOSE, DateField, NumberField, ShareField, TextField
from portal.forms.kept import version_field

HUNDRED = Decimal(100)
PER_CENT = {"low": Decimal(0), "high": HUNDRED, "places": 2}


class SetForm(forms.Form):
    """Carries the version of the set that was on the screen."""

    version = version_field()


def choice(label, words, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", gettext_lazy("Chọn")), *words],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        **kwargs,
    )


def several(label, words=(), **kwargs) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(words),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        **kwargs,
    )


def share(per_cent: Decimal | None) -> Decimal | None:
    return None if per_cent is None else per_cent / HUNDRED


def per_cent(share: Decimal) -> Decimal:
    return (share * HUNDRED).normalize()


class ParametersForm(SetForm):
    combine = choice(gettext_lazy("Kết quả một tiêu chuẩn từ các phiếu"), Combine.choices())
    min_sheets = NumberField(label=gettext_lazy("Số phiếu chấm ít nhất của một hồ sơ"), low=1, high=99)
    floor = NumberField(label=gettext_lazy("Mức đạt chung, phần trăm số điểm của tiêu chuẩn"), **PER_CENT)
    tolerance = NumberField(
        label=gettext_lazy("Các phiếu lệch quá bao nhiêu phần trăm số điểm thì đưa ra trao đổi"), **PER_CENT
    )
    own_collective = choice(
        gettext_lazy("Người đứng đầu gắn với tập thể của mình thế nào"), OwnCollectiveRule.choices()
    )
    unit_vote_threshold = ShareField(label=gettext_lazy("Tỷ lệ đồng ý của đơn vị, trên tổng số thành viên"))
    council_vote_threshold = ShareField(label=gettext_lazy("Tỷ lệ đồng ý của Hội đồng, trên tổng số thành viên"))

    def __init__(self, *args, plan_content: PlanContent, **kwargs):
        super().__init__(*args, **kwargs)
        told = plan_content.parameters
        names = ("min_sheets", "unit_vote_threshold", "council_vote_threshold")
        self.initial |= {name: getattr(told, name) for name in names} | {
            "combine": told.combine.value,
            "own_collective": told.own_collective.value,
            "floor": per_cent(told.floor),
            "tolerance": per_cent(told.tolerance),
        }

    def filled(self) -> Parameters:
        cleaned = self.cleaned_data
        return Parameters(
            combine=Combine(cleaned["combine"]),
            min_sheets=int(cleaned["min_sheets"]),
            floor=share(cleaned["floor"]),
            tolerance=share(cleaned["tolerance"]),
            own_collective=OwnCollectiveRule(cleaned["own_collective"]),
            unit_vote_threshold=cleaned["unit_vote_threshold"],
            council_vote_threshold=cleaned["council_vote_threshold"],
        )


class PlanFileField(forms.FileField):
    """A plan as TOML; its cleaned value is the content."""

    default_error_messages = {  # noqa: RUF012
        name: gettext_lazy("Vui lòng chọn tệp tiêu chuẩn đã kết xuất (.toml).")
        for name in ("required", "empty", "missing", "invalid")
    }
    MOST = 512 * 1024

    def clean(self, data, initial=None) -> PlanContent | None:
        upload = super().clean(data, initial)
        if upload is None:
            return None
        if upload.size > self.MOST:
            raise ValidationError(_("Tệp này quá lớn so với một bộ tiêu chuẩn. Vui lòng chọn lại."), "too_big")
        try:
            return read_plan(upload.read())
        except PlanFileError as error:
            raise ValidationError([str(problem) for problem in error.problems[:20]], "plan") from error


class LoadForm(SetForm):
    """A file, or its text again once it has been previewed; `content` is what either says."""

    file = PlanFileField(label=gettext_lazy("Tệp tiêu chuẩn (.toml)"), required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=PlanFileField.MOST, strip=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("text")

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned.get("file"):
            self.data = self.data.copy()
            self.data["text"] = write_plan(cleaned["file"])
            return cleaned | {"content": cleaned["file"]}
        try:
            return cleaned | {"content": read_plan(cleaned["text"])}
        except PlanFileError:
            self.add_error("file", PlanFileField.default_error_messages["required"])
        return cleaned


class MoveForm(forms.Form):
    up = forms.BooleanField(required=False)

    @classmethod
    def step(cls, request: HttpRequest) -> int:
        form = cls(request.POST)
        return -1 if form.is_valid() and form.cleaned_data["up"] else 1


class PlanHeadForm(SetForm):
    """The plan of another period; its standards begin as a copy."""

    code = forms.RegexField(
        CODE,
        label=gettext_lazy("Giai đoạn, ví dụ 2026-2030"),
        error_messages={
            "required": CHOOSE,
            "invalid": gettext_lazy("Chỉ dùng chữ số, dấu gạch nối; ví dụ 2026-2030."),
        },
    )
    title = TextField(label=gettext_lazy("Tên kế hoạch"), max_length=500)
    issuer = TextField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    number = TextField(label=gettext_lazy("Số, ký hiệu"), max_length=50, required=False)
    issued_on = DateField(label=gettext_lazy("Ngày ban hành"), required=False)
    signer = TextField(label=gettext_lazy("Người ký"), max_length=100, required=False)
    signer_post = TextField(label=gettext_lazy("Chức vụ người ký"), max_length=100, required=False)
    first_year = NumberField(label=gettext_lazy("Năm đầu"), low=2000, high=2100)
    last_year = NumberField(label=gettext_lazy("Năm cuối"), low=2000, high=2100)
    based_on = TextField(
        label=gettext_lazy("Thực hiện các văn bản (mỗi dòng một văn bản)"), lines=True, max_length=4000, required=False
    )
    models_per_unit_per_year = NumberField(
        label=gettext_lazy("Số mô hình mỗi đơn vị phải xây dựng trong năm"), low=0, high=99
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Plan.objects.filter(code__iexact=code).exists():
            raise ValidationError(_("Kế hoạch của giai đoạn này đã có. Vui lòng mở kế hoạch đó để sửa."))
        return code

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("Năm cuối không thể trước năm đầu."))
        return cleaned

    def filled(self) -> PlanHead:
        cleaned = self.cleaned_data
        whole = {name: int(cleaned[name]) for name in ("first_year", "last_year", "models_per_unit_per_year")}
        texts = {name: cleaned[name] for name in ("code", "title", "issuer", "number", "signer", "signer_post")}
        return PlanHead(
            **texts, **whole, issued_on=cleaned["issued_on"], based_on=tuple(cleaned["based_on"].splitlines())
        )


class PlanForm(forms.Form):
    """`?plan=` of the catalogue."""

    plan = forms.ModelChoiceField(Plan.objects.all(), to_field_name="code", required=False)
