"""What registrations and dossiers ask of a unit and of the office."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations import rights
from nominations.actions.nominations import deadline
from nominations.models import Nomination, Registration
from nominations.queries.following import dossiers_are_due, unexplained
from nominations.queries.registrations import open_years, to_continue
from nominations.workflow import EDITABLE
from portal import clock
from portal.desk import Task
from portal.models import Unit, User
from portal.queries import units_written_for
from portal.text import two_digits


def tasks(user: User) -> Iterator[Task]:
    if units := units_written_for(user, "registration.write"):
        yield from _registrations_to_finish(units)
    if units := units_written_for(user, "nomination.write"):
        yield from _dossiers_to_finish(units)
        yield from _promised_without_dossier(units)
        yield from _to_continue(user)
    yield from _registrations_to_accept(user)


def _registrations_to_finish(units: list[Unit]) -> Iterator[Task]:
    rows = Registration.objects.with_subject().filter(unit__in=units, plan_year__state="open")
    for row in rows.filter(state__in=EDITABLE):
        back = row.state == "returned"
        yield Task(
            "arrow-return-left" if back else "journal-plus",
            (_("Bổ sung đăng ký bị trả lại: %(who)s") if back else _("Hoàn thành đăng ký: %(who)s")) % {"who": row},
            _("Lý do trả lại: %(reason)s") % {"reason": row.return_reason}
            if back
            else _("Bản nháp chưa gửi. Hạn gửi danh sách là %(by)s; gửi sau hạn được ghi là bổ sung.")
            % {"by": f"{row.plan_year.registers_by:%d/%m/%Y}"},
            _("Bổ sung") if back else _("Viết tiếp"),
            reverse("nominations:registration-detail", args=[row.pk]),
            due=row.returned_until if back else _still_due(row.plan_year.registers_by),
        )


def _still_due(day: date) -> date | None:
    """A registration may be sent after its day, so that a day gone by presses nobody."""
    return None if day < clock.today() else day


def _dossiers_to_finish(units: list[Unit]) -> Iterator[Task]:
    rows = Nomination.objects.with_subject().filter(unit__in=units, plan_year__state="open")
    for row in rows.filter(state__in=EDITABLE):
        back = row.state == "returned"
        yield Task(
            "arrow-return-left" if back else "pencil",
            (_("Bổ sung hồ sơ bị trả lại: %(who)s") if back else _("Viết tiếp hồ sơ: %(who)s")) % {"who": row},
            _("Lý do trả lại: %(reason)s") % {"reason": row.return_reason}
            if back
            else _("Bản nháp chưa gửi. Trang hồ sơ nêu từng mục còn thiếu."),
            _("Bổ sung") if back else _("Viết tiếp"),
            reverse("nominations:nomination-detail", args=[row.pk]),
            due=_day(deadline(row)),
        )


def _promised_without_dossier(units: list[Unit]) -> Iterator[Task]:
    rows = Registration.objects.with_subject().filter(unit__in=units, plan_year__state="open", state="accepted")
    for row in unexplained(rows):
        late = dossiers_are_due(row.plan_year)
        yield Task(
            "signpost-split",
            (_("Nêu lý do không đề nghị: %(who)s") if late else _("Đã đăng ký, chưa có hồ sơ đề nghị: %(who)s"))
            % {"who": row},
            _("Đã đăng ký nhưng hết hạn gửi hồ sơ mà chưa có hồ sơ đề nghị.")
            if late
            else _("Đăng ký tiếp nhận ngày %(day)s. Lập hồ sơ từ bản đăng ký này, hoặc nêu lý do không đề nghị.")
            % {"day": f"{clock.local(row.accepted_at):%d/%m/%Y}"},
            _("Nêu lý do") if late else _("Lập hồ sơ"),
            reverse(f"nominations:registration-{'explain' if late else 'detail'}", args=[row.pk]),
            due=row.plan_year.reviews_on if late else _day(row.plan_year.nominates_by),
        )


def _to_continue(user: User) -> Iterator[Task]:
    """While the units draw up a new year's list."""
    for year in open_years().filter(registers_by__gte=clock.today()):
        if rows := to_continue(user, year):
            words = {"count": two_digits(len(rows)), "last": year.year - 1}
            yield Task(
                "arrow-right-circle",
                _("%(count)s đăng ký năm %(last)s có thể tiếp tục") % words,
                "; ".join(str(row) for row in rows),
                _("Chọn để tiếp tục"),
                reverse("nominations:registration-new"),
                due=year.registers_by,
            )


def _day(moment: datetime):
    return clock.local(moment).date()


def _registrations_to_accept(user: User) -> Iterator[Task]:
    """One task for them all: the list shows them, each with its own page."""
    rows = Registration.objects.filter(state="submitted", plan_year__state="open")
    waiting = list(rights.handled_by(user, rows).values_list("plan_year__year", flat=True))
    for year in sorted(set(waiting)):
        yield Task(
            "inbox",
            _("Tiếp nhận đăng ký năm %(year)s") % {"year": year},
            _("%(count)s đăng ký các đơn vị đã gửi đang chờ tiếp nhận hoặc trả lại.")
            % {"count": two_digits(waiting.count(year))},
            _("Xem đăng ký"),
            f"{reverse('nominations:registration-list')}?year={year}&state=submitted",
        )
