"""A stored file on its way out: a download that a browser neither guesses at nor runs."""

import logging
from typing import BinaryIO

from django.http import FileResponse
from django.utils.translation import gettext as _

from portal.files.keeping import path_of, promote
from portal.models import StoredFile
from portal.rights import Conflict

logger = logging.getLogger(__name__)

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}


def readable(stored: StoredFile) -> BinaryIO:
    """Open for reading. Raises `Conflict` when it cannot be read: its row is there, that is for the administrator."""
    path = path_of(stored)
    if not path.exists():
        promote(path.with_name(f"{path.name}.part"))
    try:
        return path.open("rb")
    except OSError as error:
        logger.error("Stored file %s cannot be read: %s", stored.key, error.strerror)
        raise Conflict(
            _("Máy chủ chưa đọc được tệp này."),
            instead=_("Vui lòng thử lại sau ít phút; nếu vẫn vậy, báo Quản trị hệ thống."),
        ) from error


def serve(stored: StoredFile) -> FileResponse:
    """Call it after the check of rights."""
    response = FileResponse(readable(stored), as_attachment=True, filename=stored.name, content_type=TYPES[stored.kind])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
