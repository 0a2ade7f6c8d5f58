"""What the office asks for when it gives a paper back, and what the unit answers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.models import Paper, ReturnNote
from nominations.places import Place
from nominations.queries.exchange import Asked
from portal import clock
from portal.fields import CHOOSE, DateField, TextField
from portal.forms.kept import version_field

LINES = forms.Textarea(attrs={"rows": 2})


class ReturnForm(forms.Form):
    """A date, a reason for the whole, and `at-<anchor>` for each place; at least one reason."""

    version = version_field()
    until = DateField(label=gettext_lazy("Đơn vị gửi lại trước hết ngày"))
    reason = TextField(
        label=gettext_lazy("Nội dung chung cần bổ sung"),
        lines=True,
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Đơn vị đọc nguyên văn nội dung này và nội dung ghi ở từng mục."),
    )

    def __init__(self, *args, paper: Paper, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.instance, self.places = paper, places
        self.initial["version"] = paper.version
        self.fields["until"].low = clock.today()
        self.fields["until"].high = clock.today() + timedelta(days=59)
        self.fields["until"].help_text = _("Hạn này thay cho hạn chung của năm. Trong vòng 60 ngày.")
        for place in places:
            self.fields[self._name(place)] = TextField(
                label=_("Cần bổ sung gì ở mục này"), lines=True, max_length=1000, required=False, widget=LINES
            )

    @staticmethod
    def _name(place: Place) -> str:
        return f"at-{place.anchor}"

    def parts(self) -> Iterator[tuple[Place, forms.BoundField]]:
        return ((place, self[self._name(place)]) for place in self.places)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not cleaned["reason"] and not self.notes():
            raise forms.ValidationError(_("Vui lòng ghi nội dung cần bổ sung: nội dung chung hoặc ở từng mục."))
        return cleaned

    def notes(self) -> dict[str, str]:
        """{key of the place: what is asked for there}, of those where something is."""
        told = {place.key: self.cleaned_data[self._name(place)] for place in self.places}
        return {key: text for key, text in told.items() if text}

    def day(self) -> date:
        return self.cleaned_data["until"]

    def moment(self) -> datetime:
        """To the end of that day."""
        return clock.end_of(self.day())


class AnswersForm(forms.Form):
    """`answer-<note pk>` for each reason of the return under way; each may stay empty."""

    version = version_field()

    def __init__(self, *args, instance: Paper, asked: list[Asked], **kwargs):
        super().__init__(*args, **kwargs)
        self.instance, self.asked = instance, asked
        self.initial["version"] = instance.version
        for each in asked:
            self.fields[f"answer-{each.note.pk}"] = TextField(
                label=_("Trả lời của đơn vị"),
                lines=True,
                max_length=1000,
                required=False,
                initial=each.note.answer,
                widget=LINES,
            )

    def parts(self) -> Iterator[tuple[Asked, forms.BoundField]]:
        return ((each, self[f"answer-{each.note.pk}"]) for each in self.asked)

    def told(self) -> dict[ReturnNote, str]:
        return {each.note: self.cleaned_data[f"answer-{each.note.pk}"] for each in self.asked}

    def rows(self, current: Paper) -> tuple[dict, dict]:
        """The answers, for the page that shows both texts of a stale save."""
        stored = dict(current.return_notes.values_list("pk", "answer"))
        typed = self.told()
        now = {note.label: stored.get(note.pk, "") for note in typed}
        return now, {note.label: text for note, text in typed.items()}


class SendingsForm(forms.Form):
    """Which two sendings are compared: `?from=`, `?to=`; else the last two."""

    def __init__(self, *args, sendings: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.sendings = {str(sending.pk): sending for sending in sendings}
        count = len(sendings)
        choices = [
            (pk, _("Lần %(n)s: %(at)s") % {"n": count - place, "at": f"{clock.local(sending.at):%H:%M ngày %d/%m/%Y}"})
            for place, (pk, sending) in enumerate(self.sendings.items())
        ]
        for name, label, default in (("from", _("Bản trước"), 1), ("to", _("Bản sau"), 0)):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=False, error_messages={"invalid_choice": CHOOSE}
            )
            self.initial[name] = choices[default][0] if default < count else ""

    def chosen(self) -> tuple | None:
        """(the older, the newer), or nothing where there is only one."""
        told = self.cleaned_data if self.is_valid() else {}
        pks = [told.get(name) or self.initial[name] for name in ("from", "to")]
        if "" in pks:
            return None
        return tuple(sorted((self.sendings[pk] for pk in pks), key=lambda sending: (sending.at, sending.pk)))
