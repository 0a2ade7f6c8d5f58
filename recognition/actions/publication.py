"""The office head's separate act: from then on each unit sees its own results, with the reasons."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.models import Nomination
from portal import audit, clock
from portal.models import Grant, OutboxMessage, User
from portal.rights import Conflict, Refusal
from portal.roles import UNIT_ROLES
from recognition import rights
from recognition.actions import batch
from recognition.models import ReviewList
from recognition.queries import publication as queries


@transaction.atomic
def write_reason(nomination: Nomination, *, reason: str, by: User, version: int) -> None:
    """In the office head's own words, beside the system's sentence. Fixed by the publication."""
    rows = Nomination.objects.filter(pk=nomination.pk, published_at=None, state="not_recognised", version=version)
    if not rows.update(outcome_written=reason, version=F("version") + 1):
        raise Conflict(_("Kết quả đã công bố hoặc lý do vừa được người khác sửa nên chưa ghi được."))
    before = {_("Lý do ghi thêm"): nomination.outcome_written}
    audit.record(nomination, _("Ghi lý do"), by=by, before=before, after={_("Lý do ghi thêm"): reason})


@transaction.atomic
def publish(review_list: ReviewList, *, by: User, seen: Mapping[int, int] | None = None) -> None:
    """Once, after the decision, and not while a notice gives other reasons. What was revoked before is told as well.

    `seen`: what was on the screen, {dossier: its version}; anything that differs by now stops it and is named.
    """
    now = clock.now()
    if not rights.publishes(by, review_list):
        raise Refusal(_("Kết quả do Trưởng Phòng công bố."))
    if not ReviewList.objects.filter(pk=review_list.pk, state="decided", published_at=None).update(published_at=now):
        raise Conflict(_("Chỉ công bố được một lần, sau khi đã ghi quyết định."))
    if told := queries.notices_told_otherwise(review_list):
        raise Conflict(
            _("Lý do đã được sửa sau khi ghi số thông báo kết quả gửi %(units)s.")
            % {"units": "; ".join(str(notice.unit) for notice in told)},
            instead=_("Vui lòng mở trang Văn bản, lưu lại số, ngày của các thông báo này rồi công bố."),
        )
    done = queries.to_publish(review_list)
    if seen is not None:
        batch.require_as_seen(done.with_subject(), seen)
    units = set(done.values_list("unit_id", flat=True))
    people = set(done.filter(subject_person__account__is_active=True).values_list("subject_person__account", flat=True))
    done.update(published_at=now)
    writers = Grant.objects.filter(role__in=UNIT_ROLES, unit__in=units, revoked_at=None)
    year = review_list.plan_year.year
    subject = _("Đã công bố kết quả bình xét năm %(year)s") % {"year": year}
    OutboxMessage.objects.bulk_create(
        OutboxMessage(to_id=user, subject=subject, body="", link=reverse("recognition:results", args=[year]))
        for user in dict.fromkeys((*writers.values_list("user_id", flat=True), *sorted(people)))
    )
    audit.record(review_list, _("Công bố kết quả đến đơn vị"), by=by)
