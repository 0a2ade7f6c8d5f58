"""What is settled before a list is closed: what still waits, the balance, reasons to keep, the spread mark."""

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nominations.models import Nomination
from nominations.rights import settled_by
from portal import clock
from portal.rights import Conflict, load, may
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit
from recognition.actions import before as actions
from recognition.balance import Rule
from recognition.forms.lists import ReasonForm
from recognition.models import ReviewList
from recognition.queries import balance, lists
from recognition.queries import before as queries
from recognition.rights import require_entry
from recognition.views.lists import trail_of
from recognition.workflow import LISTS


@require_safe
def list_before(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    if review_list.state != "compiling":
        raise Conflict(
            _("Danh sách này không còn ở bước đang lập."), instead=_("Vui lòng mở trang danh sách để xem bản đã chốt.")
        )
    working = queries.marked(review_list, lists.working_list(review_list))
    found = queries.before_closing(review_list, working, may_open=may(request.user, "nomination.read"))
    context = {"list": review_list, "trail": trail_of(review_list), "before": found}
    context |= {"working": working, "state": LISTS.states[review_list.state]}
    return render(request, "recognition/before.html", context)


@require_safe
def list_balance(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a closed list: the frozen version; what the rules asked then stands there with its reasons."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    working = _working(review_list)
    flagged = balance.flagged(review_list, working) if working else []
    rows = Nomination.objects.filter(pk__in={each.nomination.pk for each in flagged})
    settles = set(settled_by(request.user, rows).values_list("pk", flat=True))
    context = {
        "list": review_list,
        "trail": trail_of(review_list),
        "page": balance.balance_of(review_list, queries.standing_on(review_list, working)),
        "flagged": [(each, each.nomination.pk in settles) for each in flagged],
        "compiling": working is not None,
        "limits": balance.limits_of(review_list.plan_year),
        "at": clock.now(),
    }
    return render(request, "recognition/balance.html", context)


@require_safe
def list_balance_export(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    page = balance.balance_of(review_list, queries.standing_on(review_list, _working(review_list)))
    return download(workbook(page.whole), f"can-doi-{review_list.plan_year.year}.xlsx")


def _working(review_list: ReviewList):
    return lists.working_list(review_list) if review_list.state == "compiling" else None


@require_http_methods(["GET", "HEAD", "POST"])
def list_keep(request: HttpRequest, pk: int, nomination_pk: int, rule: str) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    nomination = load(lists.candidates(review_list), nomination_pk)
    require_entry(request.user, nomination)
    asked = next((each for each in Rule if each.value == rule), None)
    if asked is None:
        raise Http404
    kept = nomination.kept.filter(flag=asked.value).first()
    here = reverse("recognition:list-balance", args=[pk])
    page = Page(
        _("Giữ trong danh sách: %(who)s") % {"who": nomination},
        [*trail_of(review_list), (_("Cân đối"), here)],
        _("Lưu lý do"),
        _("Đã ghi lý do giữ trong danh sách."),
        f"{here}#flags",
        lead=_("%(rule)s. Lý do được lưu vào nhật ký và in kèm bản đã chốt.") % {"rule": asked.label},
    )
    form = ReasonForm(request.POST or None, initial={"reason": kept.reason if kept else ""})
    return edit(request, form, page, lambda form: _keep(request, nomination, asked, form))


def _keep(request: HttpRequest, nomination, rule: Rule, form: BaseForm) -> None:
    actions.keep_entry(nomination, rule, reason=form.cleaned_data["reason"], by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def list_spread(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    """Give the mark of plan IV.4."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    nomination = load(queries.to_be_spread(review_list), nomination_pk)
    require_entry(request.user, nomination)
    title, done = _("Ghi “Tiêu biểu toàn diện, lan tỏa rộng”: %(who)s"), _("Đã ghi, kèm lý do.")
    lead = _("Kế hoạch, mục IV.4. Không cộng điểm, không đổi hạng; in ở cột Ghi chú của bản chốt sau đó.")
    page = _spread_page(review_list, title % {"who": nomination}, _("Ghi"), done, lead)
    return edit(
        request,
        ReasonForm(request.POST or None),
        page,
        lambda form: actions.give_spread(nomination, reason=form.cleaned_data["reason"], by=request.user) and None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def list_spread_back(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    nomination = load(queries.bearing_the_mark(review_list), nomination_pk)
    require_entry(request.user, nomination)
    title, done = _("Bỏ ghi “Tiêu biểu toàn diện, lan tỏa rộng”: %(who)s"), _("Đã bỏ ghi, kèm lý do.")
    page = _spread_page(review_list, title % {"who": nomination}, _("Bỏ ghi"), done, "")
    return edit(
        request,
        ReasonForm(request.POST or None),
        page,
        lambda form: actions.take_back_spread(nomination, reason=form.cleaned_data["reason"], by=request.user),
    )


def _spread_page(review_list: ReviewList, title: str, button: str, done: str, lead: str) -> Page:
    trail = trail_of(review_list)
    return Page(title, trail, button, done, trail[-1][1], lead=lead)
