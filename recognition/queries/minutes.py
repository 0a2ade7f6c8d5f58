"""What the pages of the meeting show: what each entry needs, who came, how the vote went, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.states import State
from portal.tables import NONE, Cell, Column, Table
from portal.text import two_digits
from recognition.ballots import Rule, per_cent
from recognition.minutes import minutes_of, missing
from recognition.models import Attendance, ListVersion
from recognition.queries.meetings import GROUPS, Hall, Line

PASSED = State(gettext_lazy("Đạt"), "check-circle-fill", "eligible")
FAILED = State(gettext_lazy("Không đạt"), "x-circle-fill", "ineligible")
POSSIBLE = State(gettext_lazy("Có thể đạt"), "check-circle", "draft")
IMPOSSIBLE = State(gettext_lazy("Không thể đạt"), "exclamation-triangle", "ineligible")
DONE, NEXT, LATER = "done", "next", "later"


@dataclass(frozen=True)
class Warning:
    """An entry that cannot pass whatever the rest vote, in words."""

    who: str
    why: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A step from the closed list to its approval. `state`: done, next or later."""

    label: str
    text: str
    state: str
    href: str = ""


def content_of(frozen: ListVersion, hall: Hall) -> dict:
    """As sealed, or as it stands: the votes of whoever is counted so far."""
    if "votes" in frozen.content or hall.meeting is None:
        return frozen.content
    return frozen.content | minutes_of(frozen, hall)


# -- before the vote ------------------------------------------------------------------------------------------


def needs_table(hall: Hall) -> Table:
    """What the council is asked, in the order of the closed list."""
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Không bỏ phiếu")),
        Column(_("Được bỏ phiếu"), number=True),
        Column(_("Tính trên"), number=True),
        Column(_("Cần đồng ý"), number=True),
        Column(_("Khả năng")),
    ]
    return Table(_("Các mục đưa ra bỏ phiếu, số phiếu cần"), columns, [_needs(line) for line in hall.lines])


def _needs(line: Line) -> list[Cell]:
    return [
        Cell(f"{line.number}. {line.name}", second=line.place),
        Cell(aside_words(line) or NONE),
        Cell(two_digits(line.voters.most), value=line.voters.most),
        Cell(two_digits(line.base), value=line.base),
        Cell(_("từ %(n)s") % {"n": two_digits(line.needed)}, value=line.needed),
        Cell(state=POSSIBLE if line.is_possible else IMPOSSIBLE),
    ]


def aside_words(line: Line) -> str:
    return "; ".join(f"{each.member.person} ({each.reason})" for each in line.aside)


def warnings(hall: Hall) -> list[Warning]:
    """Until everything is counted: from then on the result says it."""
    if not hall.uncounted:
        return []
    return [Warning(line.name, _why(line), tuple(_ways(line))) for line in hall.impossible]


def _why(line: Line) -> str:
    return _(
        "%(aside)s thành viên không bỏ phiếu, nhiều nhất còn %(most)s phiếu đồng ý trên %(base)s (%(percent)s%%), "
        "trong khi cần từ %(needed)s (%(threshold)s)."
    ) % {
        "aside": two_digits(len(line.aside)),
        "most": two_digits(line.voters.most),
        "base": two_digits(line.base),
        "percent": per_cent(line.voters.most, line.base),
        "needed": two_digits(line.needed),
        "threshold": line.rule.threshold,
    }


def _ways(line: Line):
    """What the council may still settle, before the vote and for all entries alike."""
    without = Rule(line.rule.threshold, recused_in_base=False)
    if line.rule.recused_in_base and without.is_possible(line.voters):
        yield _("tính tỷ lệ trên số thành viên được bỏ phiếu: khi đó cần từ %(needed)s trên %(base)s") % {
            "needed": two_digits(without.needed(line.voters)),
            "base": two_digits(without.base(line.voters)),
        }
    enough = line.rule.enough_members(line.voters)
    if enough and enough > line.voters.members:
        yield _("bổ sung để Hội đồng có ít nhất %(n)s thành viên") % {"n": two_digits(enough)}
    if line.voters.absent > line.voters.recused_away + line.voters.wrote:
        yield _("nhận ý kiến bằng văn bản của thành viên vắng mặt")


