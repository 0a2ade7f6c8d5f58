from datetime import date

from django.utils.translation import gettext as _

from nominations.models import Commendation
from portal import clock
from portal.fields import NumberField, formfield
from portal.forms.kept import KeptForm


class CommendationForm(KeptForm):
    """What the unit did, and how it voted."""

    members = NumberField(label=Commendation._meta.get_field("members").verbose_name, low=1, high=999)
    agree = NumberField(label=Commendation._meta.get_field("agree").verbose_name, low=0, high=999)

    class Meta:
        model = Commendation
        formfield_callback = formfield
        fields = ("occasion", "form", "held_on", "minutes_number", "members", "agree")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].help_text = _("Theo cách gọi của đơn vị, ví dụ: biểu dương trước toàn đơn vị.")
        self.fields["held_on"].low = date(self.instance.plan_year.year, 1, 1)
        self.fields["held_on"].high = clock.today()

    def clean(self) -> dict:
        cleaned = super().clean()
        members, agree = cleaned.get("members"), cleaned.get("agree")
        if members is not None and agree is not None and agree > members:
            self.add_error("agree", _("Số phiếu đồng ý không thể nhiều hơn tổng số thành viên."))
        return cleaned
