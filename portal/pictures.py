"""Pictures are made anew before they are kept: what a camera writes into them besides (place, owner) is left behind."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.decoding import Undecodable, decode


def made_anew(content: bytes) -> tuple[str, bytes]:
    """(kind, content): upright, of a sane size, JPEG or PNG. Raises ValidationError with a sentence."""
    try:
        kind, _end, made = decode("made_anew", content).partition(b"\n")
    except Undecodable as refused:
        raise ValidationError(_words(refused.why), refused.why) from refused
    return kind.decode(), made


def _words(why: str) -> str:
    return {
        "pixels": _("Ảnh quá lớn. Vui lòng chọn ảnh dưới 50 triệu điểm ảnh."),
        "moving": _("Ảnh động không dùng làm minh chứng được. Vui lòng chọn ảnh tĩnh hoặc tệp PDF."),
    }.get(why, _("Không đọc được ảnh này. Vui lòng chụp hoặc lưu lại rồi chọn lại."))
