"""Text of the encodings before Unicode: TCVN3 (fonts .Vn…) and VNI (fonts VNI-…), as Excel shows it today.

Such a cell holds the old bytes read as cp1252: "NguyÔn V¨n An" (TCVN3), "Nguyeãn Vaên An" (VNI). What a column is
written in is told by its fonts, else by how Vietnamese syllables are built; it is only ever a guess, put to the
officer, and nothing is converted before they say so. Soft hyphen is ư in TCVN3: convert before cleaning.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

TCVN3, VNI = "tcvn3", "vni"
NAMES = {TCVN3: "TCVN3 (ABC)", VNI: "VNI"}

_TCVN3_BYTES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3 = {first + place: letter for first, letters in _TCVN3_BYTES.items() for place, letter in enumerate(letters)}

# VNI writes the letter, then a sign for shape and tone together.
_SHAPES = {
    "": dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    "\u0306": dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True)),
    "\u0302": dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True)),
}
_TAKES = {"": "aeiouyôö", "\u0306": "a", "\u0302": "aeo"}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = {
    letter + sign: unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + shape + tone)
    for shape, signs in _SHAPES.items()
    for letter in _TAKES[shape]
    for sign, tone in signs.items()
} | _VNI_ALONE
_VNI_TOKEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """`capitals`: fonts such as .VnTimeH draw small letters as capitals."""
    text = text.translate(_TCVN3)
    return text.upper() if capitals else text


def from_vni(text: str) -> str:
    return _VNI_TOKEN.sub(_one_of_vni, text)


def _one_of_vni(found: re.Match) -> str:
    letter = _VNI[found[0].lower()]
    return letter.upper() if found[0][0].isupper() else letter


def convert(text: str, encoding: str, font: str = "") -> str:
    if encoding == TCVN3:
        return from_tcvn3(text, capitals=font.startswith(".Vn") and font.endswith("H"))
    return from_vni(text) if encoding == VNI else text


# -- what a column is written in -------------------------------------------------------------------------------

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RHYME = (
    r"(?:(?:uyê|iê|yê|uô|ươ|oă|uâ|oe|oa|uê|uơ|uy|ua|ưa|ia|ya|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?"
    r"|(?:iê|yê|ươ|oa|oe|uy|[aăâeêiơư])u|(?:oa|oe|[ae])o|(?:uô|ươ|oa|[aoôơuư])i|(?:oa|uâ|[aâ])y|uya)"
)
_SYLLABLE = re.compile(_ONSET + _RHYME)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(r"[^\s\d.,;:()/\-–\"'+&]+")


def is_syllable(word: str) -> bool:
    """Whether a word is built as Vietnamese words are, and written with capitals as they are."""
    marked = unicodedata.normalize("NFD", word)
    tones = sum(char in "\u0300\u0301\u0303\u0309\u0323" for char in marked)
    shape = unicodedata.normalize("NFC", marked.translate(_TONES))
    cased = word.isupper() or word.islower() or (word[:1].isupper() and word[1:].islower())
    return tones <= 1 and cased and _SYLLABLE.fullmatch(shape.lower()) is not None


def share(texts: Iterable[str]) -> float:
    """How much of what is not plain ASCII is built as Vietnamese is; 1.0 where there is nothing to tell by."""
    words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


@dataclass(frozen=True)
class Guess:
    encoding: str
    before: str
    after: str


def guess(cells: list[tuple[str, str]]) -> Guess | None:
    """Of a column's [(text, font)]: which encoding it seems to be in, with an example; None: Unicode."""
    by_font = next(filter(None, map(_of_font, (font for text, font in cells if not text.isascii()))), "")
    texts = [text for text, _font in cells]
    raw = share(texts)
    tried = {each: share(convert(text, each) for text in texts) for each in (TCVN3, VNI)}
    best = max(tried, key=lambda each: (tried[each], each == by_font))
    found = best if tried[best] > raw and raw < 0.9 else by_font if tried.get(by_font, 0) >= raw else ""
    if not found:
        return None
    told = [(text, convert(text, found, font)) for text, font in cells]
    differing = [Guess(found, before, after) for before, after in told if before != after]
    # From further down: a line of the table rather than of its heading.
    return differing[len(differing) * 2 // 3] if differing else None


def _of_font(font: str) -> str:
    name = font.lower()
    return TCVN3 if name.startswith(".vn") else VNI if name.startswith("vni-") else ""
