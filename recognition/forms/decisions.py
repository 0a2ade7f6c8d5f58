"""What is typed of a decision, of a revocation, and of a reason told beside the system's sentence."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import CHOOSE, DateField, TextField
from portal.files import UploadField
from portal.forms.kept import version_field
from recognition.models import Revocation


class DecisionForm(forms.Form):
    number = TextField(label=_("Số quyết định"), max_length=60)
    day = DateField(label=_("Ngày quyết định"))
    signer = TextField(label=_("Người ký"), max_length=100)
    scan = UploadField(label=_("Bản chụp quyết định"))
    version = version_field()

    def __init__(self, *args, days: tuple[date, date], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].low, self.fields["day"].high = days
        self.fields["day"].help_text = _("Từ ngày duyệt danh sách (%(first)s) đến hôm nay.") % {
            "first": f"{days[0]:%d/%m/%Y}"
        }


class RevocationForm(DecisionForm):
    """The law's four grounds, the reason, and the paper that takes the recognition back."""

    ground = forms.ChoiceField(
        label=_("Căn cứ thu hồi"),
        choices=[("", _("Chọn")), *Revocation.Ground.choices],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    reason = TextField(label=_("Lý do"), lines=True, max_length=2000)
    field_order = ("ground", "reason", "number", "day", "signer", "scan")

    def __init__(self, *args, days: tuple[date, date], **kwargs):
        super().__init__(*args, days=days, **kwargs)
        self.fields["number"].label = _("Số quyết định thu hồi")
        self.fields["day"].help_text = _("Từ ngày quyết định công nhận (%(first)s) đến hôm nay.") % {
            "first": f"{days[0]:%d/%m/%Y}"
        }


class WrittenReasonForm(forms.Form):
    """Beside the system's sentence; empty takes it away again."""

    reason = TextField(label=_("Lý do ghi thêm, gửi đến đơn vị"), lines=True, max_length=1000, required=False)
    version = version_field()
