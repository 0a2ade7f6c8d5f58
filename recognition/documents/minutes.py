"""Biên bản họp of the council: who came, what was said, how the vote went, what follows."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from criteria.numbers import shown
from portal.papers.blocks import (
    SHORT_DOTS,
    Cell,
    Column,
    Head,
    Heading,
    Note,
    Paper,
    Recipients,
    Signatures,
    Table,
    Text,
    Title,
    Together,
    ended,
    signature_widths,
    written_day,
)
from portal.text import two_digits
from recognition.documents.around import council_issuer, council_symbol, in_groups, numbered, plain
from recognition.documents.told import Issue, Told
from recognition.documents.words import COUNCIL, MOVEMENT, addressed, clock_time, joined, kinds, opening, paragraphs


def minutes(told: Told, issue: Issue) -> Paper:
    meeting = told.meeting
    names = (meeting["secretary"]["name"], meeting["chair"]["name"])
    signers = tuple(zip((_("THƯ KÝ"), _("CHỦ TỌA")), names, strict=True))
    blocks = (
        _head(told, issue),
        _title(told),
        Text(plain(_opening(told))),
        Heading(_("I. THÀNH PHẦN")),
        *_texts(_presence(meeting)),
        Heading(_("II. NỘI DUNG")),
        *_texts(_course(told)),
        Heading(_("III. KẾT QUẢ BỎ PHIẾU")),
        _table(told),
        Heading(_("IV. KẾT LUẬN")),
        *_texts(_conclusion(told)),
        Together(
            (
                Text(plain(_closing(meeting))),
                Signatures(signature_widths(names), signers),
                *([Recipients(ended(lines))] if (lines := issue.lines("recipients")) else []),
            )
        ),
    )
    return Paper(_("Biên bản họp Hội đồng %(year)s") % {"year": told.of_year}, issue.day or told.held_on, blocks)


def _opening(told: Told) -> str:
    return _(
        "Hôm nay, hồi %(begins)s, %(day)s, tại %(place)s, %(council)s tổ chức họp xét công nhận, khen thưởng điển hình "
        "tiên tiến %(movement)s %(year)s."
    ) % {
        "begins": clock_time(told.meeting["begins"]),
        "day": written_day(told.held_on),
        "place": told.meeting["place"],
        "council": COUNCIL,
        "movement": MOVEMENT,
        "year": told.of_year,
    }


def _texts(sentences: Iterable[str]) -> list[Text]:
    return [Text(plain(words)) for words in sentences]


def _head(told: Told, issue: Issue) -> Head:
    """Of the council, within the school; dated by the day of the meeting."""
    place = f"{issue.head['place']}, {written_day(issue.day or told.held_on)}"
    return Head(issue.head["issuer"], council_issuer(issue), numbered(issue, "BB", council_symbol(issue)), place)


def _title(told: Told) -> Title:
    about = _("xét công nhận, khen thưởng điển hình tiên tiến %(year)s") % {"year": told.of_year}
    return Title(((_("BIÊN BẢN"), "b"), (_("Họp %(council)s") % {"council": COUNCIL}, "b"), (about, "b")))


# -- I --------------------------------------------------------------------------------------------------------


def _presence(meeting: Mapping) -> Iterator[str]:
    share = shown(Fraction(100 * meeting["present"], meeting["total"]), 2)
    counts = _(
        "1. Tổng số thành viên Hội đồng: %(total)s. Có mặt: %(present)s/%(total)s thành viên (đạt %(share)s%%)."
    ) % {
        "total": two_digits(meeting["total"]),
        "present": two_digits(meeting["present"]),
        "share": share,
    }
    yield counts + _absent(meeting)
    for number, label, who in ((2, _("Chủ trì"), meeting["chair"]), (3, _("Thư ký"), meeting["secretary"])):
        yield f"{number}. {label}: {opening(_named(who))}."
    led = (meeting["chair"]["name"], meeting["secretary"]["name"])
    others = [each for each in meeting["members"] if each["present"] and each["name"] not in led]
    if others:
        yield _("4. Các thành viên khác có mặt: %(who)s.") % {"who": "; ".join(map(_named, others))}


def _named(who: Mapping) -> str:
    """ông Nguyễn Văn A, Trưởng khoa, Khoa B, Ủy viên"""
    return ", ".join(words for words in (addressed(who["name"], who["sex"]), who["post"], who["role_label"]) if words)


def _absent(meeting: Mapping) -> str:
    away = [each for each in meeting["members"] if not each["present"]]
    if not away:
        return ""
    named = "; ".join(_away(each) for each in away)
    return _(" Vắng mặt: %(n)s thành viên: %(who)s.") % {"n": two_digits(len(away)), "who": named}


def _away(who: Mapping) -> str:
    reason = _("lý do: %(reason)s") % {"reason": who["reason"].rstrip(" .;")}
    wrote = [_("đã gửi ý kiến bằng văn bản")] if who["wrote"] else []
    named = ", ".join(words for words in (addressed(who["name"], who["sex"]), who["post"]) if words)
    return ", ".join([named, reason, *wrote])


# -- II -------------------------------------------------------------------------------------------------------


def _course(told: Told) -> Iterator[str]:
    meeting = told.meeting
    yield _(
        "1. Thường trực Hội đồng báo cáo kết quả thẩm định: %(listed)s hồ sơ đạt đủ các tiêu chuẩn, gồm "
        "%(kinds)s.%(aside)s"
    ) % {
        "listed": two_digits(len(told.entries)),
        "kinds": kinds(len(told.content["collectives"]), len(told.content["individuals"])),
        "aside": "" if told.content["supplement"] else told.left_aside,
    }
    if not meeting["report"] and any(row["unit"] == settings.OFFICE_NAME for row in told.entries):
        yield _("Hồ sơ của %(office)s do Ban Giám hiệu thẩm định.") % {"office": settings.OFFICE_NAME}
    yield from paragraphs(meeting["report"])
    said = list(paragraphs(meeting["discussion"])) or [_("không có ý kiến khác với báo cáo.")]
    yield _("2. Hội đồng thảo luận: %(said)s") % {"said": said[0]}
    yield from said[1:]
    yield _(
        "3. Hội đồng thống nhất: bỏ phiếu kín; thành viên có liên quan không bỏ phiếu đối với hồ sơ đó; tỷ lệ tính "
        "trên %(base)s; điều kiện đạt: từ %(threshold)s trở lên."
    ) % {"base": told.base, "threshold": told.threshold}
    yield from _recused(told)
    yield _("4. Ban Kiểm phiếu gồm: %(tellers)s; tiến hành bỏ phiếu và kiểm phiếu.") % {"tellers": _tellers(meeting)}


def _recused(told: Told) -> Iterator[str]:
    """Of those present, each once: from which entries, and why."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in told.entries:
        for aside in told.vote(row)["recused"]:
            found.setdefault(aside["name"], {}).setdefault(aside["reason"].rstrip(" ."), []).append(row["name"])
    if found:
        yield _("Thành viên có mặt không bỏ phiếu do có liên quan:")
    for member in told.meeting["members"]:
        if reasons := found.get(member["name"]):
            said = "; ".join(f"{', '.join(rows)} ({why})" for why, rows in reasons.items())
            yield f"- {opening(addressed(member['name'], member['sex']))}: {said}."


