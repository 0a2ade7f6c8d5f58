"""The forms and titles that may be given: kept with their dates, never deleted; the starting table is loaded once."""

import tomllib
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal import actions
from portal.models import Revision, User
from portal.rights import Conflict
from recognition.models import AwardForm

FILE = Path(settings.BASE_DIR) / "recognition" / "award_forms.toml"
FIXED = ("name", "kind", "level")  # what an award that names the form rests on


@transaction.atomic
def keep(form: AwardForm, *, by: User, version: int | None) -> None:
    """A form that awards name keeps its name, kind and level: what was given under it stays what it was."""
    if form.pk and form.awards.exists():
        stored = AwardForm.objects.get(pk=form.pk)
        if any(getattr(stored, name) != getattr(form, name) for name in FIXED):
            raise Conflict(
                _("“%(form)s” đã được đề nghị hoặc đã khen nên tên, loại và cấp không sửa được.") % {"form": stored},
                instead=_("Vui lòng kết thúc hình thức này và thêm hình thức mới."),
            )
    act = _("Sửa hình thức khen thưởng") if form.pk else _("Thêm hình thức khen thưởng")
    actions.keep(form, by=by, act=act, version=version)


@transaction.atomic
def end(form: AwardForm, *, by: User, version: int) -> None:
    actions.keep(form, by=by, act=_("Ghi ngày hết hiệu lực"), version=version)


@transaction.atomic
def load() -> int:
    """The starting table; how many rows changed. What a person has saved since is the office's and stays."""
    known = {form.key: form for form in AwardForm.objects.exclude(key="")}
    changed = 0
    for place, (key, told) in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8")).items(), 1):
        form = known.get(key) or AwardForm(key=key)
        if form.pk and Revision.objects.of(form).filter(by_id__isnull=False).exists():
            continue
        before = form.version if form.pk else 0
        for name, value in _fields(told, place).items():
            setattr(form, name, value)
        actions.keep(form, by=None, act=_("Nạp hình thức khen thưởng"), version=form.version)
        changed += form.version != before
    return changed


def _fields(told: dict, place: int) -> dict:
    fields = told | {"order": place * 10, "valid_from": told.get("valid_from", date(2024, 1, 1))}
    if fields.pop("to_be_checked", False):
        doubt = _("cần đối chiếu quy định hiện hành trước khi dùng")
        fields["legal_basis"] = f"{fields['legal_basis']}; {doubt}" if fields.get("legal_basis") else doubt.capitalize()
    return {"for_collectives": False, "for_individuals": False} | fields
