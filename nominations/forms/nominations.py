"""Beginning a dossier that was not registered."""

from django.utils.translation import gettext as _

from nominations.forms.registrations import SubjectField, check_scope, fill_subject
from nominations.models import Nomination, Registration
from nominations.subjects import Candidate
from portal.fields import REQUIRED, formfield
from portal.forms.kept import KeptForm


class FoundForm(KeptForm):
    """A dossier without a registration: newly found during the year (plan IV.4)."""

    subject = SubjectField()

    class Meta:
        model = Nomination
        formfield_callback = formfield
        fields = ("plan_year", "scope", "field", "model_name", "unregistered_reason")

    field_order = ("plan_year", "subject", "unregistered_reason", "scope", "field", "model_name")

    def __init__(self, *args, found: list[Candidate], years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan_year"].queryset = years
        self.fields["plan_year"].empty_label = None
        self.fields["plan_year"].label = _("Năm")
        self.fields["subject"].offer(found)
        self.fields["unregistered_reason"].required = True
        self.fields["unregistered_reason"].widget.attrs["rows"] = 3
        self.fields["unregistered_reason"].error_messages["required"] = REQUIRED
        self.fields["field"].help_text = _("Chỉ ghi khi phạm vi là từng mặt.")

    def clean(self) -> dict:
        cleaned = super().clean()
        check_scope(self, cleaned)
        candidate = self.fields["subject"].candidates.get(cleaned.get("subject"))
        if cleaned.get("plan_year") and candidate:
            whose = {"subject_unit": candidate.subject_unit, "subject_person": candidate.subject_person}
            self._check_new(whose | {"plan_year": cleaned["plan_year"]})
        return cleaned

    def _check_new(self, about: dict) -> None:
        if Nomination.objects.filter(**about).exclude(state="withdrawn").exists():
            self.add_error("subject", _("Đối tượng này đã có hồ sơ trong năm. Vui lòng mở hồ sơ đó để viết tiếp."))
        elif Registration.objects.filter(**about, state="accepted").exists():
            self.add_error("subject", _("Đối tượng này đã đăng ký trong năm. Vui lòng lập hồ sơ từ bản đăng ký."))

    def filled(self) -> Nomination:
        fill_subject(self.instance, self.fields["subject"].candidates[self.cleaned_data["subject"]])
        return self.instance
