"""What the office types about a council: its rules, who sits there, until when."""

from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.fields import CHOOSE, NumberField, ShareField, formfield
from portal.forms.kept import KeptForm
from portal.models import Person, Post
from recognition.models import Council, Member


def _share(name: str, help_text="") -> ShareField:
    field = Council._meta.get_field(name)
    return ShareField(label=field.verbose_name, initial=field.default, max_length=20, help_text=help_text)


class CouncilForm(KeptForm):
    quorum = _share("quorum", gettext_lazy("Ví dụ 2/3 hoặc 80%."))
    leaders_share = _share("leaders_share")
    unit_share = _share("unit_share")
    honours_in_a_row = NumberField(
        label=Council._meta.get_field("honours_in_a_row").verbose_name, low=1, high=20, initial=2
    )

    class Meta:
        model = Council
        formfield_callback = formfield
        fields = (
            *("decision_number", "decision_date", "quorum", "recused_in_base"),
            *("leaders_share", "unit_share", "honours_in_a_row"),
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ("quorum", "leaders_share", "unit_share"):
            if isinstance(cleaned.get(name), Fraction):
                cleaned[name] = f"{cleaned[name].numerator}/{cleaned[name].denominator}"
        number, day = cleaned.get("decision_number"), cleaned.get("decision_date")
        if number and not day and "decision_date" not in self.errors:
            self.add_error("decision_date", _("Vui lòng ghi ngày của quyết định."))
        if day and not number and "decision_number" not in self.errors:
            self.add_error("decision_number", _("Vui lòng ghi số quyết định."))
        return cleaned


class SeatForm(KeptForm):
    """A role and a place in the order."""

    class Meta:
        model = Member
        formfield_callback = formfield
        fields = ("role", "order")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].help_text = _("Số nhỏ đứng trước, ví dụ Chủ tịch 10, Phó Chủ tịch 20.")

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        single = (Member.Role.CHAIR, Member.Role.SECRETARY)
        others = self.instance.council.members.filter(role=role, valid_to=None).exclude(pk=self.instance.pk)
        if role in single and self.instance.valid_to is None and (held := others.first()):
            raise ValidationError(
                _("%(role)s đang là %(who)s. Vui lòng đổi vai trò của người đó trước.")
                % {"role": held.get_role_display(), "who": held.person}
            )
        return role


class NewSeatForm(SeatForm):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Cán bộ"),
        empty_label=gettext_lazy("Chọn"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    field_order = ("person", "role", "order")

    class Meta(SeatForm.Meta):
        fields = ("person", "role", "order")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sitting = self.instance.council.members.on(clock.today()).values("person")
        posts = Post.objects.on(clock.today()).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=posts).exclude(pk__in=sitting)


class UnseatForm(KeptForm):
    class Meta:
        model = Member
        formfield_callback = formfield
        fields = ("valid_to",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].required = True
        self.fields["valid_to"].help_text = _(
            "Từ hôm sau người này không còn trong Hội đồng; các cuộc họp trước giữ nguyên."
        )
