"""The assessor's sheet: one mark and one reason a standard; before the first, whether one stands too near."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion, Mark, Sheet
from criteria.numbers import shown, shown_exactly
from criteria.vocabulary import Declared
from nominations.queries.proofs import Standard
from portal.fields import CHOOSE, NumberField, TextField
from portal.forms.kept import version_field


@dataclass(frozen=True)
class Line:
    """One standard on the sheet with its two fields, or without them where it does not apply."""

    standard: Standard
    mark: forms.BoundField | None
    reason: forms.BoundField | None
    scale: str = ""  # how far the stored mark reaches, in hundredths of the bar
    tick: str = ""  # where the floor stands
    floor: Decimal = Decimal(0)
    is_below: bool = False
    is_open: bool = False  # the reason stands open


class SheetForm(forms.Form):
    """`mark-<criterion pk>` and `reason-<criterion pk>`; a field that was not sent stays as it is stored.

    It has the fields of one section of the sheet (a group of standards), and of whatever else was sent.
    """

    version = version_field()

    def __init__(
        self,
        data=None,
        *,
        instance: Sheet,
        section: int,
        standards: list[Standard],
        marks: dict[int, Mark],
        floors: dict[int, Decimal],
    ):
        super().__init__(data, initial={"version": instance.version})
        self.instance, self.section = instance, section
        self.all_standards, self.marks, self.floors = standards, marks, floors
        self.standards = [each for each in standards if self._is_here(each)]
        for standard in self.to_mark:
            row, stored = standard.criterion, marks.get(standard.criterion.pk)
            self.fields[f"mark-{row.pk}"] = NumberField(
                label=row.label, high=row.points, places=1, required=False, initial=stored.points if stored else None
            )
            self.fields[f"reason-{row.pk}"] = TextField(
                label=_("Lý do"),
                lines=True,
                required=False,
                max_length=1000,
                initial=stored.reason if stored else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _is_here(self, standard: Standard) -> bool:
        pk = standard.criterion.pk
        return standard.section.pk == self.section or f"mark-{pk}" in self.data or f"reason-{pk}" in self.data

    @property
    def to_mark(self) -> list[Standard]:
        return [standard for standard in self.standards if not standard.set_aside]

    def label_of(self, name: str) -> str:
        """Of a field, by its standard."""
        label = self.fields[f"mark-{name.split('-')[1]}"].label
        return _("%(label)s, lý do") % {"label": label} if name.startswith("reason") else label

    def clean(self) -> dict:
        cleaned = super().clean()
        for standard in self.to_mark:
            pk = standard.criterion.pk
            if cleaned.get(f"mark-{pk}") is not None:
                cleaned[f"mark-{pk}"] = cleaned[f"mark-{pk}"].quantize(Decimal("0.1"))
            mark, reason = self.typed(standard.criterion, cleaned)
            floor = self.floors[pk]
            if mark is not None and mark < floor and not reason and f"reason-{pk}" not in self.errors:
                self.add_error(
                    f"reason-{pk}",
                    _("Điểm dưới mức đạt (%(floor)s) nên cần ghi lý do.") % {"floor": shown_exactly(floor)},
                )
        return cleaned

    def typed(self, row: Criterion, cleaned: dict) -> tuple[Decimal | None, str]:
        """What the sheet would hold: what was sent, else what is stored."""
        stored = self.marks.get(row.pk)
        mark, reason = (stored.points, stored.reason) if stored else (None, "")
        if f"mark-{row.pk}" in self.data:
            mark = cleaned.get(f"mark-{row.pk}")
        if f"reason-{row.pk}" in self.data:
            reason = cleaned.get(f"reason-{row.pk}", "")
        return mark, reason

    def changed_marks(self) -> dict[str, tuple[Decimal | None, str]]:
        """{criterion code: (mark, reason)} of what differs from what is stored."""
        changed = {}
        for standard in self.to_mark:
            row, stored = standard.criterion, self.marks.get(standard.criterion.pk)
            mark, reason = self.typed(row, self.cleaned_data)
            if (mark, reason if mark is not None else "") != ((stored.points, stored.reason) if stored else (None, "")):
                changed[row.code] = (mark, reason)
        return changed

    def rows(self, _current: Sheet) -> tuple[dict[str, str], dict[str, str]]:
        """({label: stored}, {label: typed}) in words, of a save that came too late."""
        stored = {each.criterion.label: _said(self.marks.get(each.criterion.pk)) for each in self.to_mark}
        typed = {each.criterion.label: _words(*self.typed(each.criterion, self.cleaned_data)) for each in self.to_mark}
        return stored, typed

    def lines(self) -> Iterator[Line]:
        for standard in self.standards:
            pk = standard.criterion.pk
            if standard.set_aside:
                yield Line(standard, None, None)
                continue
            mark, reason, stored = self[f"mark-{pk}"], self[f"reason-{pk}"], self.marks.get(pk)
            floor, points = self.floors[pk], standard.criterion.points
            below = stored is not None and stored.points < floor
            yield Line(
                standard,
                mark,
                reason,
                scale=_hundredths(stored.points, points) if stored else "0",
                tick=_hundredths(floor, points),
                floor=floor,
                is_below=below,
                is_open=below or bool(reason.errors) or bool(reason.value()),
            )


def _hundredths(part: Decimal, whole: Decimal) -> str:
    return str(round(100 * part / whole, 1))


def _said(mark: Mark | None) -> str:
    return _words(mark.points, mark.reason) if mark else ""


def _words(mark: Decimal | None, reason: str) -> str:
    if mark is None:
        return ""
    return f"{shown(mark, 1)} – {reason}" if reason else shown(mark, 1)


class DeclareForm(forms.Form):
    """Two answers, each to be said; the second with a word why."""

    declared = forms.ChoiceField(
        label=gettext_lazy("Lời khai"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = TextField(
        label=gettext_lazy("Xung đột thế nào"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ghi khi có xung đột, ví dụ: là vợ, chồng, người hướng dẫn của người được đề nghị."),
    )

    def __init__(self, *args, sheet: Sheet, **kwargs):
        super().__init__(*args, **kwargs)
        some = (Declared.SOME.value, _("Có xung đột lợi ích, đề nghị Phòng phân công thành viên khác"))
        none = (Declared.NONE.value, _("Không có xung đột lợi ích với hồ sơ này"))
        self.fields["declared"].choices = [some] if sheet.declared else [none, some]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("declared") == Declared.SOME and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Vui lòng ghi xung đột thế nào để Phòng phân công lại."))
        return cleaned
