"""Finding a dossier in the list, and beginning one that was not registered."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.forms.registrations import PutForwardListForm, SubjectField, check_scope, fill_subject
from nominations.models import Nomination, Registration
from nominations.queries import nominations as queries
from nominations.standing import STEPS, knows_all
from nominations.subjects import Candidate
from nominations.workflow import NOMINATIONS
from portal.fields import REQUIRED, formfield
from portal.forms import ALL, KeptForm


class NominationListForm(PutForwardListForm):
    state = forms.ChoiceField(
        label=gettext_lazy("Trạng thái"),
        required=False,
        choices=[("", ALL), *((key, state.label) for key, state in NOMINATIONS.states.items())],
    )

    step = forms.ChoiceField(
        label=gettext_lazy("Đã qua bước"),
        required=False,
        choices=[("", ALL), *((key, label) for key, (label, _states) in STEPS.items())],
    )

    field_order = ("q", "year", "unit", "state", "step", "kind", "scope")

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        if not knows_all(request.user):
            del self.fields["step"]  # how far a dossier has come is not a unit's to know
            self.cleaned_data.pop("step", None)

    def units(self):
        return queries.units_listed(self.request.user)

    def narrow_but_state(self, rows):
        """What the tabs count."""
        return super().narrow(rows)

    def tab_address(self) -> str:
        """The other filters, for the links of the tabs."""
        asked = self.request.GET.copy()
        for name in set(asked) - (set(self.fields) - {"state"}):
            del asked[name]
        return asked.urlencode()

    def narrow(self, rows):
        rows = self.narrow_but_state(rows)
        state = self.cleaned_data.get("state")
        step = self.cleaned_data.get("step")
        if step:
            rows = rows.filter(state__in=STEPS[step][1])
        if step == "reached":
            rows = rows.filter(pk__in=queries.reached_in(self.chosen_year))
        return rows.filter(shown=state) if state else rows


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
