"""Files that people send: checked by content, kept under a generated name, served only as a download.

Written first under a temporary name, promoted when the transaction commits; `sweep` finishes what a crash left
between the two. Nobody reads a file by its address: a view checks the right and calls `serve`.
"""

import hashlib
import logging
import os
import re
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import filetype
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image

from portal.fields import REQUIRED
from portal.models import StoredFile, User
from portal.rights import Conflict
from portal.text import clean

logger = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 100 * 1024 * 1024, 100, 2000
GRACE = timedelta(hours=1)

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_OFFICE_PART = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_CONTENT_TYPES, _MAX_CONTENT_TYPES = "[Content_Types].xml", 1024 * 1024
_MACRO_PART = re.compile(r"vbaproject\.bin$|(^|/)macrosheets/", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject|macrosheet|&#", re.IGNORECASE)  # nor one written in disguise
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file of Windows may be called so
_TAIL = 65_557  # the farthest from the end at which a zip's directory may be announced


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept: what it is by its content, what it may be called."""

    upload: UploadedFile
    kind: str
    name: str


# -- check ----------------------------------------------------------------------------------------------------


def check(upload: UploadedFile) -> Checked:
    """Raises ValidationError with a sentence that says what to do."""
    if not upload.size:
        raise ValidationError(_("Tệp này trống. Vui lòng chọn lại."), "empty")
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "too_big")
    kind = _kind(upload)
    upload.seek(0)
    return Checked(upload, kind, _shown_name(upload.name, kind))


def _kind(upload: BinaryIO) -> str:
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(-min(_TAIL, upload.size), os.SEEK_END)
    tail = upload.read()
    guess = filetype.guess(head)
    kind = guess.extension if guess else ""
    zipped = head.startswith(b"PK\x03\x04")
    if (not zipped and b"PK\x05\x06" in tail) or _also_pdf(upload, kind, head):
        raise ValidationError(_("Tệp này chứa hai loại nội dung. Vui lòng lưu lại thành tệp mới rồi chọn lại."), "two")
    if zipped:
        return _office_kind(upload)
    if kind in ("jpg", "png"):
        return _picture_kind(upload, kind)
    if kind == "pdf" and head.startswith(b"%PDF-") and b"%%EOF" in tail:
        return kind
    raise _not_taken()


def _also_pdf(upload: BinaryIO, kind: str, head: bytes) -> bool:
    """Readers look for a PDF in the first 1024 bytes, some in all of it; in a picture it has no business anywhere."""
    if kind in ("jpg", "png"):
        upload.seek(0)
        return b"%PDF-" in upload.read()
    return kind != "pdf" and b"%PDF-" in head


def _not_taken() -> ValidationError:
    return ValidationError(
        _("Không nhận loại tệp này. Vui lòng chọn tệp PDF, Word (.docx), Excel (.xlsx) hoặc ảnh JPEG, PNG."), "kind"
    )


def _office_kind(upload: BinaryIO) -> str:
    """What is declared is looked at before anything is unpacked; then only the list of what each part is."""
    try:
        upload.seek(0)
        archive = zipfile.ZipFile(upload)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _not_taken() from error
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise ValidationError(_("Tệp này nén quá nhiều nội dung. Vui lòng lưu lại thành tệp nhỏ hơn."), "bomb")
    names = {part.filename for part in parts}
    kinds = {kind for part, kind in _OFFICE_PART.items() if part in names}
    if _CONTENT_TYPES not in names or len(kinds) != 1 or len(names) != len(parts):
        raise _not_taken()
    if any(map(_MACRO_PART.search, names)) or _MACRO_TYPE.search(_content_types(archive)):
        raise ValidationError(
            _("Tệp này có chứa macro. Vui lòng lưu lại thành .docx hoặc .xlsx rồi chọn lại."), "macro"
        )
    return kinds.pop()


def _content_types(archive: zipfile.ZipFile) -> bytes:
    """What the parts are, as UTF-8, whatever they are called."""
    try:
        with archive.open(_CONTENT_TYPES) as part:
            types = part.read(_MAX_CONTENT_TYPES + 1)
        types.decode("utf-8-sig")
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise _not_taken() from error
    if len(types) > _MAX_CONTENT_TYPES or b"\0" in types:
        raise _not_taken()
    return types


def _picture_kind(upload: BinaryIO, kind: str) -> str:
    try:
        upload.seek(0)
        with Image.open(upload, formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("Ảnh quá lớn. Vui lòng chọn ảnh dưới 50 triệu điểm ảnh."), "pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("Không đọc được ảnh này. Vui lòng chụp hoặc lưu lại rồi chọn lại."), "broken"
        ) from error
    return kind


def _shown_name(name: str, kind: str) -> str:
    """Without folders, leading dots and odd signs, with the ending of what it really is."""
    last = re.split(r"[/\\]", clean(name or ""))[-1]
    stem = re.sub(r'[<>:"|?*;]', " ", last).rstrip(" .")
    stem = re.sub(r"\.(pdf|docx?|xlsx?|jpe?g|png)$", "", stem, flags=re.IGNORECASE)
    stem = clean(stem)[:100].strip(" .") or "tep"
    return f"tep-{stem}.{kind}" if _DEVICE.fullmatch(stem) else f"{stem}.{kind}"


class UploadField(forms.FileField):
    """A file of a form; its cleaned value is `Checked`."""

    default_error_messages = {"required": REQUIRED, "empty": REQUIRED, "missing": REQUIRED, "invalid": REQUIRED}  # noqa: RUF012
    widget = forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"})

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("PDF, Word, Excel hoặc ảnh JPEG, PNG; không quá 10 MB."))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None) -> Checked | None:
        upload = super().clean(data, initial)
        return check(upload) if upload else None


# -- store, serve, sweep --------------------------------------------------------------------------------------


def folder() -> Path:
    return settings.PORTAL_DATA_DIR / "files"


def path_of(stored: StoredFile) -> Path:
    return folder() / stored.key[:2] / stored.key


def store(checked: Checked, *, by: User) -> StoredFile:
    """The row now, the file under its name once the transaction commits. Raises `Conflict` when the disk is full."""
    key = f"{uuid.uuid4().hex}.{checked.kind}"
    part = folder() / key[:2] / f"{key}.part"
    digest = hashlib.sha256()
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            for chunk in checked.upload.chunks():
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Conflict(
            _("Máy chủ chưa ghi được tệp nên nội dung chưa được lưu."),
            instead=_("Vui lòng thử lại sau ít phút; nếu vẫn vậy, báo Quản trị hệ thống."),
        ) from error
    stored = StoredFile.objects.create(
        key=key, name=checked.name, kind=checked.kind, size=checked.upload.size, sha256=digest.hexdigest(), by=by
    )
    transaction.on_commit(lambda: _promote(part), robust=True)
    return stored


def _promote(part: Path) -> None:
    """Under its name. It may be there already: the sweeper came first."""
    with suppress(FileNotFoundError):
        part.replace(part.with_suffix(""))


def serve(stored: StoredFile) -> FileResponse:
    """As a download that a browser neither guesses at nor runs. Call it after the check of rights.

    Raises `Conflict` when the file cannot be read: its row is there, so that is for the administrator to mend.
    """
    path = path_of(stored)
    if not path.exists():
        _promote(path.with_name(f"{path.name}.part"))
    try:
        content = path.open("rb")
    except OSError as error:
        logger.error("Stored file %s cannot be read: %s", stored.key, error.strerror)
        raise Conflict(
            _("Máy chủ chưa đọc được tệp này."),
            instead=_("Vui lòng thử lại sau ít phút; nếu vẫn vậy, báo Quản trị hệ thống."),
        ) from error
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=TYPES[stored.kind])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def sweep(now: datetime) -> tuple[int, int]:
    """Finish what a crash left: parts whose row is there are promoted, others older than the grace period removed.

    `now` by the real clock, as the disk's times are. Returns (promoted, removed).
    """
    promoted = removed = 0
    for part in _parts():
        with suppress(FileNotFoundError):  # its own transaction has just promoted it
            age = now.timestamp() - part.stat().st_mtime
            if StoredFile.objects.filter(key=part.stem).exists():
                part.replace(part.with_suffix(""))
                promoted += 1
            elif age > GRACE.total_seconds():
                part.unlink()
                removed += 1
    return promoted, removed


def _parts() -> Iterator[Path]:
    yield from sorted(folder().glob("*/*.part"))
