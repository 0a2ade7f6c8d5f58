"""The plan's standards as PDF, for reading and hanging up; a working paper without number."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.queries import catalogue as queries
from criteria.standards import PlanContent
from criteria.vocabulary import SubjectKind
from portal import clock
from portal.papers.blocks import broken
from portal.papers.pdf import compile_pdf

TITLES = {
    SubjectKind.COLLECTIVE: gettext_lazy("A. TẬP THỂ"),
    SubjectKind.INDIVIDUAL: gettext_lazy("B. CÁ NHÂN"),
    SubjectKind.HEAD: gettext_lazy("C. CÁ NHÂN LÀ NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ"),
}


def standards_pdf(plan_content: PlanContent) -> bytes:
    """The same plan on the same day gives the same bytes."""
    day = clock.today()
    head = plan_content.head
    data = {
        "title": _("Tiêu chuẩn điển hình tiên tiến, giai đoạn %(code)s") % {"code": head.code},
        "day": [day.year, day.month, day.day],
        "superior": settings.SCHOOL_NAME_ON_PAPER,
        "issuer": broken(settings.OFFICE_NAME.upper(), 64.9, 13),
        "place": _("Ngày in: %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        "subject": [_("trong học tập và làm theo tư tưởng, đạo đức,"), _("phong cách Hồ Chí Minh")],
        "lead": [
            _("Theo Kế hoạch “%(title)s” của %(issuer)s.") % {"title": head.title, "issuer": head.issuer},
            _(
                "Kế hoạch nêu tiêu chuẩn, không quy định điểm. Điểm và mức đạt dưới đây là thang điểm nội bộ của nhà "
                "trường. Phải đạt mọi tiêu chuẩn; điểm chỉ để xếp hạng trong số những tập thể, cá nhân đã đạt."
            ),
        ],
        "kinds": [_kind(plan_content, kind) for kind in SubjectKind],
    }
    return compile_pdf("criteria/documents/standards.typ", data)


def _kind(plan_content: PlanContent, kind: SubjectKind) -> dict:
    shown = queries.catalogue(plan_content, kind)
    numbers = iter(range(1, shown.count + 1))
    return {
        "title": str(TITLES[kind]),
        "summary": _("%(count)s tiêu chuẩn; tổng điểm tối đa %(points)s.")
        % {"count": f"{shown.count:02d}", "points": shown.points},
        "sections": [
            {
                "label": section.group.label,
                "clause": section.group.clause,
                "intro": section.group.intro,
                "rows": [_row(row, next(numbers)) for row in section.rows],
            }
            for section in shown.sections
        ],
    }


def _row(row: queries.StandardRow, number: int) -> dict:
    return {
        "number": str(number),
        "label": row.criterion.label,
        "text": row.criterion.text,
        "evidence": row.criterion.evidence,
        "gate": row.is_gate,
        "points": row.points,
        "floor": row.floor,
        "who": capfirst(row.who),
    }
