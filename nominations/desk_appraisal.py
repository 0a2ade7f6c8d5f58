"""What the appraisal asks of the office, of the board where it stands in, and of assessors."""

from collections.abc import Iterator

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import Criterion, GateAnswer
from criteria.vocabulary import Declared, Source
from nominations import rights
from nominations.models import Nomination
from nominations.queries.reach import sheets
from portal.clock import local
from portal.desk import Task
from portal.models import User
from portal.rights import may


def tasks(user: User) -> Iterator[Task]:
    if may(user, "nomination.handle"):
        yield from _to_handle(user, Nomination.objects.all())
    elif may(user, "nomination.stand_in"):
        yield from _to_handle(user, Nomination.objects.filter(rights.of_the_board()))
    if may(user, "sheet.write"):
        yield from _to_mark(user)


def _to_handle(user: User, rows) -> Iterator[Task]:
    """What comes next for each dossier that this reader may handle; by the day of the review."""
    answers = Prefetch("scorecard__answers", GateAnswer.objects.all())
    found = (
        rows.filter(state__in=("submitted", "received"))
        .with_subject()
        .select_related("scorecard__criteria_set")
        .prefetch_related(answers, "scorecard__sheets")
        .order_by("sent_at", "pk")
    )
    mine = [row for row in found if not rights.conflict(user, row)]
    gates: dict[int, list[Criterion]] = {}
    for gate in Criterion.objects.filter(kind="gate", source=Source.OFFICE, enabled=True):
        gates.setdefault(gate.criteria_set_id, []).append(gate)
    for row in mine:
        yield from _next(row, gates)


def _next(row: Nomination, gates: dict[int, list[Criterion]]) -> Iterator[Task]:
    href, due = reverse("nominations:appraisal", args=[row.pk]), row.plan_year.reviews_on
    if row.state == "submitted":
        sent = _("%(unit)s gửi lúc %(at)s.") % {"unit": row.unit, "at": f"{local(row.sent_at):%H:%M ngày %d/%m/%Y}"}
        yield Task("inbox", _("Tiếp nhận hồ sơ: %(who)s") % {"who": row}, sent, _("Mở hồ sơ"), href, due)
        return
    card = row.scorecard
    answered = {answer.criterion_id for answer in card.answers.all()}
    waiting = [
        gate
        for gate in gates.get(card.criteria_set_id, [])
        if gate.pk not in answered and row.kind in gate.applies_to and gate.code not in card.year_set_aside
    ]
    if waiting:
        why = _("Còn %(n)02d điều kiện chưa trả lời: %(which)s.") % {
            "n": len(waiting),
            "which": "; ".join(gate.label for gate in waiting),
        }
        yield Task("shield-check", _("Trả lời điều kiện: %(who)s") % {"who": row}, why, _("Trả lời"), href, due)
    asked = list(card.sheets.all())
    near = [sheet for sheet in asked if sheet.declared == Declared.SOME]
    if near:
        why = _("%(n)02d thành viên khai có xung đột lợi ích.") % {"n": len(near)}
        yield Task("person-x", _("Phân công lại: %(who)s") % {"who": row}, why, _("Phân công lại"), href, due)
    sent = sum(sheet.sent_at is not None for sheet in asked)
    least = card.criteria_set.min_sheets
    if len(asked) < least:
        why = _("Đã phân công %(n)02d trên %(least)02d phiếu.") % {"n": len(asked), "least": least}
        yield Task("person-plus", _("Phân công chấm: %(who)s") % {"who": row}, why, _("Phân công"), href, due)
    elif sent == len(asked) and not waiting:
        why = _("Đã gửi đủ %(n)02d phiếu, các điều kiện đã trả lời.") % {"n": sent}
        yield Task("check2-square", _("Kết luận thẩm định: %(who)s") % {"who": row}, why, _("Kết luận"), href, due)


def _to_mark(user: User) -> Iterator[Task]:
    open_sheets = sheets().visible_to(user).filter(sent_at=None, scorecard__nomination__state="received")
    open_sheets = open_sheets.exclude(declared=Declared.SOME)
    for sheet in open_sheets.annotate(marked=Count("marks", filter=Q(marks__isnull=False))).order_by("pk"):
        nomination = sheet.scorecard.nomination
        why = _("%(unit)s đề nghị. Đã chấm %(n)02d tiêu chuẩn.") % {"unit": nomination.unit, "n": sheet.marked}
        yield Task(
            "pencil-square",
            _("Chấm hồ sơ: %(who)s") % {"who": nomination},
            why,
            _("Chấm"),
            reverse("nominations:score", args=[nomination.pk]),
            nomination.plan_year.reviews_on,
        )
