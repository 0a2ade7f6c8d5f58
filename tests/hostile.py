"""Files as an attacker, a bad camera or a tired clerk sends them; all made here, none larger than it must be."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

pillow_heif.register_heif_opener()

PLACE = "Nam Định, nhà riêng"


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def saved(picture: Image.Image, kind: str, **more) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def two_halves(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right: which way is up can be seen."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: how it was held, whose it is, where it was."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "Máy của anh Tùng"
    told[0x8769] = {0x9286: PLACE.encode()}
    told[0x8825] = {1: "N", 2: (IFDRational(20), IFDRational(26), IFDRational(3))}
    return told


def phone_photo(kind: str = "JPEG", orientation: int = 6) -> bytes:
    more = {"comment": PLACE.encode()} if kind == "JPEG" else {}
    return saved(two_halves(), kind, exif=exif(orientation), quality=90, **more)


def pdf(*boxes: tuple[float, float], words: str = "Quyet dinh") -> bytes:
    """One page a box (width, height in points), each with a few words on it."""
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(boxes)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(boxes)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for place, (width, height) in enumerate(boxes):
        drawn = f"BT /F1 24 Tf 40 {height / 2} Td ({words} {place + 1}) Tj ET".encode()
        parts.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn))
        box = f"/MediaBox[0 0 {width} {height}]/Contents {4 + 2 * place} 0 R"
        parts.append(f"<</Type/Page/Parent 2 0 R{box}/Resources<</Font<</F1 3 0 R>>>>>>".encode())
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (count, table, count, len(out))


A4 = (595, 842)


def huge_heic(side: int = 30_000) -> bytes:
    """A small picture that declares another size."""
    content = bytearray(saved(two_halves(64, 64), "HEIF"))
    place = content.index(b"ispe")
    while place != -1:
        content[place + 8 : place + 16] = struct.pack(">LL", side, side)
        place = content.find(b"ispe", place + 1)
    return bytes(content)


def moving_png() -> bytes:
    frames = [two_halves(), two_halves().rotate(180)]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)


def wordy_png() -> bytes:
    """A picture with 100 MB of text in 100 KB."""
    content = saved(two_halves(), "PNG")
    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9))
    return content[:33] + text + content[33:]
