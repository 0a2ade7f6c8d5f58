"""Acts on the council of a year: its rules, who sits there and as what. Whoever leaves stays on record."""

from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import PlanYear
from portal import audit
from portal.actions import keep
from portal.models import User
from portal.rights import Conflict
from recognition.models import BallotCount, Council, ListVersion, Member

COUNTED_BY = ("quorum", "recused_in_base")
RULES = (*COUNTED_BY, "leaders_share", "unit_share", "honours_in_a_row")


def is_open(plan_year: PlanYear) -> bool:
    return plan_year.state != "closed"


def require_open(plan_year: PlanYear) -> None:
    """The council of a year that is over stays as it was."""
    if not is_open(plan_year):
        raise Conflict(
            _("Năm %(year)s đã kết thúc nên Hội đồng của năm không sửa được nữa.") % {"year": plan_year.year},
            instead=_("Vui lòng lập Hội đồng cho năm đang thực hiện."),
        )


@transaction.atomic
def keep_council(council: Council, *, by: User, version: int | None = None) -> None:
    require_open(council.plan_year)
    _require_settled_before_the_vote(council)
    act = _("Sửa quy định của Hội đồng") if council.pk else _("Lập Hội đồng")
    keep(council, by=by, act=act, version=version)


def _require_settled_before_the_vote(council: Council) -> None:
    """By which rule is counted is settled before the vote, not after the ballots are known."""
    stored = Council.objects.filter(pk=council.pk).first()
    if stored is None or all(getattr(stored, name) == getattr(council, name) for name in COUNTED_BY):
        return
    lists = {"review_list__plan_year": council.plan_year, "review_list__state": "closed", "reopened_reason": ""}
    if BallotCount.objects.filter(entry__version__in=ListVersion.objects.filter(**lists)).exists():
        raise Conflict(
            _("Đã nhập kết quả bỏ phiếu nên không đổi được số thành viên phải có mặt và cách tính tỷ lệ."),
            instead=_("Các quy định này thống nhất trước khi bỏ phiếu."),
        )


@transaction.atomic
def copy_council(plan_year: PlanYear, *, by: User) -> Council:
    """The council of the latest earlier year, with its rules and whoever has not left; the decision is a new one."""
    require_open(PlanYear.objects.select_for_update().get(pk=plan_year.pk))  # of two at once the second is told
    last = earlier_council(plan_year)
    if last is None:
        raise Conflict(
            _("Chưa có Hội đồng của năm nào trước để dùng lại."), instead=_("Vui lòng lập Hội đồng của năm này.")
        )
    if Council.objects.filter(plan_year=plan_year).exists():
        raise Conflict(_("Năm này đã có Hội đồng."), instead=_("Vui lòng mở lại trang."))
    council = Council(plan_year=plan_year, **{name: getattr(last, name) for name in RULES})
    members = [
        Member(person=member.person, role=member.role, order=member.order)
        for member in last.members.filter(valid_to=None).select_related("person")
    ]
    act = _("Lập Hội đồng theo năm %(year)s") % {"year": last.plan_year.year}
    keep(council, by=by, act=act, parts={str(_("Thành viên")): ([], [str(member) for member in members])})
    for member in members:
        member.council = council
    Member.objects.bulk_create(members)
    return council


def earlier_council(plan_year: PlanYear) -> Council | None:
    rows = Council.objects.filter(plan_year__year__lt=plan_year.year).select_related("plan_year")
    return rows.order_by("-plan_year__year").first()


@transaction.atomic
def seat(member: Member, *, by: User) -> None:
    """Somebody new on the council."""
    _keep(member, _("Thêm thành viên Hội đồng"), by=by)


@transaction.atomic
def change_seat(member: Member, *, by: User, version: int) -> None:
    """Another role or place in the order."""
    _keep(member, _("Sửa vai trò trong Hội đồng"), by=by, version=version)


@transaction.atomic
def unseat(member: Member, *, by: User, version: int) -> None:
    """Until the end of `valid_to`; meetings up to then keep them."""
    _keep(member, _("Thôi tham gia Hội đồng"), by=by, version=version)


def _keep(member: Member, act: str, *, by: User, version: int | None = None) -> None:
    require_open(member.council.plan_year)
    keep(member, by=by, act=act, version=version)
    audit.record(member.council, act, by=by, note=in_words(member))  # the council's own history says so too


def in_words(member: Member) -> str:
    if member.valid_to is None:
        return str(member)
    return _("%(who)s (đến hết %(day)s)") % {"who": member, "day": f"{member.valid_to:%d/%m/%Y}"}
