"""Files that people send: what they are decides, not what they are called; kept whole or not at all."""

import errno
import hashlib
import os
import resource
import struct
import time
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from portal import files
from portal.files import MAX_BYTES, Checked, keeping
from portal.models import Person, StoredFile, User
from portal.rights import Conflict

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 2000
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def check(content: bytes, name: str = "minh-chung.pdf") -> Checked:
    return files.check(SimpleUploadedFile(name, content))


def refusal(content: bytes, name: str = "minh-chung.pdf") -> str:
    """The code of the refusal; its sentence is checked to be one."""
    with pytest.raises(ValidationError) as refused:
        check(content, name)
    (sentence,) = refused.value.messages
    assert sentence.startswith(("Tệp", "Không", "Ảnh"))
    assert "Vui lòng" in sentence
    return refused.value.code


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, kind)
    return out.getvalue()


def zipped(parts: dict[str, bytes | str], **more) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(types: str = DOCX_TYPE, **parts: bytes) -> bytes:
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    return zipped({"[Content_Types].xml": TYPES.format(types), "word/document.xml": "<w:document/>"} | named)


def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    book.active["A1"] = "Danh sách ủng hộ"
    book.save(out)
    return out.getvalue()


# -- what is taken --------------------------------------------------------------------------------------------

TAKEN = {"pdf": PDF, "docx": docx(), "xlsx": xlsx(), "jpg": picture("JPEG"), "png": picture("PNG")}


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize("called", ["bao-cao.pdf", "bao-cao", "bao-cao.PNG", "bao-cao.docx"])
def test_the_content_says_what_it_is_whatever_it_is_called(kind, called):
    checked = check(TAKEN[kind], called)
    assert (checked.kind, checked.name) == (kind, f"bao-cao.{kind}")


def test_a_large_file_that_waits_on_disk_is_checked_alike():
    upload = TemporaryUploadedFile("bao-cao.pdf", "application/pdf", len(PDF), "utf-8")
    upload.write(PDF)
    assert files.check(upload).kind == "pdf"


@pytest.mark.parametrize(("size", "taken"), [(MAX_BYTES - 1, True), (MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_the_limit_to_the_byte(size, taken):
    content = PDF[:-7] + b" " * (size - len(PDF)) + PDF[-7:]
    assert len(content) == size
    if taken:
        assert check(content).upload.size == size
    else:
        assert refusal(content) == "too_big"


def test_the_limit_is_ten_mebibytes():
    assert MAX_BYTES == 10 * 1024 * 1024


# -- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="0 bytes"),
        pytest.param(b"x", "kind", id="1 byte"),
        pytest.param(EXE, "kind", id="executable"),
        pytest.param(b"\x7fELF" + b"\0" * 2000, "kind", id="executable of Linux"),
        pytest.param(b"#!/bin/sh\nrm -rf /\n", "kind", id="shell script"),
        pytest.param(SVG, "kind", id="SVG with script"),
        pytest.param(b"<html><script>alert(1)</script></html>", "kind", id="HTML"),
        pytest.param("Báo cáo thành tích".encode(), "kind", id="plain text"),
        pytest.param(b"GIF89a" + b"\0" * 100, "kind", id="GIF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "kind", id="old or encrypted Office"),
        pytest.param(b"Rar!\x1a\x07\x00" + b"\0" * 100, "kind", id="RAR"),
        pytest.param(PDF.replace(b"%%EOF", b""), "kind", id="truncated PDF"),
        pytest.param(zipped({"a.txt": "x"}), "kind", id="any zip"),
        pytest.param(zipped({"xl/workbook.xml": "x"}), "kind", id="no content types"),
        pytest.param(docx(xl__workbook_xml=b"").replace(b"workbook_xml", b"workbook.xml"), "kind", id="Word and Excel"),
        pytest.param(docx()[:-30], "kind", id="truncated zip"),
        pytest.param(docx()[:60], "kind", id="only the beginning of a zip"),
        pytest.param(picture("PNG")[:60], "broken", id="truncated PNG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "broken", id="PNG in name alone"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 100, "broken", id="JPEG in name alone"),
    ],
)
def test_what_the_name_promises_does_not_count(content, code):
    for name in ("bao-cao.pdf", "bao-cao.docx", "bao-cao.jpg"):
        assert refusal(content, name) == code


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PDF + docx(), id="PDF, then a zip"),
        pytest.param(PDF + docx() + b"%%EOF", id="zip inside a PDF"),
        pytest.param(picture("PNG") + zipped({"a.exe": EXE}), id="PNG, then a zip"),
        pytest.param(picture("JPEG") + docx(), id="JPEG, then a zip"),
        pytest.param(picture("PNG") + PDF, id="PNG, then a PDF"),
        pytest.param(picture("PNG") + b"\0" * 5000 + PDF, id="PNG, then a PDF far behind"),
        pytest.param(
            picture("JPEG")[:2] + b"\xff\xfe\x00\x30" + PDF + picture("JPEG")[2:], id="PDF in a JPEG's comment"
        ),
        pytest.param(b"PK\x03\x04" + PDF + docx(), id="zip with a PDF at its head"),
        pytest.param(b"GIF89a" + PDF, id="GIF, then a PDF"),
        pytest.param(EXE + docx(), id="executable that unpacks itself"),
        pytest.param(b"<html>" + docx(), id="HTML, then a zip"),
    ],
)
def test_two_kinds_at_once(content):
    assert refusal(content) in ("two", "kind")
    assert refusal(content, "bao-cao.docx") in ("two", "kind")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(docx(DOCM_TYPE, word__vbaProject_bin=b"x"), id="docm called docx"),
        pytest.param(docx(DOCM_TYPE), id="macro-enabled, its part gone"),
        pytest.param(docx("application/vnd.ms-office.vbaProject"), id="macros under another name"),
        pytest.param(docx(DOCM_TYPE.replace("E", "&#69;")), id="macro-enabled in disguise"),
        pytest.param(docx("application/vnd.ms-excel.macrosheet+xml"), id="macro sheet"),
    ],
)
def test_macros_are_refused_whatever_they_are_called(content):
    assert refusal(content.replace(b"vbaProject_bin", b"vbaProject.bin"), "bao-cao.docx") == "macro"


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_a_part_of_macros_is_refused(part):
    parts = {"[Content_Types].xml": TYPES.format(DOCX_TYPE), "word/document.xml": "", part: "x"}
    assert refusal(zipped(parts), "bao-cao.docx") == "macro"


