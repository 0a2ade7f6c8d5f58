"""Number and date of a paper; header, signers and wording by date."""

from django import forms
from django.utils.translation import gettext as _

from portal import clock
from portal.fields import DateField, TextField, formfield
from portal.forms.kept import KeptForm
from portal.models import Letterhead
from recognition.documents.letterhead_preview import LAYOUTS
from recognition.frame import WORDED
from recognition.models import IssuedPaper, Wording
from recognition.numbering import NUMBERED, in_two_digits


class IssueForm(KeptForm):
    class Meta:
        model = IssuedPaper
        formfield_callback = formfield
        fields = ("number", "date")

    def __init__(self, *args, head: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbering = NUMBERED[self.instance.paper]
        self.example = self.numbering.written("38", head)
        self.fields["number"].help_text = _("Ví dụ: %(number)s") % {"number": self.example}
        closed_on = clock.local(self.instance.list_version.closed_at).date()
        self.fields["date"] = DateField(label=_("Ngày"), low=closed_on, high=max(closed_on, clock.today()))

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if not self.numbering.fits(number):
            raise forms.ValidationError(_("Vui lòng ghi số theo dạng %(number)s.") % {"number": self.example})
        return in_two_digits(number)


class LetterheadForm(KeptForm):
    """The names at the head of a paper keep their line breaks."""

    LINES = ("superior", "issuer", "office_head_title", "principal_title", "council")
    PARTY_LINES = ("party_superior", "party_issuer", "party_title")

    class Meta:
        model = Letterhead
        formfield_callback = formfield
        exclude = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in (*self.LINES, *self.PARTY_LINES):
            field = self.fields[name]
            self.fields[name] = TextField(
                label=field.label,
                required=field.required,
                max_length=field.max_length,
                lines=True,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Xuống dòng ở chỗ muốn ngắt khi in."),
            )


class WordingForm(KeptForm):
    class Meta:
        model = Wording
        formfield_callback = formfield
        fields = ("paper", "valid_from", "addressees", "bases", "recipients")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("addressees", "bases", "recipients"):
            self.fields[name].help_text = _("Mỗi mục một dòng; không cần ghi dấu gạch đầu dòng và dấu câu cuối dòng.")
        self.fields["paper"].choices = [(paper.value, paper.label) for paper in WORDED]
        if self.instance.pk:  # which paper it is for is what it is
            self.fields["paper"].disabled = True


class PaperAskedForm(forms.Form):
    """`?paper=` of a new wording; "" where none of ours was asked for."""

    paper = forms.ChoiceField(choices=[(paper.value, paper.label) for paper in WORDED], required=False)

    def asked(self) -> str:
        return self.cleaned_data["paper"] if self.is_valid() else ""


class PreviewForm(forms.Form):
    """`?layout=`: the State's unless the Party's is asked for."""

    layout = forms.ChoiceField(choices=[(each, each) for each in LAYOUTS], required=False)

    def asked(self) -> str:
        return (self.is_valid() and self.cleaned_data["layout"]) or LAYOUTS[0]
