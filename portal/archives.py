"""Word and Excel files are zips that carry the moment of writing: one made again must be the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_CORE = "docProps/core.xml"


def at_moment(raw: BytesIO, moment: datetime, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Each part of the zip gets the moment; `replaced`: {part: what it says instead}."""
    out = BytesIO()
    with ZipFile(raw) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = (replaced or {}).get(part.filename) or source.read(part.filename)
            target.writestr(ZipInfo(part.filename, moment.timetuple()[:6]), data, ZIP_DEFLATED)
    return out.getvalue()


def book_at(book: Workbook, moment: datetime) -> bytes:
    """openpyxl writes "modified now" into the properties, whatever they say: that moment is replaced too."""
    raw = BytesIO()
    book.save(raw)
    with ZipFile(raw) as source:
        core = source.read(_CORE)
    begin, end = core.index(b"<dcterms:modified"), core.index(b"</dcterms:modified>")
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return at_moment(raw, moment, {_CORE: core[: core.index(b">", begin) + 1] + stamp + core[end:]})
