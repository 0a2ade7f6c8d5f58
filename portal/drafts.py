"""A form that several people write into: what it looked like when it was opened travels with it.

That is the common ancestor when somebody else saved meanwhile. Where nobody touched this part of the thing, a save goes
on from the version that stands now; where somebody did, their words and those typed are joined for the reader to judge.
"""

import json
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from portal.merging import Merged, merge
from portal.words import Piece, compare

LONGEST = 40_000  # characters that are merged by word; above it both texts stand side by side


@dataclass(frozen=True)
class Difference:
    """One thing that two people wrote differently: what stands, what was typed, each beside what both had."""

    label: str
    now: str
    typed: str
    base: str | None = None
    merged: Merged | None = None

    @property
    def now_pieces(self) -> list[Piece]:
        return [Piece("same", self.now)] if self.base is None else compare(self.base, self.now)

    @property
    def typed_pieces(self) -> list[Piece]:
        return [Piece("same", self.typed)] if self.base is None else compare(self.base, self.typed)


def sheets_of(form: forms.BaseForm) -> list[forms.BaseFormSet]:
    """The rows that are typed beneath a form's own fields."""
    return getattr(form, "sheets", [])


def base_of(form: forms.BaseForm) -> str:
    """The form as it stands in the books, to be sent along with what is typed."""
    now = {name: _initially(form, name) for name in _names(form)}
    for sheet in sheets_of(form):
        now[sheet.prefix] = _rows(sheet, sheet.initial or [])
    return json.dumps(now, ensure_ascii=False)


def base_after(form: forms.BaseForm) -> str:
    """The same once it has been saved."""
    kept = {name: _written(form.fields[name], form.cleaned_data.get(name)) for name in _names(form)}
    for sheet in sheets_of(form):
        kept[sheet.prefix] = _rows(sheet, [each.cleaned_data for each in sheet.forms])
    return json.dumps(kept, ensure_ascii=False)


def follow(form: forms.BaseForm, posted: str) -> None:
    """If nobody has touched this part since it was opened, the save is of the version that stands now."""
    if posted and "version" in form.cleaned_data and _read(posted) == json.loads(base_of(form)):
        form.cleaned_data["version"] = form.instance.version


def join(form: forms.BaseForm, posted: str) -> list[Difference]:
    """What both wrote into a stale form; its data (a copy) become the proposal: their words and one's own, joined."""
    base, found = _read(posted), []
    for name in _names(form):
        now, typed = _initially(form, name), _written(form.fields[name], form.cleaned_data.get(name))
        if now == typed:
            continue
        told = _difference(form, name, base.get(name), now, typed)
        found.append(told)
        if base.get(name) == typed:
            form.data[form.add_prefix(name)] = now
        elif told.merged and base[name] != now:
            form.data[form.add_prefix(name)] = told.merged.text
    for sheet in sheets_of(form):
        now, typed = _rows(sheet, sheet.initial or []), _rows(sheet, [each.cleaned_data for each in sheet.forms])
        found += [Difference(str(sheet.label), now, typed, base.get(sheet.prefix))] if now != typed else []
    return found


def _difference(form: forms.BaseForm, name: str, base: str | None, now: str, typed: str) -> Difference:
    field = form.fields[name]
    label = form.label_of(name) if hasattr(form, "label_of") else str(field.label)
    lines = isinstance(field.widget, forms.Textarea)
    merged = merge(base, now, typed) if lines and base is not None and len(base + now + typed) <= LONGEST else None
    shown = [text if text is None else _shown(field, text) for text in (now, typed, base)]
    return Difference(label, *shown, merged)


def _read(posted: str) -> dict[str, str]:
    """What the page says it looked like. Made up, of another shape or longer than any field, it says nothing."""
    try:
        told = json.loads(posted)
        json.dumps(told, ensure_ascii=False).encode()  # half a surrogate pair can be told, and never be shown
    except (ValueError, RecursionError):
        return {}
    usable = isinstance(told, dict) and all(isinstance(each, str) and len(each) <= LONGEST for each in told.values())
    return told if usable else {}


def _names(form: forms.BaseForm) -> list[str]:
    """The fields that hold something to compare."""
    return [
        name
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField) and not field.widget.is_hidden
    ]


def _initially(form: forms.BaseForm, name: str) -> str:
    return _written(form.fields[name], form.get_initial_for_field(form.fields[name], name))


def _written(field: forms.Field, value) -> str:
    """A value as the page's field holds it."""
    if isinstance(field, forms.BooleanField):
        return "true" if value else "false"
    shown = field.widget.format_value(field.prepare_value(value))
    return ", ".join(shown) if isinstance(shown, list) else str(shown or "").replace("\r\n", "\n")


def _shown(field: forms.Field, text: str) -> str:
    """A choice by its words."""
    if isinstance(field, forms.BooleanField):
        return _("Có") if text == "true" else _("Không")
    for value, words in getattr(field, "choices", []):
        for key, label in words if isinstance(words, list | tuple) else [(value, words)]:
            if str(key) == text:
                return str(label)
    return text


def _rows(sheet: forms.BaseFormSet, rows: list[dict]) -> str:
    fields = sheet.empty_form.fields
    told = [[_written(field, row.get(name)) for name, field in fields.items()] for row in rows]
    return "\n".join(" | ".join(row) for row in told if any(row))
