"""Biên bản kiểm phiếu of the tellers: ballots entry by entry. Refused where its sums do not hold."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from portal.papers.blocks import (
    Cell,
    Column,
    Head,
    Note,
    Paper,
    Signatures,
    Table,
    Text,
    Title,
    Together,
    written_day,
)
from portal.rights import Conflict
from portal.text import two_digits
from recognition.ballots import faults_of_record
from recognition.documents.around import council_issuer, in_groups, plain
from recognition.documents.minutes import failure
from recognition.documents.told import Issue, Told
from recognition.documents.words import COUNCIL, addressed, clock_time, joined


def count(told: Told, issue: Issue) -> Paper:
    """`issue`: it bears no number; the letterhead is that of the closing."""
    require_sums(told)
    tellers = _tellers(told.meeting)
    blocks = (
        Head(council_issuer(issue), _("BAN KIỂM PHIẾU"), "", f"{issue.head['place']}, {written_day(told.held_on)}"),
        _title(told),
        *(Text(plain(words)) for words in _opening(told, tellers)),
        Text(plain(_("3. Kết quả từng hồ sơ:")), sticky=True),
        _table(told),
        Text(plain(_conclusion(told))),
        Together((Text(plain(_closing())), *_signatures(told, tellers))),
    )
    return Paper(_("Biên bản kiểm phiếu %(year)s") % {"year": told.of_year}, told.held_on, blocks)


# -- the sums -------------------------------------------------------------------------------------------------


def require_sums(told: Told) -> None:
    for row in told.entries:
        if wrong := next(faults_of_record(told.vote(row), told.meeting), ""):
            raise Conflict(
                _("Kết quả bỏ phiếu của %(who)s không khớp. %(what)s") % {"who": row["name"], "what": wrong},
                instead=_("Vui lòng xem lại số phiếu đã nhập ở cuộc họp rồi lập lại biên bản."),
            )


# -- the text -------------------------------------------------------------------------------------------------


def _title(told: Told) -> Title:
    about = _("Xét công nhận, khen thưởng điển hình tiên tiến %(year)s") % {"year": told.of_year}
    return Title(((_("BIÊN BẢN KIỂM PHIẾU"), "b"), (about, "b")))


def _tellers(meeting: Mapping) -> list[Mapping]:
    """The head first."""
    found = [each for each in meeting["members"] if each["teller"]]
    if not any(each["teller"] == "head" for each in found):
        raise Conflict(
            _("Chưa ghi Ban Kiểm phiếu của cuộc họp nên chưa lập được Biên bản kiểm phiếu."),
            instead=_("Vui lòng ghi trưởng ban và ủy viên ban kiểm phiếu ở trang cuộc họp."),
        )
    return sorted(found, key=lambda each: each["teller"] != "head")


def _post(teller: Mapping) -> str:
    return _("Trưởng ban") if teller["teller"] == "head" else _("Ủy viên")


def _opening(told: Told, tellers: list[Mapping]) -> Iterator[str]:
    meeting = told.meeting
    named = ", ".join(f"{addressed(each['name'], each['sex'])} ({_post(each)})" for each in tellers)
    yield _(
        "Hôm nay, hồi %(at)s, %(day)s, tại %(place)s, Ban Kiểm phiếu do %(council)s bầu gồm: %(named)s tiến hành kiểm "
        "phiếu xét công nhận, khen thưởng điển hình tiên tiến %(year)s."
    ) % {
        "at": clock_time(meeting["counted"]),
        "day": written_day(told.held_on),
        "place": meeting["place"],
        "council": COUNCIL,
        "named": named,
        "year": told.of_year,
    }
    yield _(
        "1. Tổng số thành viên Hội đồng: %(total)s; có mặt: %(present)s; vắng mặt: %(absent)s%(wrote)s. Hình thức: bỏ "
        "phiếu kín, mỗi hồ sơ một phiếu. Phiếu được đóng dấu treo của nhà trường; hòm phiếu được kiểm tra, niêm phong "
        "trước khi bỏ phiếu."
    ) % {
        "total": two_digits(meeting["total"]),
        "present": two_digits(meeting["present"]),
        "absent": two_digits(meeting["absent"]),
        "wrote": _(" (%(n)s có ý kiến bằng văn bản)") % {"n": two_digits(meeting["wrote"])} if meeting["wrote"] else "",
    }
    yield _(
        "2. Tổng số phiếu phát ra: %(issued)s; thu về: %(returned)s; hợp lệ: %(valid)s; không hợp lệ: %(invalid)s."
    ) % {name: two_digits(told.total(name)) for name in ("issued", "returned", "valid", "invalid")}


def note(told: Told) -> str:
    aside = _("Cột (3): thành viên có mặt nhưng không bỏ phiếu vì có liên quan.")
    written = _("Cột (10): ý kiến đồng ý bằng văn bản (VB) của thành viên vắng mặt.")
    carried = _("Đạt khi từ %(threshold)s trở lên.") % {"threshold": told.threshold}
    return f"{aside} {written} {told.formula(8, 10, 11)} {carried}{told.written_against}"


def _conclusion(told: Told) -> str:
    words = _(
        "4. Kết luận: %(passed)s/%(all)s hồ sơ đạt từ %(threshold)s trở lên số phiếu đồng ý tính trên %(base)s."
    ) % {
        "passed": two_digits(len(told.recognised)),
        "all": two_digits(len(told.entries)),
        "threshold": told.threshold,
        "base": told.base,
    }
    if told.failed:
        who = joined([failure(told, row) for row in told.failed])
        words += _(" %(n)s hồ sơ không đạt: %(who)s.") % {"n": two_digits(len(told.failed)), "who": who}
    return words + _(" Không có khiếu nại về việc bỏ phiếu, kiểm phiếu.")


def _closing() -> str:
    return _(
        "Biên bản lập xong hồi %(at)s cùng ngày, được công bố trước Hội đồng; phiếu được niêm phong và bàn giao cho "
        "Thư ký Hội đồng lưu hồ sơ./."
    ) % {"at": clock_time("")}


def _signatures(told: Told, tellers: list[Mapping]) -> tuple[Signatures, ...]:
    """Three in a row, the head of the tellers last; the chair confirms below."""
    head, *members = tellers
    signers = [(_post(each).upper(), each["name"]) for each in (*members, head)]
    rows = [signers[begin : begin + 3] for begin in range(0, len(signers), 3)]
    chair = (_("XÁC NHẬN CỦA CHỦ TỌA CUỘC HỌP"), told.meeting["chair"]["name"])
    return tuple(
        Signatures((165 / len(row),) * len(row), tuple(row), above=5 if number else 0)
        for number, row in enumerate([*rows, [chair]])
    )


# -- the table ------------------------------------------------------------------------------------------------


def _table(told: Told) -> Table:
    ballots, opinions = _("Số phiếu"), _("Ý kiến")
    columns = (
        Column(9.5, _("STT")),
        Column(44.5, _("Tập thể, cá nhân"), centred=False),
        Column(13.5, _("Không\nbỏ\nphiếu"), head_points=11),
        Column(10.5, _("Phát\nra"), group=ballots, head_points=11),
        Column(10.5, _("Thu\nvề"), group=ballots, head_points=11),
        Column(10.5, _("Hợp\nlệ"), group=ballots, head_points=11),
        Column(13.5, _("Không\nhợp lệ"), group=ballots, head_points=11),
        Column(11, _("Đồng\ný"), group=opinions, head_points=11),
        Column(13.5, _("Không\nđồng ý"), group=opinions, head_points=11),
        Column(13, _("Đồng ý\nbằng\nVB"), group=opinions, head_points=11),
        Column(15, _("Tỷ lệ\nđồng ý\n(%)")),
    )
    rows = in_groups(told.groups, 11, lambda row: _counted(told, row))
    return Table(columns, tuple(rows), tail=(Note(note(told)),))


def _counted(told: Told, row: Mapping) -> tuple[Cell, ...]:
    vote = told.vote(row)
    names = ("issued", "returned", "valid", "invalid", "agree", "against", "written_agree")
    figures = (len(vote["recused"]), *(vote[name] for name in names))
    share = Cell(vote["percent"], bold=not vote["passed"])
    return (Cell(row["name"]), *(Cell(str(figure)) for figure in figures), share)
