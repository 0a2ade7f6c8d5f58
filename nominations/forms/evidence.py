from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion
from nominations.forms.editor import PartForm
from nominations.models import Evidence, Nomination
from portal import clock
from portal.fields import CHOOSE, DateField, TextField
from portal.files import UploadField


class EvidenceForm(PartForm):
    title = TextField(label=gettext_lazy("Tên minh chứng"), max_length=200)
    number = TextField(label=gettext_lazy("Số, ký hiệu"), max_length=60, required=False)
    date = DateField(label=gettext_lazy("Ngày"), required=False)
    issuer = TextField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    file = UploadField(label=gettext_lazy("Tệp"))
    criteria = forms.ModelMultipleChoiceField(
        Criterion.objects.none(),
        label=gettext_lazy("Chứng minh cho tiêu chuẩn"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Vui lòng chọn ít nhất một tiêu chuẩn."),
            "invalid_choice": CHOOSE,
            "invalid_pk_value": CHOOSE,
        },
    )

    def __init__(self, *args, criteria: list[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria"].queryset = Criterion.objects.filter(pk__in=[row.pk for row in criteria])
        self.fields["date"].high = clock.today()

    def filled(self) -> Evidence:
        names = ("title", "number", "date", "issuer")
        return Evidence(nomination=self.instance, **{name: self.cleaned_data[name] for name in names})

    def rows(self, current: Nomination) -> tuple[dict, dict]:
        label = _("Minh chứng")
        now = "; ".join(current.evidence.filter(removed_at=None).values_list("title", flat=True))
        return {label: now}, {label: f"{now}; {self.cleaned_data['title']}".strip("; ")}
