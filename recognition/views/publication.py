"""What units will be told, looked at and completed by the office head, then published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.models import Nomination
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit
from recognition.actions import publication as actions
from recognition.forms.before import SeenForm
from recognition.forms.decisions import WrittenReasonForm
from recognition.models import ReviewList
from recognition.queries import publication as queries
from recognition.queries.batches import publishing
from recognition.views.lists import trail_of


@require_http_methods(["GET", "HEAD", "POST"])
def list_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts and names first; then, once, to every unit."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.approve")
    if request.method == "POST":
        actions.publish(review_list, by=request.user, seen=SeenForm.of(request))
        messages.success(request, _("Đã công bố kết quả đến các đơn vị."))
        return redirect("recognition:list-detail", pk)
    if review_list.state != "decided" or review_list.published_at:
        raise Conflict(_("Chỉ công bố được một lần, sau khi đã ghi quyết định."))
    units = queries.by_unit(review_list)
    entries = [row for each in units for row in each.all]
    context = {
        "list": review_list,
        "units": units,
        "entries": len(entries),
        "publishing": publishing(entries),
        "trail": trail_of(review_list),
    }
    return render(request, "recognition/list_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def list_reason(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    """A reason in the office head's own words; the system's sentence stays beside it."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.approve")
    rows = Nomination.objects.with_subject().filter(plan_year=review_list.plan_year, state="not_recognised")
    nomination = load(rows, nomination_pk)
    if nomination.published_at:
        raise Conflict(_("Kết quả đã công bố đến đơn vị nên lý do không sửa được nữa."))
    back = reverse("recognition:list-publish", args=[pk])
    page = Page(
        _("Lý do: %(who)s") % {"who": nomination},
        [*trail_of(review_list), (_("Công bố kết quả"), back)],
        _("Lưu lý do"),
        _("Đã lưu lý do."),
        back,
        lead=nomination.outcome_reason,
    )
    seen = {"reason": nomination.outcome_written, "version": nomination.version}
    return edit(
        request,
        WrittenReasonForm(request.POST or None, initial=seen),
        page,
        lambda form: actions.write_reason(nomination, **form.cleaned_data, by=request.user),
    )
