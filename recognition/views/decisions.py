"""The decision on an approved list: looked at first, then recorded with its scan."""

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.files import serve
from portal.rights import Conflict, load, require
from portal.views.editing import edit
from recognition.actions import decisions as actions
from recognition.forms.decisions import DecisionForm
from recognition.models import Decision, ReviewList
from recognition.queries import decisions as queries
from recognition.views.lists import page_of
from recognition.workflow import LISTS


@require_http_methods(["GET", "HEAD", "POST"])
def list_decide(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    if review_list.state not in LISTS["decide"].sources:
        raise Conflict(_("Chỉ ghi quyết định cho danh sách đã duyệt."), instead=_("Vui lòng duyệt danh sách trước."))
    frozen = review_list.latest()
    page = page_of(
        review_list,
        _("Ghi quyết định công nhận"),
        _("Ghi quyết định"),
        _("Đã ghi quyết định."),
        template="recognition/list_decide.html",
        around={"outlook": queries.outlook(review_list, frozen), "list": review_list},
    )
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        initial={"version": review_list.version},
        days=queries.days_of(frozen),
    )
    return edit(request, form, page, lambda form: _decide(request, review_list, form))


def _decide(request: HttpRequest, review_list: ReviewList, form: BaseForm) -> None:
    actions.decide(review_list, **form.cleaned_data, by=request.user)


@require_safe
def decision_scan(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    decision = Decision.objects.filter(review_list=review_list).select_related("scan").first()
    if decision is None:
        raise Http404
    return serve(decision.scan)
