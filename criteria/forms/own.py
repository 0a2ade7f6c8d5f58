"""What a unit may type about its own criteria, and about what counts as evidence with it (plan II.2)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from criteria.forms.sets import several
from criteria.models import Criterion, EvidenceNote
from criteria.toml_table import LONG
from criteria.vocabulary import SubjectKind
from portal.fields import NumberField, TextField, formfield
from portal.forms.kept import KeptForm


class OwnCriterionForm(KeptForm):
    label = TextField(label=gettext_lazy("Tên ngắn"), max_length=200)
    text = TextField(label=gettext_lazy("Xem xét điều gì"), lines=True, max_length=LONG)
    evidence = TextField(label=gettext_lazy("Minh chứng"), lines=True, max_length=LONG, required=False)
    points = NumberField(
        label=gettext_lazy("Số điểm tối đa"),
        low=Decimal("0.1"),
        high=Decimal(100),
        places=1,
        help_text=gettext_lazy("Cộng riêng, không vào tổng điểm xếp hạng giữa các đơn vị."),
    )
    applies_to = several(gettext_lazy("Áp dụng cho"), SubjectKind.choices())

    class Meta:
        model = Criterion
        fields = ("label", "text", "evidence", "points", "applies_to", "enabled")
        formfield_callback = formfield

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["enabled"]


class EvidenceNoteForm(KeptForm):
    class Meta:
        model = EvidenceNote
        fields = ("text",)
        formfield_callback = formfield
        help_texts = {  # noqa: RUF012
            "text": gettext_lazy(
                "Ví dụ: sổ dự giờ của khoa; kế hoạch thực tế có xác nhận của cơ sở. Để trống nếu không cần ghi chú."
            )
        }
