"""Proposing awards after the approval, and giving the school's own with the decision."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.models import Nomination
from portal import audit
from portal.models import User
from portal.rights import Conflict
from recognition.models import Award, AwardForm, ListVersion, ReviewList
from recognition.queries import awards as queries


@transaction.atomic
def propose(review_list: ReviewList, nomination: Nomination, form: AwardForm, *, by: User) -> Award:
    """Only for whom the council carried on the approved list (R17); after the decision upward forms alone."""
    line = next((line for line in _lines(review_list) if line.nomination.pk == nomination.pk), None)
    if line is None:
        raise Conflict(
            _("%(who)s không có trong danh sách được duyệt nên không đề nghị khen thưởng được.") % {"who": nomination}
        )
    if form not in line.forms:
        raise Conflict(
            _("%(who)s: không đề nghị được “%(form)s”.") % {"who": nomination, "form": form},
            instead=_("Hình thức có thể đã được đề nghị, hết hiệu lực hoặc không dành cho đối tượng này."),
        )
    return _propose(nomination, form, by=by)


@transaction.atomic
def propose_for_all(review_list: ReviewList, form: AwardForm, *, count: int, by: User) -> int:
    """One form for every passed entry that has not got it; `count`: how many the screen has named."""
    lines = [line for line in _lines(review_list) if form in line.forms]
    if not lines or len(lines) != count:
        raise Conflict(
            _("Danh sách người được đề nghị vừa thay đổi nên chưa ghi gì."), instead=_("Vui lòng mở lại trang.")
        )
    for line in lines:
        _propose(line.nomination, form, by=by)
    return len(lines)


def require_approved(review_list: ReviewList) -> None:
    if not review_list.is_approved:
        raise Conflict(
            _("Khen thưởng chỉ được đề nghị sau khi danh sách đã duyệt."),
            instead=_("Vui lòng duyệt danh sách trước."),
        )


def _lines(review_list: ReviewList) -> list[queries.Line]:
    """The decision waits for what is being proposed, and after it none of the school's own forms is."""
    review_list = ReviewList.objects.select_for_update().get(pk=review_list.pk)
    require_approved(review_list)
    return queries.lines_of(review_list.latest(), upward_only=review_list.state == "decided")


def _propose(nomination: Nomination, form: AwardForm, *, by: User) -> Award:
    award = Award.objects.create(nomination=nomination, form=form, made_by=by)
    audit.record(nomination, _("Đề nghị khen thưởng"), by=by, after={_("Hình thức"): str(form)})
    return award


@transaction.atomic
def take_back(award: Award, *, by: User, version: int) -> None:
    """A proposal that has gone nowhere yet; the log keeps it."""
    rows = Award.objects.filter(pk=award.pk, outcome=Award.Outcome.PROPOSED, version=version)
    if not rows.exclude(proposal__sent_on__isnull=False).delete()[0]:
        raise Conflict(_("Hình thức này đã gửi đi hoặc đã có kết quả nên không bỏ được."))
    audit.record(award.nomination, _("Bỏ đề nghị khen thưởng"), by=by, before={_("Hình thức"): str(award.form)})


def drop(review_list: ReviewList, *, by: User) -> None:
    """With the decision: what had been proposed for somebody who passed once and, after a reopening, no more."""
    rows = Award.objects.filter(
        outcome=Award.Outcome.PROPOSED,
        nomination__plan_year=review_list.plan_year,
        nomination__state="not_recognised",
    )
    for award in rows.select_related("form", "nomination__subject_unit", "nomination__subject_person"):
        take_back(award, by=by, version=award.version)


# -- with the decision ----------------------------------------------------------------------------------------


def of_the_school(frozen: ListVersion, day: date) -> list[Award]:
    """What the decision gives, all of it or nothing: a form that does not hold on its day stops it and is named."""
    found = [award for awards in queries.awards_of(frozen).values() for award in awards if not award.form.is_upward]
    valid = set(AwardForm.objects.on(day).values_list("pk", flat=True))
    for award in found:
        if award.form_id not in valid:
            raise Conflict(
                _("%(who)s: hình thức “%(form)s” không còn hoặc chưa có hiệu lực vào ngày quyết định.")
                % {"who": award.nomination, "form": award.form},
                instead=_("Vui lòng đổi hình thức ở trang khen thưởng hoặc xem lại ngày quyết định."),
            )
    return found


def names_of(awards: Iterable[Award]) -> dict[str, list[str]]:
    """As the decision's list prints them: {nomination pk as text: names of forms}."""
    names: dict[str, list[str]] = {}
    for award in awards:
        names.setdefault(str(award.nomination_id), []).append(award.form.name)
    return names


def give(awards: Iterable[Award], *, number: str, day: date, by: User) -> None:
    given = {"outcome": Award.Outcome.GIVEN, "number": number, "date": day}
    for award in awards:
        if not Award.objects.filter(pk=award.pk, version=award.version, outcome=Award.Outcome.PROPOSED).update(
            **given, version=award.version + 1
        ):
            raise Conflict(_("Khen thưởng của %(who)s vừa thay đổi nên chưa ghi gì.") % {"who": award.nomination})
        told = {_("Hình thức"): str(award.form), _("Quyết định"): f"{number}, {day:%d/%m/%Y}"}
        audit.record(award.nomination, _("Khen thưởng"), by=by, after=told)
