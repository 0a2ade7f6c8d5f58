"""Acts on the review list. A batch is all or nothing: one illegal entry stops it and is named."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from nominations.actions import gates
from nominations.models import Nomination
from portal import audit, clock
from portal.models import User
from portal.rights import Conflict, Refusal
from portal.workflow import perform
from recognition import rights
from recognition.actions import batch, before
from recognition.minutes import minutes_of
from recognition.models import Entry, ListVersion, ReviewList
from recognition.queries import lists as queries
from recognition.queries.before import standing_spreads
from recognition.seal import code_of, seal
from recognition.snapshot import Settled, freeze
from recognition.workflow import LISTS


@transaction.atomic
def open_list(plan_year: PlanYear, *, by: User) -> ReviewList:
    """The year's list; after its decision, one more for those who were set aside. Of two at once both get the same."""
    PlanYear.objects.select_for_update().get(pk=plan_year.pk)
    last = ReviewList.objects.filter(plan_year=plan_year).order_by("-number").first()
    if last and last.state != "decided":
        return last
    if last and not Nomination.objects.filter(plan_year=plan_year, state="appraised").exclude(aside_reason="").exists():
        raise Conflict(_("Không có hồ sơ nào để riêng nên không cần danh sách bổ sung."))
    review_list = ReviewList.objects.create(plan_year=plan_year, number=last.number + 1 if last else 1)
    audit.record(review_list, _("Lập danh sách"), by=by)
    return review_list


@transaction.atomic
def set_aside(nomination: Nomination, *, reason: str, by: User) -> None:
    """A late paper never holds the school: the dossier waits for a supplementary list."""
    rows = Nomination.objects.filter(pk=nomination.pk, state="appraised", aside_reason="", version=nomination.version)
    if not rows.update(aside_reason=reason, version=F("version") + 1):
        raise Conflict(_("Hồ sơ vừa thay đổi nên chưa để riêng được."), instead=_("Vui lòng mở lại danh sách."))
    audit.record(nomination, _("Để riêng làm danh sách bổ sung"), by=by, note=reason)


@transaction.atomic
def close(review_list: ReviewList, *, by: User, version: int, seen: Mapping[int, int] | None = None) -> ListVersion:
    """Freeze who stands on the list, with everything the papers print, and move those dossiers on to it.

    `seen`: {dossier: its version} of those that were on the screen.
    """
    working = queries.working_list(review_list)
    perform(LISTS["close"], review_list, by=by, version=version)
    if not working.lines:
        raise Conflict(_("Chưa có hồ sơ nào đạt mọi tiêu chuẩn nên chưa chốt được."))
    standing = [line.nomination for line in working.lines]
    if seen is not None:
        batch.require_as_seen(standing, seen)
    settled = Settled(before.reasons_kept(review_list, working), set(standing_spreads(each.pk for each in standing)))
    number = review_list.versions.count() + 1
    told = {"number": number, "supplement": review_list.is_supplement, "by": by}
    content = freeze(working, review_list.plan_year, settled, **told)
    frozen = ListVersion.objects.create(
        review_list=review_list, number=number, content=content, code=code_of(content), closed_by=by
    )
    order = [row["nomination"] for row in (*content["collectives"], *content["individuals"])]
    Entry.objects.bulk_create(Entry(version=frozen, nomination_id=pk) for pk in order)
    gates.keep((line.nomination, line.score) for line in working.lines)
    if review_list.is_supplement:
        Nomination.objects.filter(pk__in=order).update(aside_reason="")
    batch.move_all("list", standing, by=by)
    return frozen


@transaction.atomic
def approve(review_list: ReviewList, *, by: User, version: int) -> ListVersion:
    """Another person than the one who closed it adds what the meeting settled to the frozen content and seals it."""
    if refused := rights.approval_refused(by, review_list):
        raise Refusal(refused)
    ReviewList.objects.select_for_update().get(pk=review_list.pk)  # nobody types into the minutes meanwhile
    perform(LISTS["approve"], review_list, by=by, version=version)
    frozen = review_list.latest()
    content = frozen.content | minutes_of(frozen)
    ListVersion.objects.filter(pk=frozen.pk).update(
        content=content, sha256=seal(content), approved_at=clock.now(), approved_by=by
    )
    return review_list.latest()


@transaction.atomic
def reopen(review_list: ReviewList, *, by: User, version: int, reason: str) -> None:
    """Back to compiling, with a reason; the frozen version stays, the next closing makes another."""
    perform(LISTS["reopen"], review_list, by=by, version=version, reason=reason)
    frozen = review_list.latest()
    ListVersion.objects.filter(pk=frozen.pk).update(reopened_reason=reason)
    entries = frozen.entries.select_related("nomination__subject_unit", "nomination__subject_person")
    batch.move_all("unlist", [entry.nomination for entry in entries], by=by)