def _tellers(meeting: Mapping) -> str:
    tellers = sorted((each for each in meeting["members"] if each["teller"]), key=lambda each: each["teller"] != "head")
    named = [
        addressed(each["name"], each["sex"]) + (_(" (Trưởng ban)") if each["teller"] == "head" else "")
        for each in tellers
    ]
    return ", ".join(named) or SHORT_DOTS * 4


# -- III ------------------------------------------------------------------------------------------------------


def _table(told: Told) -> Table:
    columns = (
        Column(10, _("STT")),
        Column(67, _("Tập thể, cá nhân"), centred=False),
        Column(15, _("Không\nbỏ\nphiếu")),
        Column(14, _("Phiếu\nhợp lệ")),
        Column(14, _("Phiếu\nđồng\ný")),
        Column(15, _("Đồng\ný bằng\nvăn\nbản")),
        Column(15, _("Tỷ lệ\n(%)")),
        Column(15, _("Kết\nquả")),
    )
    rows = in_groups(told.groups, 8, lambda row: _voted(told, row))
    return Table(columns, tuple(rows), tail=(Note(note(told)),))


def _voted(told: Told, row: Mapping) -> tuple[Cell, ...]:
    vote = told.vote(row)
    who = Cell(row["name"], second=row["place"] if "sex" in row else "")
    figures = (len(vote["recused"]), vote["valid"], vote["agree"], vote["written_agree"])
    outcome = Cell(_("Đạt")) if vote["passed"] else Cell(_("Không\nđạt"), bold=True)
    return (who, *(Cell(str(each)) for each in figures), Cell(vote["percent"]), outcome)


def note(told: Told) -> str:
    rest = _(
        "Số phiếu phát ra, thu về, không hợp lệ, không đồng ý của từng hồ sơ ghi tại Biên bản kiểm phiếu kèm theo."
    )
    return f"{told.formula(5, 6, 7)} {rest}{told.written_against}"


# -- IV -------------------------------------------------------------------------------------------------------


def _conclusion(told: Told) -> Iterator[str]:
    number = 1
    yield _(
        "1. Hội đồng thống nhất đề nghị công nhận %(n)s điển hình tiên tiến %(year)s đạt từ %(threshold)s trở lên, gồm "
        "%(kinds)s."
    ) % {
        "n": two_digits(len(told.recognised)),
        "year": told.of_year,
        "threshold": told.threshold,
        "kinds": told.kinds_and_sexes,
    }
    if told.failed:
        number += 1
        yield _(
            "%(number)s. Không đạt tỷ lệ theo quy định: %(who)s. Giao Thường trực Hội đồng thông báo lý do bằng văn "
            "bản tới đơn vị."
        ) % {"number": number, "who": joined([failure(told, row) for row in told.failed])}
    number += 1
    dissent = " ".join(paragraphs(told.meeting["dissent"])) or _("không có.")
    yield _("%(number)s. Ý kiến khác, ý kiến bảo lưu: %(dissent)s") % {"number": number, "dissent": dissent}
    for words in paragraphs(told.meeting["conclusion"]):
        number += 1
        yield f"{number}. {words}"


def failure(told: Told, row: Mapping) -> str:
    """Who did not reach the share, with the numbers."""
    vote = told.vote(row)
    who = addressed(row["name"], row["sex"]) if "sex" in row else row["name"]
    return _("%(who)s (%(for)s/%(base)s thành viên đồng ý, %(percent)s%%)") % {
        "who": who,
        "for": two_digits(vote["for"]),
        "base": two_digits(vote["base"]),
        "percent": vote["percent"],
    }


def _closing(meeting: Mapping) -> str:
    return _("Biên bản được lập thành 02 bản, thông qua tại cuộc họp. Cuộc họp kết thúc hồi %(ends)s cùng ngày./.") % {
        "ends": clock_time(meeting["ends"])
    }
