"""A file looked at page by page: drawn once, in a process of its own, whatever the file is up to."""

import errno
import os
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader, PdfWriter

from portal import decoding, files, previews
from portal.files import keeping
from portal.models import StoredFile, User
from portal.rights import Conflict
from recognition.integrity import faults
from tests.hostile import A4, pdf, phone_photo
from tests.portal.test_files import PDF, docx, xlsx


@pytest.fixture
def kept(school):
    """`kept(content)`: a file of Hoàng Thu Hà, in its place."""

    def keep(content: bytes, name: str = "tep.pdf") -> StoredFile:
        by = User.objects.get(username="chuyenvien")
        stored = files.store(files.check(SimpleUploadedFile(name, content)), by=by)
        keeping.promote(files.path_of(stored).with_name(f"{stored.key}.part"))
        return stored

    return keep


def drawn(stored: StoredFile, number: int = 1) -> Image.Image:
    return Image.open(BytesIO(previews.page_of(stored, number)))


def locked_pdf() -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(pdf(A4))))
    writer.encrypt("bi-mat", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_paper_is_seen_page_by_page(kept):
    stored = kept(pdf(A4, A4, (842, 595)))
    assert previews.pages_of(stored) == previews.Pages(3)
    assert drawn(stored).size == (1240, 1755)
    assert drawn(stored, 3).size == (1240, 877)
    assert drawn(stored).convert("L").getextrema()[0] < 100, "something is written on it"


def test_a_photo_is_one_page(kept):
    stored = kept(phone_photo(), "anh.jpg")
    assert previews.pages_of(stored) == previews.Pages(1)
    assert drawn(stored).size == (40, 60)


@pytest.mark.parametrize("content", [docx(), xlsx()])
def test_word_and_excel_are_told_to_be_downloaded(kept, content):
    pages = previews.pages_of(kept(content, "tep.docx"))
    assert pages.count == 0
    assert pages.why_not.startswith("Tệp Word, Excel không xem trước")


def test_it_is_drawn_once(kept, monkeypatch):
    stored = kept(pdf(A4))
    first = previews.page_of(stored, 1)
    monkeypatch.setattr(previews, "decode", lambda *_job: pytest.fail("drawn again"))
    assert previews.page_of(stored, 1) == first


@pytest.mark.parametrize("number", [0, 2, 10**9])
def test_a_page_that_is_not_there_is_absent(kept, number):
    with pytest.raises(Http404):
        previews.page_of(kept(pdf(A4)), number)


# -- what a file may be up to ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "size"),
    [
        pytest.param((28_346, 28_346), (1240, 1240), id="10 m × 10 m"),
        pytest.param((100, 14_400), (18, 2480), id="a ribbon"),
        pytest.param((14_400, 3), (1240, 1), id="a thread"),
        pytest.param((10, 10), (40, 40), id="a stamp"),
    ],
)
def test_a_page_of_any_size_is_drawn_within_bounds(kept, box, size):
    assert drawn(kept(pdf(box))).size == size


def test_ten_thousand_pages_are_counted_and_two_hundred_shown(kept):
    body = pdf(A4).replace(b"/Count 1/Kids[5 0 R]", b"/Count 10000/Kids[" + b"5 0 R " * 10_000 + b"]")
    stored = kept(body)
    pages = previews.pages_of(stored)
    assert (pages.count, pages.shown) == (10_000, 200)
    with pytest.raises(Http404):
        previews.page_of(stored, 201)


def test_a_broken_table_of_contents_is_mended_or_told(kept):
    stored = kept(pdf(A4).replace(b"startxref\n", b"startxref\n99"))
    assert previews.pages_of(stored).count in (0, 1)


@pytest.mark.parametrize(
    ("content", "words"), [(locked_pdf, "đặt mật khẩu"), (lambda: PDF, "Không dựng được trang xem trước")]
)
def test_what_cannot_be_opened_is_told_in_words(kept, content, words):
    stored = kept(content())
    pages = previews.pages_of(stored)
    assert pages.count == 0
    assert words in pages.why_not
    with pytest.raises(Http404):
        previews.page_of(stored, 1)


def test_a_page_that_takes_too_long_is_told_and_not_tried_at_every_look(kept, monkeypatch):
    stored = kept(pdf(A4))
    assert previews.pages_of(stored).count == 1
    monkeypatch.setattr(decoding, "SECONDS", 0.01)
    began = time.monotonic()
    for _time in range(2):
        with pytest.raises(Conflict, match="không xem trước được"):
            previews.page_of(stored, 1)
        monkeypatch.setattr(previews, "decode", lambda *_job: pytest.fail("tried again"))
    assert time.monotonic() - began < 5


def test_pages_that_could_not_be_counted_in_time_are_counted_another_day(kept, monkeypatch):
    """A busy machine or a killed process says nothing about the file."""
    stored = kept(pdf(A4))
    with monkeypatch.context() as busy:
        busy.setattr(decoding, "SECONDS", 0.01)
        assert "Không dựng được trang xem trước" in previews.pages_of(stored).why_not
    assert previews.pages_of(stored).count == 0
    aged(previews.folder() / stored.key / "pages", timedelta(hours=2))
    assert previews.sweep(timezone.now()) == 1
    assert previews.pages_of(stored).count == 1


# -- nothing left behind --------------------------------------------------------------------------------------


def on_disk() -> set[str]:
    return {str(path.relative_to(previews.folder())) for path in previews.folder().rglob("*") if path.is_file()}


def aged(path: Path, by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def test_a_full_disk_costs_only_the_keeping(kept, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    stored = kept(pdf(A4))
    monkeypatch.setattr(Path, "write_bytes", full)
    assert drawn(stored).size == (1240, 1755)
    assert on_disk() == set()


def test_a_file_that_is_gone_from_the_disk_is_a_conflict(kept):
    stored = kept(pdf(A4))
    files.path_of(stored).unlink()
    with pytest.raises(Conflict, match="chưa đọc được tệp"):
        previews.pages_of(stored)


def test_the_sweeper_removes_what_belongs_to_nothing_and_what_may_be_tried_again(kept):
    stored = kept(pdf(A4))
    previews.page_of(stored, 1)
    mine = previews.folder() / stored.key
    stray = previews.folder() / f"{'0' * 32}.pdf"
    stray.mkdir()
    (stray / "1.jpg").write_bytes(b"x")
    for name, age in {"2.jpg": 2, "3.jpg": 0, "1.jpg.ab.part": 2, "1.jpg.cd.part": 0}.items():
        path = mine / name
        path.write_bytes(b"" if name.endswith("jpg") else b"half")
        aged(path, timedelta(hours=age))
    assert any("xem trước" in fault for fault in faults())
    assert previews.sweep(timezone.now()) == 3
    assert on_disk() == {f"{stored.key}/{name}" for name in ("pages", "1.jpg", "3.jpg", "1.jpg.cd.part")}
    assert not [fault for fault in faults() if "xem trước" in fault]