@pytest.mark.parametrize(
    "types",
    [
        pytest.param(TYPES.format(DOCM_TYPE).encode("utf-16"), id="UTF-16"),
        pytest.param(TYPES.format(DOCM_TYPE).encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(b"\xff\xfe\xfd", id="no text"),
        pytest.param(os.urandom(700_000).hex().encode(), id="far too long"),
    ],
)
def test_a_list_of_parts_that_cannot_be_read_is_no_office_file(types):
    assert refusal(zipped({"[Content_Types].xml": types, "word/document.xml": ""})) == "kind"


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_as_office_never_packs_is_no_office_file(packing):
    """What it fails with, once it is damaged, is packed's own."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(DOCX_TYPE))
        archive.writestr("word/document.xml", "")
    content = bytearray(out.getvalue())
    content[60:90] = b"\xff" * 30
    assert refusal(out.getvalue(), "bao-cao.docx") == refusal(bytes(content), "bao-cao.docx") == "kind"


def test_a_part_that_is_there_twice_is_no_office_file():
    parts = docx()
    out = BytesIO(parts)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("[Content_Types].xml", TYPES.format(DOCM_TYPE))
    assert refusal(out.getvalue()) == "kind"


# -- what grows -----------------------------------------------------------------------------------------------


def never_unpacked(*args, **more):
    raise AssertionError("unpacked")


BOMB = {"[Content_Types].xml": TYPES.format(DOCX_TYPE), "word/document.xml": b"\0" * 30_000_000}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(BOMB), id="a thousand to one"),
        pytest.param(docx(**dict.fromkeys(map(str, range(2001)), b"x")), id="too many parts"),
    ],
)
def test_a_zip_that_grows_is_refused_before_it_is_unpacked(content, monkeypatch):
    assert len(content) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "open", never_unpacked)
    assert refusal(content, "bao-cao.docx") == "bomb"


def test_what_is_declared_to_be_huge_is_refused(monkeypatch):
    """A part that says it is 101 MB, whatever it really holds."""
    content = bytearray(docx(word__media=os.urandom(2_000_000)))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 101 * 1024 * 1024)
    monkeypatch.setattr(zipfile.ZipFile, "open", never_unpacked)
    assert refusal(bytes(content), "bao-cao.docx") == "bomb"


def test_a_zip_that_lies_about_its_sizes_gains_nothing():
    """Declared as 100 bytes, unpacks to 50 MB: no more than the list of parts is ever read, and that only so far."""
    content = bytearray(zipped({"word/document.xml": "", "[Content_Types].xml": b"<" * 50_000_000}))
    content = content.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 100))
    before = peak()
    assert refusal(bytes(content), "bao-cao.docx") in ("kind", "bomb")
    assert peak() - before < 20_000_000


def peak() -> int:
    """The most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def huge_png(side: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))

    head = struct.pack(">LLBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def huge_jpeg(side: int) -> bytes:
    content = bytearray(picture("JPEG"))
    place = content.index(b"\xff\xc0")
    content[place + 5 : place + 9] = struct.pack(">HH", side, side)
    return bytes(content)


@pytest.mark.parametrize("made", [huge_png, huge_jpeg])
@pytest.mark.parametrize("side", [7_072, 10_000, 30_000])  # 50, 100 and 900 million pixels
def test_a_huge_picture_is_refused_by_what_it_declares(made, side):
    before = peak()
    assert refusal(made(side), "anh.png") == "pixels"
    assert peak() - before < 50_000_000


def test_a_picture_that_declares_what_it_does_not_hold_is_refused():
    assert refusal(huge_png(7_071), "anh.png") == "broken"


# -- what it may be called ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        ("Báo cáo thành tích.pdf", "Báo cáo thành tích.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),  # NFD, as a Mac sends it
        (".htaccess", "htaccess.pdf"),
        ("con.pdf", "tep-con.pdf"),
        ("LPT1.tai lieu.pdf", "tep-LPT1.tai lieu.pdf"),
        ("contract.pdf", "contract.pdf"),
        (r"..\..\x.pdf", "x.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\qd.pdf", "qd.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe.pdf"),
        ("bao\u200bcao\u0000\r\n.pdf", "baocao.pdf"),
        ('a"b<c>d|e?f*g:h.pdf', "a b c d e f g h.pdf"),
        ("bao-cao.pdf.exe", "bao-cao.pdf.exe.pdf"),
        ("bao-cao.docx", "bao-cao.pdf"),
        ("bao-cao.pdf\u200b", "bao-cao.pdf"),
        ("...", "tep.pdf"),
        (".pdf", "tep.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("📄 biên bản.pdf", "📄 biên bản.pdf"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
    ],
)
def test_a_name_is_shown_cleaned(called, shown):
    upload = SimpleUploadedFile("x", PDF)
    upload._name = called  # past Django's own cleaning
    assert files.check(upload).name == shown


