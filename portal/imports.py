"""A spreadsheet's way in: uploaded, looked at, confirmed. All or nothing; before the confirmation nothing changes."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import actions, audit, clock, files
from portal.models import SheetImport, StoredFile, User
from portal.rights import Conflict
from portal.sheets import kinds, preview, shown
from portal.sheets.preview import ADDED, CHANGED, LEFT, REFUSED, SAME, Preview

UNCONFIRMED = timedelta(days=7)  # how long an upload waits for its confirmation


class Changed(Conflict):
    """What was on the screen no longer holds."""


@transaction.atomic
def upload(kind: kinds.Kind, checked: files.Checked, *, asked: dict[str, str], by: User) -> SheetImport:
    stored = files.store(checked, by=by)
    return SheetImport.objects.create(kind=kind.key, file=stored, answers={"asked": asked, "given": {}}, by=by)


@transaction.atomic
def settle(sheet_import: SheetImport, given: dict[str, str]) -> None:
    """Keep what the officer chose; an import that was applied takes nothing more."""
    answers = sheet_import.answers | {"given": sheet_import.answers["given"] | given}
    if not SheetImport.objects.filter(pk=sheet_import.pk, applied_at=None).update(answers=answers):
        raise _already()


def look_at(sheet_import: SheetImport, *, by: User) -> Preview:
    kind = kinds.find(sheet_import.kind)
    with files.readable(sheet_import.file) as content:
        return preview.preview(kind, content, **_told(kind, sheet_import), by=by)


@transaction.atomic
def confirm(sheet_import: SheetImport, *, seen: str, by: User) -> dict[str, int]:
    """Write what was shown, looked at once more against the data as it is now. Raises `Changed`, `Conflict`."""
    kind = kinds.find(sheet_import.kind)
    list(SheetImport.objects.select_for_update().filter(kind=kind.key).values_list("pk"))  # one of a kind at a time
    if not SheetImport.objects.filter(pk=sheet_import.pk, applied_at=None).update(applied_at=clock.now()):
        raise _already()
    found = look_at(sheet_import, by=by)
    if found.mark != seen or not found.ready:
        raise Changed(
            _("Dữ liệu trên cổng hoặc các lựa chọn đã thay đổi sau khi xem trước."),
            instead=_("Chưa có gì được ghi. Vui lòng xem lại bản xem trước mới bên dưới rồi xác nhận."),
        )
    numbers = {row.number for row in found.rows if row.verdict in (ADDED, CHANGED)}
    try:
        with files.readable(sheet_import.file) as content:
            preview.apply(kind, content, numbers, **_told(kind, sheet_import), by=by)
    except (IntegrityError, actions.Stale) as error:
        raise Changed(
            _("Trong lúc ghi, có người vừa sửa cùng nội dung."),
            instead=_("Chưa có gì được ghi. Vui lòng xem lại bản xem trước mới bên dưới rồi xác nhận."),
        ) from error
    return _close(sheet_import, kind, found, by=by)


def _close(sheet_import: SheetImport, kind: kinds.Kind, found: Preview, *, by: User) -> dict[str, int]:
    counts = {verdict: len(found.of(verdict)) for verdict in (ADDED, CHANGED, SAME)}
    counts[LEFT] = len(found.of(LEFT)) + len(found.of(REFUSED))
    SheetImport.objects.filter(pk=sheet_import.pk).update(outcome=counts)
    told = {str(shown.WORDS[verdict]): str(count) for verdict, count in counts.items() if count}
    audit.record(
        sheet_import,
        _("Nhập từ Excel: %(what)s") % {"what": kind.title},
        by=by,
        after=told | {_("Tệp"): f"{sheet_import.file.name}, SHA-256 {sheet_import.file.sha256}"},
    )
    return counts


def _told(kind: kinds.Kind, sheet_import: SheetImport) -> dict:
    """What was told once for the file, cleaned anew, and the answers."""
    form = kind.asked(sheet_import.answers["asked"])
    del form.fields["file"]
    if not form.is_valid():
        raise Conflict(
            _("Thông tin ghi cho cả tệp không còn hợp lệ."),
            instead=_("Vui lòng tải tệp lên lại và nhập thông tin mới."),
        )
    return {"asked": form.cleaned_data, "given": sheet_import.answers["given"]}


def _already() -> Conflict:
    return Conflict(_("Tệp này đã được nhập trước đó."), instead=_("Vui lòng mở lại trang để xem kết quả."))


def sweep(now: datetime) -> int:
    """Uploads that nobody confirmed have changed nothing: after a week they go, with their files. Returns how many."""
    waiting = SheetImport.objects.filter(applied_at=None, uploaded_at__lt=now - UNCONFIRMED)
    return sum(_drop(each) for each in waiting.select_related("file"))


@transaction.atomic
def _drop(waiting: SheetImport) -> bool:
    deleted, _by_model = SheetImport.objects.filter(pk=waiting.pk, applied_at=None).delete()
    if deleted:
        path = files.path_of(waiting.file)
        StoredFile.objects.filter(pk=waiting.file_id).delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)
    return bool(deleted)
