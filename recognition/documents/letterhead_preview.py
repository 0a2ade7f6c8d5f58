"""A letterhead as it will be printed: its heads and signers around nothing."""

from django.utils.translation import gettext as _

from portal.models import Letterhead
from portal.papers.blocks import Annex, Head, Paper, Signatures, Signed, Text, Title, open_day, room

LAYOUTS = ("state", "party")


def letterhead_preview(head: Letterhead, layout: str) -> Paper:
    """In the State's layout the school's papers, then the council's; in the Party's one."""
    blocks = _party(head) if layout == "party" else _state(head)
    return Paper(_("Xem thử mẫu văn bản"), head.valid_from, blocks, layout=layout)


def _state(head: Letterhead) -> tuple:
    place = _place(head)
    school = (
        Head(head.superior, head.issuer, f"Số: {room(12, 13)}/TTr-{head.symbol}", place),
        *_middle(_("TÊN LOẠI VĂN BẢN"), _("Trích yếu nội dung văn bản")),
        Signed(("……;", "……."), _lines(head.principal_title), head.principal),
        Signatures((165,), ((head.office_head_title, head.office_head),), above=10),
    )
    number = f"Số: {room(12, 13)}/BB-{head.council_symbol}"
    council = (
        Head(head.issuer, head.council, number, place),
        *_middle(_("BIÊN BẢN"), _("Họp Hội đồng")),
    )
    return (*school, Annex(council)) if head.council else school


def _party(head: Letterhead) -> tuple:
    return (
        Head(head.party_superior, head.party_issuer, f"Số {room(12)}-TTr/{head.party_symbol}", _place(head)),
        *_middle(_("TỜ TRÌNH"), _("trích yếu nội dung văn bản")),
        Signed(("……,", "……."), ((_("T/M ĐẢNG ỦY"), "b"), (head.party_title, "")), head.party_signer),
    )


def _middle(kind: str, subject: str) -> tuple:
    return (
        Title(((kind, "b"), (subject, "b"))),
        Text(((_("Trang xem thử: địa danh, đầu trang và người ký in như trên văn bản."), "i"),)),
    )


def _place(head: Letterhead) -> str:
    return f"{head.place}, {open_day(head.valid_from.year)}"


def _lines(title: str) -> tuple:
    return tuple((line, "b") for line in title.split("\n"))
