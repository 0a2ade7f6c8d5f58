"""Proposals to a higher level: put together, sent under a paper, and what came back of each award."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal import actions, audit
from portal.models import User
from portal.rights import Conflict
from recognition.models import Award, Proposal, ReviewList
from recognition.queries import proposals as queries


@transaction.atomic
def keep(proposal: Proposal, *, by: User, version: int | None) -> None:
    """To whom, in which layout, by when; until it is sent."""
    require_approved(proposal.review_list)
    require_unsent(proposal)
    act = _("Sửa đề nghị cấp trên") if proposal.pk else _("Lập đề nghị cấp trên")
    if proposal.pk is None:
        proposal.made_by = by
    actions.keep(proposal, by=by, act=act, version=version)


@transaction.atomic
def choose(proposal: Proposal, awards: Iterable[Award], *, by: User, version: int) -> None:
    """Exactly these go into it: upward forms of recognised entries that no other proposal has taken (R17)."""
    require_unsent(proposal)
    _touch(proposal, version)
    allowed = {award.pk: award for award in queries.choosable(proposal)}
    awards = list(awards)
    if strange := [award for award in awards if award.pk not in allowed]:
        raise Conflict(
            _("%(award)s không đưa vào đề nghị này được.") % {"award": strange[0]},
            instead=_("Chỉ chọn hình thức của cấp trên cho hồ sơ đã công nhận, chưa thuộc đề nghị khác."),
        )
    before = sorted(str(award) for award in proposal.awards.select_related("form", *_NAMES))
    proposal.awards.update(proposal=None, version=F("version") + 1)
    Award.objects.filter(pk__in=[award.pk for award in awards]).update(proposal=proposal, version=F("version") + 1)
    after = sorted(str(allowed[award.pk]) for award in awards)
    label = _("Gồm")
    told = {"before": {label: "; ".join(before)}, "after": {label: "; ".join(after)}}
    audit.record(proposal, _("Chọn khen thưởng đề nghị"), by=by, **told)


_NAMES = ("nomination__subject_unit", "nomination__subject_person")


@transaction.atomic
def send(proposal: Proposal, *, number: str, day: date, by: User, version: int) -> None:
    """From then on it is fixed."""
    require_unsent(proposal)
    awards = list(proposal.awards.select_related("nomination", "form"))
    if not awards:
        raise Conflict(_("Đề nghị chưa có hình thức nào nên chưa ghi là đã gửi được."))
    if gone := [award for award in awards if award.nomination.state != "recognised"]:
        raise Conflict(
            _("%(who)s không còn được công nhận nên đề nghị chưa gửi được.") % {"who": gone[0].nomination},
            instead=_("Vui lòng bỏ mục này khỏi đề nghị."),
        )
    first, last = queries.days_of(proposal)
    if not first <= day <= last:
        raise Conflict(_("Ngày gửi phải từ ngày quyết định (%(first)s) đến hôm nay.") % {"first": f"{first:%d/%m/%Y}"})
    rows = Proposal.objects.filter(pk=proposal.pk, version=version, sent_on=None)
    if not rows.update(sent_number=number, sent_on=day, version=F("version") + 1):
        raise actions.Stale(proposal)
    audit.record(proposal, _("Gửi đề nghị cấp trên"), by=by, after={_("Tờ trình"): f"{number}, {day:%d/%m/%Y}"})


@transaction.atomic
def record_result(award: Award, *, by: User, version: int) -> None:
    """What came back of one award of a sent proposal; a wrong entry is corrected the same way, the log keeps both."""
    require_sent(award.proposal)
    actions.keep(award, by=by, act=_("Ghi kết quả của cấp trên"), version=version)


def require_approved(review_list: ReviewList) -> None:
    if not review_list.is_approved:
        raise Conflict(_("Chỉ lập đề nghị cấp trên sau khi danh sách đã duyệt."))


def require_sent(proposal: Proposal | None) -> None:
    if proposal is None or proposal.sent_on is None:
        raise Conflict(_("Kết quả chỉ ghi được sau khi đề nghị đã gửi."))


def require_unsent(proposal: Proposal) -> None:
    if proposal.pk and Proposal.objects.filter(pk=proposal.pk, sent_on__isnull=False).exists():
        raise Conflict(
            _("Đề nghị đã gửi nên không sửa được nữa."), instead=_("Nếu cần, vui lòng lập một đề nghị bổ sung.")
        )


def _touch(proposal: Proposal, version: int) -> None:
    if not Proposal.objects.filter(pk=proposal.pk, version=version).update(version=F("version") + 1):
        raise Conflict(_("Đề nghị vừa được người khác sửa."), instead=_("Vui lòng mở lại trang."))
