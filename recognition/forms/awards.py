"""What the office may type about forms of award, and which of them it proposes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import CHOOSE, formfield
from portal.forms.kept import KeptForm
from recognition.models import AwardForm


class AwardFormForm(KeptForm):
    class Meta:
        model = AwardForm
        formfield_callback = formfield
        fields = (
            "name",
            "kind",
            "level",
            "decided_by",
            "for_collectives",
            "for_individuals",
            "legal_basis",
            "valid_from",
            "order",
        )


class EndForm(KeptForm):
    """Empty: valid until further notice."""

    class Meta:
        model = AwardForm
        formfield_callback = formfield
        fields = ("valid_to",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].help_text = _("Để trống khi hình thức còn hiệu lực.")


class ProposeForm(forms.Form):
    form = forms.ModelChoiceField(
        AwardForm.objects.all(),
        label=_("Hình thức"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
