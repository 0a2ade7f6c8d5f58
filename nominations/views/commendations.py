"""The unit's own commendation at sơ kết and tổng kết (plan IV.2): recorded, mended, taken back by the unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nominations.actions import commendations as actions
from nominations.forms.commendations import CommendationForm
from nominations.models import Commendation, Nomination, Paper, Registration
from nominations.queries import commendations as queries
from portal.forms.kept import VersionForm
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit


@require_http_methods(["GET", "HEAD", "POST"])
def registration_commend(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", registration.unit)
    return _new(request, registration, reverse("nominations:registration-detail", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_commend(request: HttpRequest, pk: int) -> HttpResponse:
    """From the dossier, whose subject may never have been registered."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    return _new(request, nomination, reverse("nominations:nomination-detail", args=[pk]))


def _new(request: HttpRequest, paper: Paper, back: str) -> HttpResponse:
    if not queries.may_commend(paper, request.user):
        raise Conflict(
            _("Không ghi nhận khen thưởng được: giấy tờ này đã rút hoặc năm đã kết thúc."),
            instead=_("Vui lòng mở lại trang."),
        )
    commendation = Commendation(**queries.about(paper))
    return _form(request, commendation, str(paper), back, _("Ghi nhận"), _("Đã ghi nhận khen thưởng của đơn vị."))


@require_http_methods(["GET", "HEAD", "POST"])
def commendation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    commendation = load(Commendation.objects.visible_to(request.user).standing(), pk)
    require(request.user, "nomination.write", commendation.unit)
    actions.require_open(commendation.plan_year)
    who = str(commendation.subject)
    return _form(request, commendation, who, queries.paper_address(commendation), _("Lưu"), _("Đã lưu ghi nhận."))


def _form(
    request: HttpRequest, commendation: Commendation, who: str, back: str, button: str, done: str
) -> HttpResponse:
    page = Page(
        _("Khen thưởng của đơn vị"),
        [(who, back)],
        button,
        done,
        back,
        lead=_(
            "Đơn vị biểu dương, khen thưởng vào dịp sơ kết, tổng kết năm (mục IV.2 của Kế hoạch), ghi kèm kết quả biểu"
            " quyết. Phòng đọc nội dung này khi thẩm định."
        ),
    )
    form = CommendationForm(request.POST or None, instance=commendation)
    return edit(
        request,
        form,
        page,
        lambda form: actions.keep_commendation(form.instance, by=request.user, version=form.cleaned_data["version"]),
    )


@require_POST
def commendation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    commendation = load(Commendation.objects.visible_to(request.user).standing(), pk)
    require(request.user, "nomination.write", commendation.unit)
    actions.remove_commendation(commendation, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã bỏ ghi nhận khen thưởng. Nội dung vẫn được giữ trong nhật ký."))
    return redirect(queries.paper_address(commendation))