# -- the meeting ----------------------------------------------------------------------------------------------


def attendance_table(content: dict) -> Table:
    columns = [Column(_("Họ và tên")), Column(_("Vai trò")), Column(_("Dự họp")), Column(_("Ban kiểm phiếu"))]
    tellers = dict(Attendance.Teller.choices)
    rows = [
        [
            Cell(each["name"], second=each["post"]),
            Cell(each["role_label"]),
            Cell(_("Có mặt") if each["present"] else _("Vắng mặt"), second=_absent(each)),
            Cell(str(tellers.get(each["teller"], NONE))),
        ]
        for each in content["meeting"]["members"]
    ]
    return Table(_("Thành viên Hội đồng"), columns, rows)


def _absent(member: dict) -> str:
    wrote = _("gửi ý kiến bằng văn bản") if member["wrote"] else ""
    return "; ".join(filter(None, (member["reason"], wrote)))


def quorum_words(content: dict) -> str:
    meeting = content["meeting"]
    return _("Có mặt %(present)s/%(total)s thành viên (%(share)s%%); phải có mặt ít nhất %(quorum)s.") % {
        "present": two_digits(meeting["present"]),
        "total": two_digits(meeting["total"]),
        "share": per_cent(meeting["present"], meeting["total"]),
        "quorum": meeting["quorum"],
    }


def when(content: dict) -> str:
    meeting = content["meeting"]
    told = [f"{date.fromisoformat(meeting['held_on']):%d/%m/%Y}", _("bắt đầu %(at)s") % {"at": meeting["begins"]}]
    told += [_("kiểm phiếu %(at)s") % {"at": meeting["counted"]}] if meeting["counted"] else []
    told += [_("kết thúc %(at)s") % {"at": meeting["ends"]}] if meeting["ends"] else []
    return ", ".join(told)


# -- the result -----------------------------------------------------------------------------------------------


def result_table(content: dict) -> Table:
    """Every entry in the order of the list; a dash where nothing is typed in yet."""
    columns = [
        Column(_("Tập thể, cá nhân")),
        Column(_("Không bỏ phiếu"), number=True),
        Column(_("Phát ra"), number=True),
        Column(_("Thu về"), number=True),
        Column(_("Hợp lệ"), number=True),
        Column(_("Không hợp lệ"), number=True),
        Column(_("Đồng ý"), number=True),
        Column(_("Không đồng ý"), number=True),
        Column(_("Đồng ý bằng văn bản"), number=True),
        Column(_("Tỷ lệ (%)"), number=True),
        Column(_("Kết quả")),
    ]
    rows = [
        _result(f"{number}. {row['name']}", row["unit"], content["votes"].get(str(row["nomination"])))
        for group in GROUPS
        for number, row in enumerate(content[group], 1)
    ]
    return Table(_("Kết quả bỏ phiếu"), columns, rows)


FIGURES = ("issued", "returned", "valid", "invalid", "agree", "against")


def _result(name: str, place: str, vote: dict | None) -> list[Cell]:
    if vote is None or "issued" not in vote:
        return [Cell(name, second=place), *[Cell(NONE)] * 10]
    recused = len(vote["recused"])
    return [
        Cell(name, second=place),
        Cell(str(recused), value=recused),
        *(Cell(str(vote[figure]), value=vote[figure]) for figure in FIGURES),
        _written(vote["written_agree"], vote["written_against"]),
        Cell(vote["percent"], second=f"{two_digits(vote['for'])}/{two_digits(vote['base'])}"),
        Cell(state=PASSED if vote["passed"] else FAILED),
    ]


