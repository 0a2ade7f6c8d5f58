"""Tờ trình in the State's layout: how the year's review went, and how many are proposed for each form."""

from django.conf import settings
from django.utils.translation import gettext as _

from portal.papers.blocks import Heading, Paper, Text, Title, Together, written_day
from recognition.documents.around import addressees, bases, plain, rests_on, school_head, signed
from recognition.documents.forms_table import Awards, forms_table, one_form_each
from recognition.documents.told import Issue, Told
from recognition.documents.words import COUNCIL, DOTS


def submission(told: Told, issue: Issue, awards: Awards) -> Paper:
    """`awards`: {dossier: what is proposed or given beside the recognition}."""
    told.require_somebody()
    school = issue.head["school"]
    opens = _(
        "%(school)s báo cáo kết quả bình xét và đề nghị công nhận, khen thưởng điển hình tiên tiến %(year)s như sau:"
    )
    asks = _(
        "Căn cứ kết quả nêu trên, %(school)s đề nghị công nhận, khen thưởng với số lượng theo từng hình thức như sau:"
    )
    blocks = (
        school_head(issue, told.year, "TTr"),
        _title(told),
        addressees(issue),
        *bases(rests_on(told, issue)),
        Text(plain(opens % {"school": school, "year": told.of_year})),
        Heading(_("1. Quá trình bình xét")),
        *(Text(plain(words)) for words in _process(told)),
        Heading(_("2. Nội dung đề nghị")),
        Text(plain(asks % {"school": school}), sticky=True),
        forms_table(told, awards, 165),
        *(Text(plain(words)) for words in _enclosed(told, awards)),
        Together(
            (Text(plain(_request(issue))), signed(issue, [issue.head["principal_title"]], issue.head["principal"]))
        ),
    )
    return Paper(
        _("Tờ trình đề nghị công nhận, khen thưởng %(year)s") % {"year": told.of_year}, told.day(issue), blocks
    )


def _title(told: Told) -> Title:
    return Title(
        (
            (_("TỜ TRÌNH"), "b"),
            (_("Về việc đề nghị công nhận, khen thưởng điển hình tiên tiến"), "b"),
            (_("trong học tập và làm theo tư tưởng, đạo đức, phong cách"), "b"),
            (_("Hồ Chí Minh %(year)s") % {"year": told.of_year}, "b"),
        )
    )


def _process(told: Told):
    counts = told.figures | {"office": settings.OFFICE_NAME, "council": COUNCIL}
    if told.content["supplement"]:
        yield (
            _(
                "Sau danh sách bình xét của năm %(year)s, còn các hồ sơ được để riêng do chưa có đủ kết quả xếp loại. "
                "%(office)s đã thẩm định, xác định %(listed)s hồ sơ đạt đủ các tiêu chuẩn, lập danh sách bổ sung."
            )
            % counts
        )
    else:
        yield (
            _(
                "Trong năm %(year)s, các khoa, phòng, đoàn thể đăng ký xây dựng %(registered)s điển hình tiên tiến. "
                "Cuối năm, các đơn vị họp, bỏ phiếu suy tôn và gửi %(sent)s hồ sơ đề nghị. %(office)s đã thẩm định, "
                "xác định %(listed)s hồ sơ đạt đủ các tiêu chuẩn theo Kế hoạch."
            )
            % counts
            + told.left_aside
        )
    yield _(
        "%(day)s, %(council)s nhà trường họp, có mặt %(present)s/%(total)s thành viên, bỏ phiếu kín đối với %(listed)s "
        "hồ sơ. Kết quả có %(passed)s hồ sơ đạt từ %(threshold)s trở lên số phiếu đồng ý tính trên %(base)s, gồm "
        "%(kinds)s."
    ) % (counts | {"day": written_day(told.held_on).capitalize()})
    yield _("Danh sách đã được công khai tại nhà trường từ %(day)s; ý kiến phản ánh: %(dots)s.") % {
        "day": written_day(None),
        "dots": DOTS,
    }


def _enclosed(told: Told, awards: Awards):
    annex = _("Danh sách và tóm tắt thành tích tại Phụ lục kèm theo Tờ trình này.")
    yield f"{one_form_each(told, awards)} {annex}".strip()
    yield _(
        "Hồ sơ gửi kèm gồm: Biên bản họp và Biên bản kiểm phiếu của %(council)s; báo cáo thành tích của từng tập thể, "
        "cá nhân có xác nhận của đơn vị; bản sao quyết định công nhận sáng kiến, quyết định xếp loại chất lượng năm "
        "%(year)s."
    ) % {"council": COUNCIL, "year": told.year}


def _request(issue: Issue) -> str:
    asked = ", ".join(line.strip(" -;,.") for line in issue.lines("addressees")) or _("cấp có thẩm quyền")
    told = {"school": issue.head["school"], "asked": asked}
    return _("%(school)s kính đề nghị %(asked)s xem xét, quyết định./.") % told
