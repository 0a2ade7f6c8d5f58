"""What the office may type about year-end results."""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.actions.ratings import Told
from criteria.queries.ratings import Due
from criteria.vocabulary import Level, RatingOf
from portal.fields import CHOOSE, DateField, TextField
from portal.files import Checked, UploadField
from portal.lists import ALL, Order, YearListForm
from portal.models import Unit
from portal.text import fold, sort_key
from portal.widgets import PlainSelect

LEVELS = [("", gettext_lazy("Chưa có kết quả")), *((level.value, level.label) for level in reversed(Level))]


def _by_name(due: Due) -> tuple[bool, str]:
    person = due.of.is_of_a_person
    return person, due.subject.sort_key if person else sort_key(due.subject.name)


class RatingListForm(YearListForm):
    """The list of ratings of one year: `?year=`, `?unit=`, `?missing=`."""

    unit = forms.ModelChoiceField(
        Unit.objects.filter(nominates=True),
        label=gettext_lazy("Đơn vị"),
        required=False,
        empty_label=ALL,
        widget=PlainSelect,
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=[("", ALL), ("asked", gettext_lazy("Kế hoạch cần, chưa có kết quả")), ("no", gettext_lazy("Chưa ghi"))],
    )

    field_order = ("q", "year", "unit", "missing", "sort")
    orders = {  # noqa: RUF012
        "unit": Order(gettext_lazy("xếp theo đơn vị; tập thể trước, cá nhân sau"), ()),
        "name": Order(gettext_lazy("xếp theo tên; tập thể trước, cá nhân sau"), ()),
    }

    def __init__(self, request: HttpRequest, years: list[int]):
        super().__init__(request)
        self.choose_year(years)

    def narrow(self, rows: list[Due]) -> list[Due]:
        asked = self.cleaned_data
        words = fold(asked.get("q", "")).split()
        return [
            due
            for due in rows
            if (not asked.get("unit") or due.unit == asked["unit"])
            and (not asked.get("missing") or (due.rating is None and (asked["missing"] == "no" or due.asked)))
            and all(word in due.subject.search for word in words)
        ]

    def ordered(self, rows: list[Due]) -> list[Due]:
        """What may be due is no table: it is put in order here."""
        name, backwards = self.asked_order
        found = sorted(rows, key=_by_name) if name == "name" else rows
        return found[::-1] if backwards else found

    def stream(self, rows: list[Due]) -> list[Due]:
        return self.ordered(self.narrow(rows))


