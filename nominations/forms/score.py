"""The assessor's sheet: one mark and one reason a standard."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from criteria.models import Criterion, Mark
from criteria.numbers import shown, shown_exactly
from nominations.queries.proofs import Standard
from portal.fields import NumberField, TextField


@dataclass(frozen=True)
class Line:
    """One standard on the sheet with its two fields, or without them where it does not apply."""

    standard: Standard
    mark: forms.BoundField | None
    reason: forms.BoundField | None
    scale: str = ""  # how far the stored mark reaches, in hundredths of the bar
    tick: str = ""  # where the floor stands
    is_below: bool = False
    is_open: bool = False  # the reason stands open


class SheetForm(forms.Form):
    """`mark-<criterion pk>` and `reason-<criterion pk>`; a field that was not sent stays as it is stored."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, standards: list[Standard], marks: dict[int, Mark], floors: dict[int, Decimal], **kwargs):
        super().__init__(*args, **kwargs)
        self.standards, self.marks, self.floors = standards, marks, floors
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

    @property
    def to_mark(self) -> list[Standard]:
        return [standard for standard in self.standards if not standard.set_aside]

    def clean(self) -> dict:
        cleaned = super().clean()
        for standard in self.to_mark:
            mark, reason = self.typed(standard.criterion, cleaned)
            floor = self.floors[standard.criterion.pk]
            name = f"reason-{standard.criterion.pk}"
            if mark is not None and mark < floor and not reason and name not in self.errors:
                self.add_error(
                    name,
                    _("Điểm dưới mức đạt (%(floor)s) nên cần ghi lý do.") % {"floor": shown_exactly(floor)},
                )
        return cleaned

    def typed(self, row: Criterion, cleaned: dict) -> tuple[Decimal | None, str]:
        """What the sheet would hold: what was sent, else what is stored."""
        stored = self.marks.get(row.pk)
        mark, reason = (stored.points, stored.reason) if stored else (None, "")
        if self.add_prefix(f"mark-{row.pk}") in self.data:
            mark = cleaned.get(f"mark-{row.pk}")
        if self.add_prefix(f"reason-{row.pk}") in self.data:
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

    def differences(self) -> list[tuple[str, str, str]]:
        """[(label, what is stored now, what was just typed)], for a save that came too late."""
        found = []
        for standard in self.to_mark:
            row, stored = standard.criterion, self.marks.get(standard.criterion.pk)
            mark, reason = self.typed(row, self.cleaned_data)
            now = _said(stored.points, stored.reason) if stored else ""
            typed = _said(mark, reason)
            if now != typed:
                found.append((row.label, now, typed))
        return found

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
                is_below=below,
                is_open=below or bool(reason.errors) or bool(reason.value()),
            )


def _hundredths(part: Decimal, whole: Decimal) -> str:
    return str(round(100 * part / whole, 1))


def _said(mark: Decimal | None, reason: str) -> str:
    if mark is None:
        return ""
    return f"{shown(mark, 1)} – {reason}" if reason else shown(mark, 1)
