"""Phiếu bầu: a slip for each entry, four on a sheet, in the order of the list.

Printed as many times as there are members; whoever steps aside from an entry is not handed that one slip, so that no
slip tells whose it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from portal.text import two_digits
from recognition.documents.around import council_issuer, on_one_line
from recognition.documents.told import Issue, Told
from recognition.documents.words import addressed, opening


@dataclass(frozen=True)
class Slip:
    number: str
    name: str
    post: str
    scope: str


@dataclass(frozen=True)
class Ballot:
    """As plain values for `ballot.typ` and `cards.py`."""

    template: ClassVar[str] = "recognition/documents/ballot.typ"
    title: str
    day: date
    school: str
    council: str
    heading: str
    about: str
    choices: tuple[str, str]
    note: str
    slips: tuple[Slip, ...]


def ballot(told: Told, issue: Issue) -> Ballot:
    letters = "AB"
    slips = [
        _slip(f"{letter}.{two_digits(number)}", row)
        for letter, (_name, rows) in zip(letters, told.groups, strict=True)
        for number, row in enumerate(rows, 1)
    ]
    return Ballot(
        title=_("Phiếu bầu %(year)s") % {"year": told.of_year},
        day=told.closed_on,
        school=on_one_line(issue.head["issuer"]),
        council=on_one_line(council_issuer(issue)),
        heading=_("PHIẾU BẦU"),
        about=_("Công nhận điển hình tiên tiến %(year)s") % {"year": told.of_year},
        choices=(_("Đồng ý"), _("Không đồng ý")),
        note=_("Đánh dấu x vào một ô; để trống hoặc đánh dấu cả hai ô là không hợp lệ. Không ký, không ghi tên."),
        slips=tuple(slips),
    )


def _slip(number: str, row: Mapping) -> Slip:
    told = _("Hồ sơ %(number)s") % {"number": number}
    scope = _("Phạm vi: %(scope)s") % {"scope": row["scope"][:1].lower() + row["scope"][1:]}
    if "sex" not in row:
        return Slip(told, row["name"], "", scope)
    return Slip(told, opening(addressed(row["name"], row["sex"])), row["place"], scope)