class RatingForm(forms.Form):
    """One year-end result with its paper. `seen` is the entry that stood when the page was opened."""

    level = forms.ChoiceField(
        label=gettext_lazy("Mức xếp loại"),
        choices=[("", gettext_lazy("Chọn")), *LEVELS[1:]],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    decision_number = TextField(label=gettext_lazy("Số quyết định, thông báo"), max_length=60)
    decision_date = DateField()  # of which year: see below
    scan = UploadField(label=gettext_lazy("Bản chụp văn bản"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision_date"] = decision_date(year)


def decision_date(year: int, **kwargs) -> DateField:
    """A year is rated by a paper of that year, or of the next."""
    low, high = date(year, 1, 1), date(year + 1, 12, 31)
    return DateField(label=gettext_lazy("Ngày ban hành"), low=low, high=high, **kwargs)


class UnitRatingForm(forms.Form):
    """A whole unit on one page: for each kind of rating one decision, and a level for everyone it names.

    Fields: `<of>-number`, `<of>-date`, `<of>-scan`; `<of>-<subject pk>` and, hidden, `…-seen`.
    """

    def __init__(self, *args, found: list[Due], year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.found, self.year = found, year
        for of in dict.fromkeys(due.of for due in found):
            self._add_decision(of, [due for due in found if due.of == of])

    def _add_decision(self, of: RatingOf, group: list[Due]) -> None:
        papers = {(due.rating.decision_number, due.rating.decision_date) for due in group if due.rating}
        number, day = papers.pop() if len(papers) == 1 else ("", None)
        self.fields[f"{of}-number"] = TextField(
            label=gettext_lazy("Số quyết định, thông báo"), max_length=60, required=False, initial=number
        )
        self.fields[f"{of}-date"] = decision_date(self.year, required=False, initial=day)
        self.fields[f"{of}-scan"] = UploadField(label=gettext_lazy("Bản chụp văn bản"), required=False)
        for due in group:
            self.fields[f"{of}-{due.subject.pk}"] = forms.ChoiceField(
                label=str(due.subject),
                required=False,
                choices=LEVELS,
                initial=due.rating.level if due.rating else "",
                error_messages={"invalid_choice": CHOOSE},
            )
            self.fields[f"{of}-{due.subject.pk}-seen"] = forms.IntegerField(
                required=False,
                widget=forms.HiddenInput,
                initial=due.rating.pk if due.rating else None,
                min_value=0,
                max_value=2**63 - 1,
            )

    def groups(self) -> Iterator[tuple[RatingOf, list, list[tuple[Due, forms.BoundField, forms.BoundField]]]]:
        """(of, the decision's three fields, [(due, its level field, its hidden field)]) in the order of the page."""
        for of in dict.fromkeys(due.of for due in self.found):
            decision = [self[f"{of}-{name}"] for name in ("number", "date", "scan")]
            names = [(due, f"{of}-{due.subject.pk}") for due in self.found if due.of == of]
            yield of, decision, [(due, self[name], self[f"{name}-seen"]) for due, name in names]

    def clean(self) -> dict:
        cleaned = super().clean()
        for due in self.found:
            if self._emptied(due):
                words = _("Kết quả đã ghi không xóa được. Nếu ghi nhầm, vui lòng chọn mức đúng theo văn bản.")
                self.add_error(f"{due.of}-{due.subject.pk}", words)
        for due in self.to_record():
            for name, words in (("number", _("Vui lòng nhập số văn bản.")), ("date", _("Vui lòng nhập ngày."))):
                field = f"{due.of}-{name}"
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, words)
        return cleaned

    def to_record(self) -> list[Due]:
        """Those whose level is new or other than before; where no level of a kind changed, a new paper is of them all.

        A paper that names one person says nothing about the others who stand on the same page.
        """
        levelled = [due for due in self.found if self._level(due)]
        differing = {due.key for due in levelled if self._differs(due)}
        touched = {of for of, _pk in differing}
        return [due for due in levelled if due.key in differing or (due.of not in touched and self._new_paper(due.of))]

    def told(self) -> list[Told]:
        cleaned = self.cleaned_data
        return [
            Told(
                due.of,
                due.subject,
                Level(self._level(due)),
                cleaned[f"{due.of}-number"],
                cleaned[f"{due.of}-date"],
                self._seen(due),
            )
            for due in self.to_record()
        ]

    def scans(self) -> dict[RatingOf, Checked]:
        """A scan is kept only with an entry that rests on it."""
        return {due.of: scan for due in self.to_record() if (scan := self.cleaned_data.get(f"{due.of}-scan"))}

    def _seen(self, due: Due) -> int | None:
        """The entry that stood when the page was opened, as the page's hidden field says."""
        return self.cleaned_data.get(f"{due.of}-{due.subject.pk}-seen")

    def _level(self, due: Due) -> str:
        return self.cleaned_data.get(f"{due.of}-{due.subject.pk}", "")

    def _emptied(self, due: Due) -> bool:
        """A level that stood on the page when it was opened, and was taken out."""
        stood = due.rating is not None and self._seen(due) == due.rating.pk
        return stood and not self._level(due) and f"{due.of}-{due.subject.pk}" not in self.errors

    def _differs(self, due: Due) -> bool:
        return due.rating is None or due.rating.level != self._level(due)

    def _new_paper(self, of: RatingOf) -> bool:
        return any(f"{of}-{name}" in self.changed_data for name in ("number", "date", "scan"))
