"""Kept whole or not at all: a part first, under its name once the transaction commits."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.files.checking import Checked
from portal.models import StoredFile, User
from portal.rights import Conflict

GRACE = timedelta(hours=1)


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
        key=key,
        name=checked.name,
        kind=checked.kind,
        size=checked.upload.size,
        sha256=digest.hexdigest(),
        sent_sha256=checked.sent_sha256,
        by=by,
    )
    transaction.on_commit(lambda: promote(part), robust=True)
    return stored


def promote(part: Path) -> None:
    """Under its name. It may be there already: the sweeper came first."""
    with suppress(FileNotFoundError):
        part.replace(part.with_suffix(""))


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
