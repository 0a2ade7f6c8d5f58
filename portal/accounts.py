"""Signing in: the backend, and what a password must be."""

import secrets
import unicodedata

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.models import User
from portal.text import fold

MIN_PASSWORD = 12

# Words that anybody would try first at this school, folded and without spaces.
_TRIED_FIRST = (
    "truongchinhtri", "truongchinh", "chinhtri", "dienhinh", "tientien", "hochiminh", "bacho", "matkhau", "password",
    "admin", "quantri", "namdinh", "ninhbinh", "dangcongsan", "vietnam", "qwerty", "asdfgh", "iloveyou", "abc",
)  # fmt: skip


class PortalBackend(BaseBackend):
    """Same words and the same time for an unknown name, a wrong password and an account out of use."""

    def authenticate(self, request, username: str | None = None, password: str | None = None, **kwargs):
        if not username or password is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int):
        """One query a request for who it is; None ends the session of an account put out of use."""
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()


class LongEnough:
    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < MIN_PASSWORD:
            raise ValidationError(_("Mật khẩu cần ít nhất %(count)d ký tự.") % {"count": MIN_PASSWORD}, "too_short")

    def get_help_text(self) -> str:
        return _("Ít nhất %(count)d ký tự; nên dùng một câu dễ nhớ, có thể có dấu và khoảng trắng.") % {
            "count": MIN_PASSWORD
        }


class NotGuessable:
    """What is left of a password without its digits, signs and the words tried first must still be a secret."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = "".join(c for c in fold(password) if c.isalpha())
        own = f"{user.username} {user.person or ''}" if user else ""
        for word in sorted({*_TRIED_FIRST, *_parts(own)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(set(rest)) < 4:
            raise ValidationError(
                _("Mật khẩu này dễ đoán. Vui lòng chọn một câu không có tên mình, tên trường hay dãy số quen thuộc."),
                "guessable",
            )

    def get_help_text(self) -> str:
        return ""


def _parts(text: str) -> list[str]:
    """Words of a name, alone and run together: "Lê Thị Tâm" → le, thi, tam, lethitam."""
    words = "".join(c if c.isalpha() else " " for c in fold(text)).split()
    return [*words, "".join(words)] if words else []


def first_password() -> str:
    """A password to be said over the telephone once and changed at the first sign-in: no 0/O, no 1/l."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _n in range(4)) for _group in range(4))


def clean_username(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
