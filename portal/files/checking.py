"""What an upload is, by its content; what it may be called. Pictures are made anew before they are kept."""

import hashlib
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal import pictures
from portal.text import clean

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 100 * 1024 * 1024, 100, 2000
PICTURES = ("jpg", "png", "apng", "heic")  # the third one moves, and is told so
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")

_OFFICE_PART = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_CONTENT_TYPES, _MAX_CONTENT_TYPES = "[Content_Types].xml", 1024 * 1024
_MACRO_PART = re.compile(r"vbaproject\.bin$|(^|/)macrosheets/", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject|macrosheet|&#", re.IGNORECASE)  # nor one written in disguise
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file of Windows may be called so
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # as Word and Excel pack; the others fail in ways of their own
_TAIL = 65_557  # the farthest from the end at which a zip's directory may be announced


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept: what it is by its content, what it may be called.

    `sent_sha256`: of the bytes that were sent, which for a picture are not those that are kept.
    """

    upload: File
    kind: str
    name: str
    sent_sha256: str


def check(upload: UploadedFile) -> Checked:
    """Raises ValidationError with a sentence that says what to do."""
    if not upload.size:
        raise ValidationError(_("Tệp này trống. Vui lòng chọn lại."), "empty")
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "too_big")
    kind = _kind(upload)
    upload.seek(0)
    sent = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    if kind not in PICTURES:
        return Checked(upload, kind, _shown_name(upload.name, kind), sent)
    made, content = pictures.made_anew(upload.read())
    return Checked(ContentFile(content), made, _shown_name(upload.name, made), sent)


def _kind(upload: BinaryIO) -> str:
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(-min(_TAIL, upload.size), os.SEEK_END)
    tail = upload.read()
    guess = filetype.guess(head)
    kind = "heic" if head[4:12] in _HEIC else guess.extension if guess else ""
    zipped = head.startswith(b"PK\x03\x04")
    if (not zipped and b"PK\x05\x06" in tail) or _also_pdf(upload, kind, head):
        raise ValidationError(_("Tệp này chứa hai loại nội dung. Vui lòng lưu lại thành tệp mới rồi chọn lại."), "two")
    if zipped:
        return _office_kind(upload)
    if kind in PICTURES or (kind == "pdf" and head.startswith(b"%PDF-") and b"%%EOF" in tail):
        return kind
    raise _not_taken()


def _also_pdf(upload: BinaryIO, kind: str, head: bytes) -> bool:
    """Readers look for a PDF in the first 1024 bytes, some in all of it; in a picture it has no business anywhere."""
    if kind in PICTURES:
        upload.seek(0)
        return b"%PDF-" in upload.read()
    return kind != "pdf" and b"%PDF-" in head


def _not_taken() -> ValidationError:
    return ValidationError(
        _("Không nhận loại tệp này. Vui lòng chọn tệp PDF, Word (.docx), Excel (.xlsx) hoặc ảnh JPEG, PNG, HEIC."),
        "kind",
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
    if any(part.compress_type not in _PACKED for part in parts):
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


def _shown_name(name: str, kind: str) -> str:
    """Without folders, leading dots and odd signs, with the ending of what it really is."""
    last = re.split(r"[/\\]", clean(name or ""))[-1]
    stem = re.sub(r'[<>:"|?*;]', " ", last).rstrip(" .")
    stem = re.sub(r"\.(pdf|docx?|xlsx?|jpe?g|png|hei[cf])$", "", stem, flags=re.IGNORECASE)
    stem = clean(stem)[:100].strip(" .") or "tep"
    return f"tep-{stem}.{kind}" if _DEVICE.fullmatch(stem) else f"{stem}.{kind}"
