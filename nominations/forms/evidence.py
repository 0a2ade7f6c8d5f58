from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.actions.evidence import DETAILS
from nominations.forms.editor import PartForm
from nominations.models import Evidence, Nomination
from nominations.queries.evidence import criteria_of
from portal import clock
from portal.fields import CHOOSE, DateField, SeveralField, TextField
from portal.files import UploadsField
from portal.previews import MOST

_CHOOSE = {"invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE}
OTHERS = gettext_lazy("Không đưa vào dữ liệu của người khác: trẻ em, hộ nghèo, số căn cước công dân.")


def _criteria_field(nomination: Nomination) -> SeveralField:
    return SeveralField(
        criteria_of(nomination),
        label=_("Chứng minh cho tiêu chuẩn"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=_CHOOSE,
    )


class UploadForm(PartForm):
    """One file or several, for the same standards; adding overwrites nothing, so the version does not matter."""

    file = UploadsField(label=gettext_lazy("Tệp"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False
        self.fields["criteria"] = _criteria_field(self.instance)
        self.fields["file"].help_text += f" {OTHERS}"


class EvidenceForm(PartForm):
    title = TextField(label=gettext_lazy("Tên minh chứng"), max_length=200)
    number = TextField(label=gettext_lazy("Số, ký hiệu"), max_length=60, required=False)
    date = DateField(label=gettext_lazy("Ngày"), required=False)
    issuer = TextField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp ban hành"),
        choices=[("", gettext_lazy("Chọn")), *Evidence.Level.choices],
        required=False,
        error_messages=_CHOOSE,
    )
    part = TextField(
        label=gettext_lazy("Phần tham gia, nếu là việc chung"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ví dụ: chủ nhiệm đề tài; viết chương 2; một trong ba tác giả."),
    )

    def __init__(self, *args, evidence: Evidence, **kwargs):
        super().__init__(*args, instance=evidence.nomination, **kwargs)
        self.evidence = evidence
        self.fields["criteria"] = _criteria_field(self.instance)
        self.fields["date"].high = clock.today()
        self.initial |= {name: getattr(evidence, name) for name in DETAILS}
        self.initial["criteria"] = [use.criterion_id for use in evidence.uses.all()]

    def filled(self) -> Evidence:
        for name in DETAILS:
            setattr(self.evidence, name, self.cleaned_data[name])
        return self.evidence

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        stored = Evidence.objects.get(pk=self.evidence.pk)
        return self._in_words(stored, stored.criteria.all()), self._in_words(
            self.filled(), self.cleaned_data["criteria"]
        )

    def _in_words(self, evidence: Evidence, criteria) -> dict[str, str]:
        told = {str(self.fields[name].label): getattr(evidence, name) for name in ("title", "number", "issuer", "part")}
        told[_("Ngày")] = f"{evidence.date:%d/%m/%Y}" if evidence.date else ""
        told[_("Cấp ban hành")] = evidence.get_level_display()
        told[_("Chứng minh cho tiêu chuẩn")] = "; ".join(sorted(row.label for row in criteria))
        return told


class ChosenForm(forms.Form):
    """Pieces of a dossier that shall prove one more standard."""

    criterion = forms.ModelChoiceField(queryset=None, error_messages=_CHOOSE)
    pieces = SeveralField(
        queryset=None,
        error_messages=_CHOOSE | {"required": gettext_lazy("Vui lòng chọn ít nhất một minh chứng.")},
    )

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria_of(nomination)
        self.fields["pieces"].queryset = nomination.evidence.standing()


class PageForm(forms.Form):
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    @classmethod
    def asked(cls, request: HttpRequest) -> int:
        """The page of the address, or the first."""
        form = cls(request.GET)
        return (form.cleaned_data["page"] if form.is_valid() else None) or 1
