"""Vietnamese text: cleaned at the door, folded for searching, keyed for sorting. Pure functions."""

import unicodedata

from django.utils.translation import gettext as _

# Control, and what turns text around or hides in it (soft hyphen too, once legacy encodings have been converted).
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: " ", 0x3000: " ", 0x2028: "\n", 0x2029: "\n"}

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # the breve, circumflex and horn that make ă â ê ô ơ ư


def clean(text: str, *, lines: bool = False) -> str:
    """What a person typed, as it is kept: NFC, no control, no bidi, no hidden characters, single spaces.

    `lines=True` keeps line breaks (as "\\n") and the spaces inside a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(_SPACES)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    text = unicodedata.normalize("NFC", text)  # last: what was hidden may have stood between a letter and its mark
    if lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def fold(text: str) -> str:
    """For searching without diacritics: lower case, no marks, đ as d."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def sort_key(text: str) -> str:
    """Orders as a Vietnamese dictionary does: digits only, so that every database compares it alike.

    Letters of the whole text first (a ă â b c d đ …), tones only between words spelled alike; one tone a word
    wherever its mark stands, so that hòa and hoà are equal.
    """
    letters, tones = [], ""
    for word in text.lower().split():
        spelled, tone = "", 0
        for char in unicodedata.normalize("NFC", word):
            base, *marks = unicodedata.normalize("NFD", char)
            shape = unicodedata.normalize("NFC", base + "".join(m for m in marks if m in _SHAPES))
            tone = next((_TONES[m] for m in marks if m in _TONES), tone)
            if char.isdecimal():
                spelled += str(11 + int(char))
            elif (place := _LETTERS.find(shape)) >= 0:
                spelled += str(30 + place)
        letters.append(spelled)
        tones += str(tone)
    return "10".join(letters) + "00" + tones


def name_key(full_name: str, given_name: str = "") -> str:
    """Sorts people by tên, then họ, then đệm. `given_name` where it is not the last word."""
    words = full_name.split()
    given = given_name or (words[-1] if words else "")
    family = words[0] if words else ""
    return "00".join(sort_key(part) for part in (given, family, " ".join(words[1:-1])))


def days_left(days: int) -> str:
    """What stands beside a due date."""
    if days < 0:
        return _("quá hạn %(n)s ngày") % {"n": two_digits(-days)}
    return _("còn %(n)s ngày") % {"n": two_digits(days)} if days else _("hôm nay là hạn cuối")


def two_digits(count: int) -> str:
    """Counts below ten in sentences are written 01, 02 … (as official papers do)."""
    return f"{count:02d}"
