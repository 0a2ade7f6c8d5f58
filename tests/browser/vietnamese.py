"""Which words are not Vietnamese: told by how a Vietnamese syllable is built, not by a list of English words."""

import re
import unicodedata
from collections.abc import Iterable

from portal.text import fold

_SYLLABLE = re.compile(
    r"(ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(uye|uya|uyu|uoi|uou|uay|ieu|yeu|oai|oay|oao|oeo"
    r"|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(ch|ng|nh|[cmnpt])?"
)
# Built like a syllable by chance.
_ENGLISH = {"true", "ok", "on", "hi", "the", "home", "by"}
# Names of things that have no other, the mark of a tờ trình, and how officials write a date.
_TAKEN_OVER = re.compile(
    r"\b(PDF|Excel|Word|JPEG|PNG|MB|SHA-256|TTr|dd/mm/yyyy)\b|\S+\.(pdf|docx|xlsx|jpe?g|png)\b|\b[IVX]+\b"
)

KEYS = ("Tab", "Shift", "Enter", "PgUp", "PgDn", "Alt")  # as they stand on every keyboard


def foreign_words(text: str, allowed: Iterable[str] = ()) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    for name in sorted(allowed, key=len, reverse=True):
        text = text.replace(name, " ")
    words = re.findall(r"[^\W\d]+", _TAKEN_OVER.sub(" ", text))
    return [word for word in words if not _is_vietnamese(word)]


def _is_vietnamese(word: str) -> bool:
    if word.lower() in _ENGLISH or "_" in word:
        return False
    if word.isupper() and len(word) <= 5:  # an abbreviation: QĐ, LLCS
        return True
    built = _SYLLABLE.fullmatch(fold(word))
    # A syllable that ends in c, ch, p or t has the tone sắc or nặng: "not" is no Vietnamese, "nốt" is.
    stops = built and built[3] in ("c", "ch", "p", "t")
    return bool(built) and (not stops or any(mark in unicodedata.normalize("NFD", word) for mark in "\u0301\u0323"))
