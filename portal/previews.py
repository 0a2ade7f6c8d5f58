"""PDF and pictures as page images: made once, by a process of their own, and kept beside the files.

`previews/<key of the file>/` holds `pages` (how many there are, or why none) and `<n>.jpg`. All of it can be made
again: what cannot be written is only shown, and what no longer belongs to a file is swept.
"""

import logging
import shutil
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from portal.decoding import Undecodable, decode
from portal.files import GRACE, readable
from portal.models import StoredFile
from portal.rights import Conflict

logger = logging.getLogger(__name__)

MOST = 200  # pages that are shown; the rest is in the download
_OF_PICTURES = ("jpg", "png")
_SHOWN = ("pdf", *_OF_PICTURES)


@dataclass(frozen=True)
class Pages:
    """How many pages there are; how many of them can be looked at; or why none."""

    count: int = 0
    why_not: str = ""

    @property
    def shown(self) -> int:
        return min(self.count, MOST)


def folder() -> Path:
    return settings.PORTAL_DATA_DIR / "previews"


def pages_of(stored: StoredFile) -> Pages:
    if stored.kind not in _SHOWN:
        return Pages(why_not=_("Tệp Word, Excel không xem trước trên trang; vui lòng tải về để mở."))
    if stored.kind in _OF_PICTURES:
        return Pages(1)
    told = _kept(stored, "pages", _counted).decode()
    return Pages(int(told)) if told.isdecimal() else Pages(why_not=_words(told))


def _counted(content: bytes) -> bytes:
    """What is refused today is refused tomorrow: that is kept too. After a crash it may be tried again once swept."""
    try:
        return decode("page_count", content)
    except Undecodable as refused:
        return refused.why.encode() if refused.told else b""


def page_of(stored: StoredFile, number: int) -> bytes:
    """One page as JPEG. 404 where there is none; `Conflict` with a sentence where it cannot be drawn."""
    pages = pages_of(stored)
    if not 1 <= number <= pages.shown:
        raise Http404
    job = "pdf_page" if stored.kind == "pdf" else "picture_page"
    drawn = _kept(stored, f"{number}.jpg", lambda content: _drawn(job, content, number))
    if not drawn:
        raise Conflict(_("Trang này của tệp không xem trước được."), instead=_("Vui lòng tải tệp về để xem."))
    return drawn


def _drawn(job: str, content: bytes, number: int) -> bytes:
    """Nothing, where it cannot be drawn: an empty file keeps that until it is swept."""
    try:
        return decode(job, content, number)
    except Undecodable as refused:
        logger.warning("A page was not drawn: %s", refused.why)
        return b""


def _kept(stored: StoredFile, name: str, make) -> bytes:
    """What was made before, else made now and kept. A full disk costs only the keeping."""
    path = folder() / stored.key / name
    with suppress(OSError):
        return path.read_bytes()
    with readable(stored) as file:
        made = make(file.read())
    part = path.with_name(f"{name}.{uuid.uuid4().hex}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made)
        part.replace(path)
    except OSError as error:
        logger.error("A preview was not kept: %s", error.strerror)
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return made


def _words(why: str) -> str:
    if why == "locked":
        return _("Tệp PDF này đặt mật khẩu nên không xem trước được. Nên thay bằng tệp không đặt mật khẩu.")
    return _("Không dựng được trang xem trước của tệp này. Vui lòng tải về để xem.")


def serve_page(stored: StoredFile, number: int) -> HttpResponse:
    """Call it after the check of rights."""
    response = HttpResponse(page_of(stored, number), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def sweep(now: datetime) -> int:
    """What a crash left, what could not be drawn (it may be tried again), and what belongs to no file. How many."""
    removed = 0
    for path in strays():
        shutil.rmtree(path, ignore_errors=True)
        removed += 1
    for path in folder().glob("*/*"):
        with suppress(FileNotFoundError):
            told = path.stat()
            left = path.suffix == ".part" or not told.st_size
            if left and now.timestamp() - told.st_mtime > GRACE.total_seconds():
                path.unlink()
                removed += 1
    return removed


def strays() -> list[Path]:
    """Folders of files that are not in the books."""
    known = set(StoredFile.objects.values_list("key", flat=True))
    return [path for path in sorted(folder().glob("*")) if path.name not in known]
