"""Tờ trình of the Đảng ủy, in the Party's layout: the figures of the school's, in the Party's words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.papers.blocks import (
    Head,
    Heading,
    Paper,
    Parts,
    Signed,
    Text,
    Title,
    Together,
    ended,
    room,
    written_day,
)
from portal.rights import Conflict
from recognition.documents.around import addressees, minutes_number, plain
from recognition.documents.forms_table import Awards, forms_table, one_form_each
from recognition.documents.told import Issue, Told
from recognition.documents.words import COUNCIL, DOTS, party_day

VERBS = ("Căn cứ ", "Thực hiện ")
NEEDED = ("party_superior", "party_issuer", "party_symbol", "party_title", "party_signer")


def party_submission(told: Told, issue: Issue, awards: Awards) -> Paper:
    told.require_somebody()
    _require_party(issue)
    body = _("Đảng ủy %(school)s") % {"school": issue.head["school"]}
    asks = _("%(body)s đề nghị công nhận, khen thưởng với số lượng theo từng hình thức như sau:") % {"body": body}
    annex = _("Danh sách, tóm tắt thành tích và hồ sơ của từng điển hình gửi kèm Tờ trình này.")
    blocks = (
        _head(told, issue),
        _title(told),
        addressees(issue, between=","),
        Text(plain(_rests_on(told, issue, body))),
        Heading(_("1. Quá trình bình xét")),
        *(Text(plain(words)) for words in (*_process(told), _without_fault(told))),
        Heading(_("2. Nội dung đề nghị")),
        Text(plain(asks), sticky=True),
        forms_table(told, awards, 160),
        Text(plain(f"{one_form_each(told, awards)} {annex}".strip())),
        Together((Text(plain(_request(issue, body))), _signed(issue))),
    )
    title = _("Tờ trình của Đảng ủy đề nghị công nhận, khen thưởng %(year)s") % {"year": told.of_year}
    return Paper(title, told.day(issue), blocks, layout="party")


def _require_party(issue: Issue) -> None:
    if not all(issue.head.get(name) for name in NEEDED):
        raise Conflict(
            _("Mẫu văn bản chưa ghi đủ tên, ký hiệu và người ký của Đảng ủy."),
            instead=_("Vui lòng ghi các mục của Đảng ủy ở mẫu đầu trang của nhà trường rồi kết xuất lại."),
        )


def _head(told: Told, issue: Issue) -> Head:
    """No colon, a hyphen before the kind of paper, the body after the slash."""
    head = issue.head
    number = issue.number or f"{room(12)}-TTr/{head['party_symbol']}"
    blank = room(4)  # less than in the State's head, which is wider
    unknown = _("ngày %(day)s tháng %(month)s năm %(year)s") % {"day": blank, "month": blank, "year": told.year}
    place = f"{head['place']}, {written_day(issue.day) if issue.day else unknown}"
    return Head(head["party_superior"], head["party_issuer"], _("Số %(number)s") % {"number": number}, place)


def _title(told: Told) -> Title:
    return Title(
        (
            (_("TỜ TRÌNH"), "b"),
            (_("đề nghị công nhận, khen thưởng điển hình tiên tiến"), "b"),
            (_("trong học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"), "b"),
            (told.of_year, "b"),
        )
    )


def _rests_on(told: Told, issue: Issue, body: str) -> str:
    """One sentence of the body, where the State's paper has lines in italics."""
    lines = [line.rstrip(" ;,.") for line in issue.lines("bases")] or [DOTS]
    named = [line if line.startswith(VERBS) else _("Thực hiện %(what)s") % {"what": line} for line in lines[:1]]
    named += [line[:1].lower() + line[1:] if line.startswith(VERBS) else line for line in lines[1:]]
    minutes = _("căn cứ Biên bản số %(number)s, ngày %(day)s của %(council)s nhà trường") % {
        "number": minutes_number(issue),
        "day": party_day(told.held_on),
        "council": COUNCIL,
    }
    bases = "; ".join([*named, minutes])
    return _("%(bases)s, %(body)s báo cáo và đề nghị như sau:") % {"bases": bases, "body": body}


def _process(told: Told):
    counts = told.figures | {"day": party_day(told.held_on), "council": COUNCIL}
    if told.content["supplement"]:
        yield (
            _(
                "Các hồ sơ được để riêng khi lập danh sách bình xét của năm %(year)s, nay đã có kết quả xếp loại, được "
                "thẩm định tiếp; có %(listed)s hồ sơ đạt đủ các tiêu chuẩn."
            )
            % counts
        )
    else:
        yield (
            _(
                "Trong năm %(year)s, các chi bộ, khoa, phòng, đoàn thể đăng ký xây dựng %(registered)s điển hình tiên "
                "tiến. Cuối năm, các đơn vị họp, bỏ phiếu suy tôn và gửi %(sent)s hồ sơ đề nghị; qua thẩm định có "
                "%(listed)s hồ sơ đạt đủ các tiêu chuẩn."
            )
            % counts
            + told.left_aside
        )
    yield (
        _(
            "Ngày %(day)s, %(council)s nhà trường họp, có mặt %(present)s/%(total)s thành viên, bỏ phiếu kín đối với "
            "%(listed)s hồ sơ; có %(passed)s hồ sơ đạt từ %(threshold)s trở lên số phiếu đồng ý tính trên %(base)s, "
            "gồm %(kinds)s. Đảng ủy thống nhất với kết quả này."
        )
        % counts
    )


def _without_fault(told: Told) -> str:
    return _(
        "Các tập thể, cá nhân được đề nghị chấp hành tốt chủ trương của Đảng, chính sách, pháp luật của Nhà nước, "
        "không vi phạm kỷ luật trong năm %(year)s."
    ) % {"year": told.year}


def _request(issue: Issue, body: str) -> str:
    """Ends with a full stop: "./." is the State's."""
    asked = ", ".join(line.strip(" -;,.") for line in issue.lines("addressees")) or _("cấp ủy có thẩm quyền")
    return _("%(body)s kính trình %(asked)s xem xét, quyết định.") % {"body": body, "asked": asked}


def _signed(issue: Issue) -> Signed:
    lines: Sequence[str] = issue.lines("recipients") or [DOTS, DOTS]
    titles: Parts = ((_("T/M ĐẢNG ỦY"), "b"), (issue.head["party_title"], ""))
    return Signed(ended(lines, between=","), titles, issue.head["party_signer"])
