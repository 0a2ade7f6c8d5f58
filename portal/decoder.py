"""Opens what other people made, in a process of its own: whatever a picture or PDF does there, it does not do here.

A program, run by `portal.decoding`, and the only place that decodes. It reads the file from its standard input, writes
the result to its standard output, touches no other file, and knows nothing of the portal. When it refuses, the result
is one word that says why, and the status `REFUSED`; any other ending (a crash, no memory) means a broken file.
"""

import sys
import warnings
from contextlib import suppress
from io import BytesIO

import pillow_heif
import pypdfium2
from PIL import Image, ImageOps

try:
    import resource
except ImportError:  # Windows has no such limits; the caller's own clock is left
    resource = None

REFUSED = 3
MAX_PIXELS = 50_000_000
EDGE = 3200  # a page of A4 at 270 dots an inch: small print on a certificate stays readable
LARGE_PNG = 4 * 1024 * 1024
SECONDS, MEMORY = 20, 2 * 1024**3
WIDE, HIGH, MAX_SCALE = 1240, 2480, 4  # of a page's picture; A4 at 150 dots an inch


class Refused(Exception):
    pass


def main(job: str, *arguments: str) -> int:
    if resource:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        sys.stdout.buffer.write(JOBS[job](sys.stdin.buffer.read(), *map(int, arguments)))
    except Refused as refused:
        sys.stdout.write(str(refused))
        return REFUSED
    return 0


# -- pictures -------------------------------------------------------------------------------------------------


def made_anew(content: bytes) -> bytes:
    """The kind and a line's end, then the picture: upright, of a sane size, with nothing in it but its colours."""
    found = _opened(content)
    still_png = found.format == "PNG"
    picture = _upright(found)
    if still_png:
        out = BytesIO()
        picture.save(out, "PNG", optimize=False)
        if out.tell() <= LARGE_PNG:
            return b"png\n" + out.getvalue()
    return b"jpg\n" + _jpeg(picture, 90)


def picture_page(content: bytes, _number: int) -> bytes:
    picture = _upright(_opened(content))
    picture.thumbnail((WIDE, HIGH))
    return _jpeg(picture, 85)


def _opened(content: bytes) -> Image.Image:
    """By what it declares; nothing has been decoded yet."""
    try:
        picture = Image.open(BytesIO(content), formats=["JPEG", "PNG", "HEIF"])
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused("pixels")
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        raise Refused("moving")
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (EDGE, EDGE))
    picture.load()
    if picture.mode.startswith(("I", "F")):  # 16 bits a dot
        picture = picture.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    elif picture.mode not in ("RGB", "RGBA", "L"):
        clear = picture.has_transparency_data
        picture = picture.convert("RGBA" if clear else "L" if picture.mode == "1" else "RGB")
    picture.thumbnail((EDGE, EDGE))
    with suppress(Exception):  # what cannot be read of how it was held does not count
        picture = ImageOps.exif_transpose(picture)
    picture.info = {}
    return picture


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    if picture.mode == "RGBA":
        on_white = Image.new("RGB", picture.size, "white")
        on_white.paste(picture, mask=picture.getchannel("A"))
        picture = on_white
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


# -- PDF ------------------------------------------------------------------------------------------------------


def _document(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD else "broken") from None
    document.init_forms()
    return document


def page_count(content: bytes) -> bytes:
    return str(len(_document(content))).encode()


def pdf_page(content: bytes, number: int) -> bytes:
    page = _document(content)[number - 1]
    width, height = page.get_size()
    bitmap = page.render(scale=min(WIDE / width, HIGH / height, MAX_SCALE))
    return _jpeg(bitmap.to_pil().convert("RGB"), 85)


JOBS = {"made_anew": made_anew, "picture_page": picture_page, "page_count": page_count, "pdf_page": pdf_page}

if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pillow_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("ignore")
    sys.exit(main(*sys.argv[1:]))
