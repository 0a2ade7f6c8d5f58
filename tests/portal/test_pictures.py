"""Pictures are kept made anew: upright, of a sane size, without what the camera wrote into them."""

import hashlib
import time
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal import decoding, files
from tests import hostile
from tests.hostile import PLACE, phone_photo, saved, two_halves

pytestmark = pytest.mark.once


def kept(content: bytes, name: str = "anh.jpg") -> tuple[files.Checked, Image.Image]:
    checked = files.check(SimpleUploadedFile(name, content))
    return checked, Image.open(BytesIO(checked.upload.read()))


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        files.check(SimpleUploadedFile("anh.jpg", content))
    (sentence,) = refused.value.messages
    assert "Vui lòng" in sentence
    return refused.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_what_the_camera_wrote_is_left_behind(kind):
    content = phone_photo(kind)
    assert PLACE.encode() in content
    checked, picture = kept(content)
    made = saved_bytes(checked)
    assert PLACE.encode() not in made
    assert "Tùng".encode() not in made
    assert dict(picture.getexif()) == {}
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def saved_bytes(checked: files.Checked) -> bytes:
    checked.upload.seek(0)
    return checked.upload.read()


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (60, 40), (5, 20)), (3, (60, 40), (55, 20)), (6, (40, 60), (20, 5)), (8, (40, 60), (20, 55))],
)
def test_it_stands_upright(orientation, size, red_at):
    _checked, picture = kept(phone_photo(orientation=orientation))
    assert picture.size == size
    red, _green, blue = picture.getpixel(red_at)
    assert red > 200 > 60 > blue


def test_a_photo_of_an_iphone_becomes_a_jpeg():
    checked, picture = kept(phone_photo("HEIF", 1), "IMG_0042.HEIC")
    assert (checked.kind, checked.name, picture.format) == ("jpg", "IMG_0042.jpg", "JPEG")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(saved(two_halves(mode="CMYK"), "JPEG"), "jpg", id="CMYK"),
        pytest.param(saved(two_halves(mode="L"), "JPEG"), "jpg", id="grey"),
        pytest.param(saved(two_halves(mode="1"), "PNG"), "png", id="black and white"),
        pytest.param(saved(two_halves(mode="P"), "PNG"), "png", id="palette"),
        pytest.param(saved(two_halves(mode="RGBA"), "PNG"), "png", id="transparent"),
        pytest.param(saved(Image.new("I;16", (60, 40), 40_000), "PNG"), "png", id="16 bits"),
        pytest.param(saved(two_halves(), "JPEG", progressive=True), "jpg", id="progressive"),
        pytest.param(saved(two_halves(), "JPEG") + b"\0\0\0\x18ftypmp42" + b"\0" * 500, "jpg", id="with its film"),
        pytest.param(
            saved(two_halves(), "JPEG", exif=b"Exif\0\0" + b"MM\0*" + b"\xff" * 60_000), "jpg", id="huge EXIF"
        ),
    ],
)
def test_pictures_of_every_kind_are_taken(content, kind):
    checked, picture = kept(content)
    picture.load()
    assert (checked.kind, picture.size) == (kind, (60, 40))


def test_sixteen_bits_keep_their_grey():
    _checked, picture = kept(saved(Image.new("I;16", (60, 40), 40_000), "PNG"))
    assert picture.getpixel((3, 3)) == 40_000 // 256


def test_a_large_photo_is_made_small_enough_to_read_still():
    checked, picture = kept(saved(Image.effect_noise((4800, 3600), 90).convert("RGB"), "JPEG", quality=60))
    assert picture.size == (3200, 2400)
    assert checked.upload.size < files.MAX_BYTES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(hostile.huge_heic(), "pixels", id="HEIC of 30,000 × 30,000"),
        pytest.param(hostile.moving_png(), "moving", id="a picture that moves"),
        pytest.param(hostile.wordy_png(), "broken", id="a hundred megabytes of words"),
        pytest.param(phone_photo("HEIF")[:-200], "broken", id="truncated HEIC"),
        pytest.param(phone_photo("JPEG")[:-200], "broken", id="truncated JPEG"),
        pytest.param(b"\0\0\0\x18ftypheic" + b"\0" * 200, "broken", id="HEIC in name alone"),
        pytest.param(phone_photo("PNG").replace(b"IDAT", b"XDAT"), "broken", id="PNG without a picture"),
    ],
)
def test_what_is_no_honest_picture_is_refused_in_words(content, code):
    assert refusal(content).code == code


def test_what_takes_too_long_is_broken(monkeypatch):
    monkeypatch.setattr(decoding, "SECONDS", 0.01)
    began = time.monotonic()
    assert refusal(phone_photo()).code == "broken"
    assert time.monotonic() - began < 5


def test_a_decoder_that_dies_takes_nobody_along(monkeypatch, tmp_path):
    program = tmp_path / "dies.py"
    program.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.setattr(decoding, "PROGRAM", program)
    assert refusal(phone_photo()).code == "broken"


def test_the_hash_of_what_was_sent_is_remembered():
    content = phone_photo()
    checked, _picture = kept(content)
    assert checked.sent_sha256 == hashlib.sha256(content).hexdigest()
    assert checked.sent_sha256 != hashlib.sha256(saved_bytes(checked)).hexdigest()