# -- kept whole or not at all ---------------------------------------------------------------------------------


@pytest.fixture
def ha(school) -> User:
    """Hoàng Thu Hà of the office sends the files."""
    return User.objects.get(username="chuyenvien")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Inside, what happens on commit does happen at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def on_disk() -> set[str]:
    return {path.name for path in files.folder().glob("*/*")}


def parts() -> list[Path]:
    return sorted(files.folder().glob("*/*.part"))


def ages(path: Path, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def test_a_file_is_kept_under_a_name_of_its_own(ha, committed):
    content = PDF + os.urandom(200_000) + b"%%EOF"
    with committed():
        stored = files.store(check(content, "..\\..\\con.pdf"), by=ha)
        assert not files.path_of(stored).exists(), "not before the commit"
    assert files.path_of(stored).read_bytes() == content
    assert (stored.name, stored.kind, stored.size) == ("tep-con.pdf", "pdf", len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    stem, ending = stored.key.split(".")
    assert (len(stem), set(stem) <= set("0123456789abcdef"), ending) == (32, True, "pdf")
    assert parts() == []


def test_a_large_file_is_kept_piece_by_piece(ha, committed):
    content = PDF + os.urandom(200_000) + b"%%EOF"
    upload = TemporaryUploadedFile("bao-cao.pdf", "application/pdf", len(content), "utf-8")
    upload.write(content)
    assert len(list(upload.chunks())) > 1
    with committed():
        stored = files.store(files.check(upload), by=ha)
    assert files.path_of(stored).read_bytes() == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()


def test_the_same_file_twice_is_two_files(ha, committed):
    with committed():
        first, second = (files.store(check(PDF), by=ha) for _time in range(2))
    assert first.key != second.key
    assert first.sha256 == second.sha256


def test_files_lie_outside_the_web_root(ha, settings, as_, committed):
    with committed():
        stored = files.store(check(PDF), by=ha)
    served = [Path(folder).resolve() for folder in (settings.BASE_DIR / "static", settings.BASE_DIR / "node_modules")]
    assert not any(folder in files.path_of(stored).resolve().parents for folder in served)
    for address in (f"/static/{stored.key}", f"/files/{stored.key[:2]}/{stored.key}", f"/media/{stored.key}"):
        assert as_("chuyenvien").get(address).status_code == 404


@pytest.mark.parametrize("where", ["os.fsync", "Path.mkdir", "Path.open"])
def test_a_full_disk_is_a_conflict_and_no_row(ha, monkeypatch, where):
    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    before, rows = on_disk(), StoredFile.objects.count()
    owner, name = where.split(".")
    monkeypatch.setattr(os if owner == "os" else Path, name, full)
    with pytest.raises(Conflict, match="chưa ghi được tệp") as refused:
        files.store(check(PDF), by=ha)
    monkeypatch.undo()
    assert "thử lại sau ít phút" in refused.value.instead
    assert "No space" not in refused.value.what
    assert (on_disk(), StoredFile.objects.count()) == (before, rows)


def test_where_the_folder_itself_is_gone_wrong(ha, tmp_path, settings):
    settings.PORTAL_DATA_DIR = tmp_path / "elsewhere"
    settings.PORTAL_DATA_DIR.mkdir()
    files.folder().write_text("a file where the folder should be")
    with pytest.raises(Conflict, match="chưa ghi được tệp"):
        files.store(check(PDF), by=ha)


def test_a_full_disk_keeps_what_was_typed(as_, ha, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    vinh = Person.objects.get(full_name="Trần Quang Vinh")
    monkeypatch.setattr(os, "fsync", full)
    typed = {"level": "good", "decision_number": "140/QĐ-TCT", "decision_date": "18/11/2025"}
    upload = SimpleUploadedFile("qd.pdf", PDF)
    answer = as_("chuyenvien").post(f"/ratings/2025/staff/{vinh.pk}/", typed | {"scan": upload})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Máy chủ chưa ghi được tệp" in page
    assert 'value="140/QĐ-TCT"' in page
    assert not vinh.ratings.filter(year=2025).exists()


def test_what_is_rolled_back_leaves_no_row_and_is_swept_after_its_grace(ha):
    rows = StoredFile.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.store(check(PDF), by=ha)
        raise ZeroDivisionError
    assert StoredFile.objects.count() == rows
    (part,) = parts()
    ages(part, files.GRACE - timedelta(seconds=5))
    assert files.sweep(timezone.now()) == (0, 0), "its own transaction may still be under way"
    ages(part, files.GRACE + timedelta(seconds=5))
    assert files.sweep(timezone.now()) == (0, 1)
    assert parts() == []


def test_a_crash_between_commit_and_promotion_is_finished_by_the_sweeper(ha):
    stored = files.store(check(PDF), by=ha)  # the row is there; what happens on commit never happens
    assert not files.path_of(stored).exists()
    assert files.sweep(timezone.now()) == (1, 0)
    assert files.path_of(stored).read_bytes() == PDF
    assert files.sweep(timezone.now()) == (0, 0)


def test_a_sweeper_that_came_first_harms_nothing(ha, committed):
    with committed():
        stored = files.store(check(PDF), by=ha)
        files.sweep(timezone.now())
    assert files.path_of(stored).read_bytes() == PDF


def test_a_disk_that_fails_after_the_commit_takes_nothing_back(ha, committed, monkeypatch, caplog):
    def failing(part: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(keeping, "promote", failing)
    with committed():
        stored = files.store(check(PDF), by=ha)
    assert StoredFile.objects.filter(pk=stored.pk).exists()
    assert "Input/output error" in caplog.text
    monkeypatch.undo()
    assert files.sweep(timezone.now()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_real_commit_promotes_and_a_real_rollback_does_not(school):
    ha = User.objects.get(username="chuyenvien")
    stored = files.store(check(PDF), by=ha)
    assert files.path_of(stored).read_bytes() == PDF
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.store(check(PDF), by=ha)
        raise ZeroDivisionError
    assert len(parts()) == 1


def test_the_command_sweeps_by_the_real_clock(ha):
    """The demo school's date lies in the past; the disk's times do not."""
    waiting = files.store(check(PDF), by=ha)
    for age in (timedelta(hours=2), timedelta(minutes=1)):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            stored = files.store(check(PDF), by=ha)
            raise ZeroDivisionError
        ages(files.path_of(stored).with_name(f"{stored.key}.part"), age)
    out = StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue().splitlines()[0] == "Đã hoàn tất 1 tệp, dọn 1 tệp tạm."
    assert files.path_of(waiting).exists()
    assert len(parts()) == 1


def test_sweeping_where_nothing_was_ever_kept(db):
    assert files.sweep(timezone.now()) == (0, 0)


# -- served ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_is_served_as_a_download_and_nothing_else(ha, committed, kind):
    checked = check(TAKEN[kind], "Minh chứng số 1")
    content = checked.upload.read()
    with committed():
        stored = files.store(checked, by=ha)
    answer = files.serve(stored)
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Type"] == files.TYPES[kind]
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename*=utf-8''Minh%20ch%E1%BB%A9ng%20s%E1%BB%91%201.{kind}"
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(content)
    answer.close()


def test_a_file_that_waits_for_its_promotion_is_served_too(ha):
    stored = files.store(check(PDF), by=ha)
    answer = files.serve(stored)
    assert answer.getvalue() == PDF
    answer.close()


def test_a_file_that_is_gone_is_said_and_logged_without_a_path(ha, committed, caplog):
    with committed():
        stored = files.store(check(PDF), by=ha)
    files.path_of(stored).unlink()
    with pytest.raises(Conflict, match="Máy chủ chưa đọc được tệp này") as refused:
        files.serve(stored)
    assert str(files.folder()) not in refused.value.what + refused.value.instead + caplog.text
    assert stored.key in caplog.text
