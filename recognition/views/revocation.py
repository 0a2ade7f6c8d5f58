from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nominations.models import Nomination
from nominations.rights import require_distance
from portal.files import serve
from portal.rights import Conflict, load, require
from portal.views.editing import edit
from recognition.actions import revocation as actions
from recognition.forms.decisions import RevocationForm
from recognition.models import Recognition, ReviewList, Revocation
from recognition.queries import results as queries
from recognition.views.lists import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def list_revoke(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    """Ground, reason and paper; what follows is said before it is done."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.approve")
    nomination = load(_recognised_by(review_list), nomination_pk)
    require_distance(request.user, nomination)
    if nomination.state != "recognised":
        raise Conflict(_("Công nhận này đã được thu hồi."))
    recognition = Recognition.objects.select_related("decision").get(nomination=nomination)
    page = page_of(
        review_list,
        _("Thu hồi công nhận: %(who)s") % {"who": nomination},
        _("Ghi quyết định thu hồi"),
        _("Đã ghi quyết định thu hồi."),
        template="recognition/list_revoke.html",
        around={
            "nomination": nomination,
            "recognition": recognition,
            "awards": queries.to_withdraw(nomination),
        },
    )
    form = RevocationForm(
        request.POST or None,
        request.FILES or None,
        initial={"version": nomination.version},
        days=actions.days_of(recognition),
    )
    return edit(request, form, page, lambda form: _revoke(request, nomination, form))


def _revoke(request: HttpRequest, nomination: Nomination, form: BaseForm) -> None:
    actions.revoke(nomination, **form.cleaned_data, by=request.user)


def _recognised_by(review_list: ReviewList):
    return Nomination.objects.with_subject().filter(recognition__decision__review_list=review_list)


@require_safe
def revocation_scan(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    nomination = load(_recognised_by(review_list), nomination_pk)
    revocation = Revocation.objects.filter(recognition__nomination=nomination).select_related("scan").first()
    if revocation is None:
        raise Http404
    return serve(revocation.scan)
