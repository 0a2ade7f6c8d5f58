"""What the administrator may type about units, people and posts."""

from django import forms
from django.utils.translation import gettext as _

from portal import clock
from portal.fields import formfield
from portal.forms.kept import KeptForm
from portal.models import Person, Post, Unit


class UnitForm(KeptForm):
    class Meta:
        model = Unit
        formfield_callback = formfield
        fields = (
            "name",
            "short_name",
            "kind",
            "parent",
            "protocol_order",
            "nominates",
            "owes_model",
            "valid_from",
            "valid_to",
        )

    def clean_parent(self) -> Unit | None:
        parent = self.cleaned_data["parent"]
        above, seen = parent, set()
        while above and above.pk not in seen:
            if above == self.instance:
                raise forms.ValidationError(_("Đơn vị này là cấp trên của đơn vị vừa chọn. Vui lòng chọn lại."))
            seen.add(above.pk)
            above = above.parent
        return parent


class PersonForm(KeptForm):
    class Meta:
        model = Person
        formfield_callback = formfield
        fields = (
            "full_name",
            "given_name",
            "sex",
            "birth_date",
            "personnel_type",
            "party_member",
            "qualification",
            "political_level",
        )


class PostForm(KeptForm):
    class Meta:
        model = Post
        formfield_callback = formfield
        fields = ("unit", "title", "is_head", "protocol_order", "valid_from", "valid_to")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.on(clock.today())
        if self.instance.unit_id:
            self.fields["unit"].queryset |= Unit.objects.filter(pk=self.instance.unit_id)