def _written(agree: int, against: int) -> Cell:
    """Few write, and hardly anybody against: that takes a second line, not a column."""
    if against:
        return Cell(str(agree), second=_("không đồng ý: %(n)s") % {"n": two_digits(against)})
    return Cell(str(agree), value=agree)


def result_words(content: dict) -> str:
    votes = content["votes"].values()
    return _("%(passed)s trên %(n)s mục đạt tỷ lệ từ %(threshold)s trở lên.") % {
        "passed": two_digits(sum(vote["passed"] for vote in votes)),
        "n": two_digits(len(votes)),
        "threshold": content["threshold"],
    }


def formula_words(content: dict) -> str:
    """How the share was reckoned, by the rule of that meeting."""
    if content["meeting"]["recused_in_base"]:
        return _("Tỷ lệ = (đồng ý + đồng ý bằng văn bản) chia cho tổng số thành viên Hội đồng.")
    return _(
        "Tỷ lệ = (đồng ý + đồng ý bằng văn bản) chia cho tổng số thành viên Hội đồng, trừ người không bỏ phiếu mục đó."
    )


def page_of(content: dict, hall: Hall) -> dict:
    """Of the meeting's page: what each entry needs while nothing is sealed, who came, the result as far as it is in."""
    found = {"needs": None, "warnings": [], "attendance": None, "result": None}
    if "votes" not in content or not content["votes"]:
        found |= {"needs": needs_table(hall), "warnings": warnings(hall)}
    if "meeting" in content:
        found |= {"attendance": attendance_table(content), "quorum": quorum_words(content), "when": when(content)}
    if content.get("votes"):
        found |= {"result": result_table(content), "result_words": result_words(content)}
        found["formula"] = formula_words(content)
    return found


# -- what is next ---------------------------------------------------------------------------------------------


def steps(frozen: ListVersion, hall: Hall, *, keeps: bool) -> list[Step]:
    """From the closed list to its approval: council, meeting, votes, approval; the first not done is next.

    `keeps`: whether the reader types in votes.
    """
    year, pk = frozen.review_list.plan_year_id, frozen.review_list_id
    votes = reverse("recognition:list-votes", args=[pk]) if keeps and hall.meeting and hall.is_quorate else ""
    rows = [
        (_("Hội đồng"), _council_words(hall), hall.total > 0, reverse("recognition:council", args=[year])),
        (_("Cuộc họp"), _meeting_words(hall), hall.meeting is not None, reverse("recognition:list-meeting", args=[pk])),
        (_("Kết quả bỏ phiếu"), _votes_words(hall), _is_counted(hall), votes),
        (_("Duyệt"), missing(hall) or _("Đủ điều kiện duyệt; người duyệt khác người chốt."), False, ""),
    ]
    found, state = [], DONE
    for label, text, done, href in rows:
        state = DONE if done and state == DONE else NEXT if state == DONE else LATER
        found.append(Step(label, text, state, href))
    return found


def _council_words(hall: Hall) -> str:
    if not hall.total:
        return _("Chưa lập Hội đồng của năm.")
    return _("%(n)s thành viên") % {"n": two_digits(hall.total)}


def _meeting_words(hall: Hall) -> str:
    if hall.meeting is None:
        return _("Chưa ghi: ngày, thành viên có mặt, ban kiểm phiếu, ý kiến.")
    return _("Ngày %(day)s, có mặt %(present)s/%(total)s") % {
        "day": f"{hall.meeting.held_on:%d/%m/%Y}",
        "present": two_digits(len(hall.present)),
        "total": two_digits(hall.total),
    }


def _votes_words(hall: Hall) -> str:
    done = len(hall.lines) - len(hall.uncounted)
    return _("Đã nhập %(done)s/%(all)s mục") % {"done": two_digits(done), "all": two_digits(len(hall.lines))}


def _is_counted(hall: Hall) -> bool:
    return hall.meeting is not None and not hall.uncounted and not any(line.faults for line in hall.lines)
