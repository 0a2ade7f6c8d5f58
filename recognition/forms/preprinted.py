"""How certificates are set on sheets that were printed before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import NumberField
from recognition.models import PaperKind


class PreprintedForm(forms.Form):
    """Text only, moved to the right (x) and down (y) by so many millimetres."""

    paper = forms.ChoiceField(
        label=_("Văn bản"),
        choices=[(kind.value, kind.label) for kind in (PaperKind.CERTIFICATE, PaperKind.MERIT)],
    )
    x = NumberField(label=_("Dịch sang phải (mi-li-mét)"), low=-10, high=10, places=1, help_text=_("Số âm: sang trái."))
    y = NumberField(label=_("Dịch xuống dưới (mi-li-mét)"), low=-10, high=10, places=1, help_text=_("Số âm: lên trên."))
