"""What the office and the board may type while a dossier is appraised."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion, GateAnswer
from criteria.numbers import shown_exactly
from criteria.vocabulary import Answer, Source
from nominations.models import Nomination
from portal import clock
from portal.fields import CHOOSE, DateField, NumberField, SeveralField, TextField
from portal.forms.kept import version_field
from portal.models import User

WITHDRAWN = "withdrawn"  # not an answer: the one that stands is taken back


class _MoveForm(forms.Form):
    """A move with words: the version that was on the screen, and the reason."""

    version = version_field()
    reason = TextField(label=gettext_lazy("Lý do"), lines=True, max_length=2000)

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = nomination.version


class ReopenForm(_MoveForm):
    pass


class ExtendForm(_MoveForm):
    """`until`: to the end of that day."""

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        self.fields["until"] = DateField(
            label=_("Hạn mới, đến hết ngày"),
            low=clock.today(),
            high=nomination.plan_year.reviews_on,
            help_text=_("Không quá ngày bình xét của năm."),
        )
        self.fields["reason"].help_text = _("Đơn vị đọc nguyên văn lý do này.")

    def until(self) -> datetime:
        return clock.end_of(self.cleaned_data["until"])


class GateForm(forms.Form):
    """The office's answer with its paper; or that a criterion does not apply to this dossier, with the reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Câu trả lời"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    finding = TextField(
        label=gettext_lazy("Nhận định"),
        lines=True,
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Ghi một câu, ví dụ: Không có kỷ luật, vi phạm trong năm."),
    )
    paper = TextField(
        label=gettext_lazy("Văn bản làm căn cứ"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Số, ký hiệu, ngày và cơ quan ban hành."),
    )

    def __init__(self, *args, criterion: Criterion, standing: GateAnswer | None, **kwargs):
        super().__init__(*args, **kwargs)
        of_office = criterion.source == Source.OFFICE
        offered = [Answer.MET, Answer.NOT_MET] if of_office else []
        choices = [(answer.value, answer.label) for answer in offered]
        if criterion.may_be_not_applicable:
            choices.append((Answer.NOT_APPLICABLE.value, _("Không áp dụng với hồ sơ này")))
        if standing:
            words = _("Bỏ câu trả lời, để trả lời lại sau") if of_office else _("Áp dụng trở lại")
            choices.append((WITHDRAWN, words))
            self.initial |= {"answer": standing.answer, "finding": standing.finding, "paper": standing.paper}
        self.fields["answer"].choices = choices
        if len(choices) == 1:
            self.initial["answer"] = choices[0][0]
        if not of_office:
            self.fields["finding"].label = _("Lý do")
            self.fields["finding"].help_text = _("Được in cùng kết quả.")

    def clean(self) -> dict:
        cleaned = super().clean()
        answer = cleaned.get("answer")
        if answer in (Answer.NOT_MET, Answer.NOT_APPLICABLE, WITHDRAWN) and not cleaned.get("finding"):
            self._ask("finding", _("Vui lòng nêu lý do."))
        if answer in (Answer.MET, Answer.NOT_MET) and not cleaned.get("paper"):
            self._ask("paper", _("Vui lòng ghi văn bản làm căn cứ; không có văn bản thì chưa trả lời được."))
        return cleaned

    def _ask(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)


class WaiveForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Lý do miễn"),
        lines=True,
        max_length=1000,
        help_text=gettext_lazy("Được in trên danh sách. Câu trả lời của điều kiện giữ nguyên."),
    )
    paper = TextField(
        label=gettext_lazy("Văn bản, ý kiến làm căn cứ"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Để trống thì ghi là theo ý kiến của Ban Giám hiệu."),
    )


class AgreeForm(forms.Form):
    """The mark that the assessors agreed on."""

    note = TextField(
        label=gettext_lazy("Căn cứ"),
        lines=True,
        max_length=1000,
        help_text=gettext_lazy("Ai trao đổi, khi nào, vì sao; điểm của từng phiếu giữ nguyên."),
    )

    field_order = ("points", "note")

    def __init__(self, *args, criterion: Criterion, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("Điểm thống nhất, trên %(points)s") % {"points": shown_exactly(criterion.points)}
        self.fields["points"] = NumberField(label=label, high=criterion.points, places=1)
        self.order_fields(self.field_order)


class AssignForm(forms.Form):
    assessors = SeveralField(
        User.objects.none(),
        label=gettext_lazy("Thành viên Hội đồng"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Vui lòng chọn ít nhất một thành viên."),
            "invalid_choice": CHOOSE,
            "invalid_pk_value": CHOOSE,
        },
    )

    def __init__(self, *args, offered: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        pks = [user.pk for user in offered]
        self.fields["assessors"].queryset = (
            User.objects.filter(pk__in=pks).select_related("person").order_by("person__sort_key", "pk")
        )


class AcknowledgeForm(forms.Form):
    """`seen`: the fingerprint of the answers that were on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = TextField(
        label=gettext_lazy("Đã xem xét thế nào"),
        help_text=gettext_lazy("Một câu; được ghi vào nhật ký của hồ sơ."),
        max_length=300,
    )


class UnassignForm(forms.Form):
    reason = TextField(label=gettext_lazy("Lý do"), lines=True, max_length=1000)
