"""What follows a registration: a reason where no dossier came of it, and the next year's with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nominations.actions import following as actions
from nominations.forms.following import NotNominatedForm
from nominations.models import Registration
from nominations.queries.registrations import may_nominate
from nominations.views.registrations import LIST
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit


@require_http_methods(["GET", "HEAD", "POST"])
def registration_explain(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "registration.write", registration.unit)
    if request.method != "POST" and not may_nominate(registration, request.user):  # later the act itself refuses
        raise Conflict(
            _("Đăng ký này không cần nêu lý do không đề nghị."),
            instead=_("Lý do chỉ ghi khi đăng ký đã được tiếp nhận, năm chưa kết thúc và chưa có hồ sơ đề nghị."),
        )
    here = reverse("nominations:registration-detail", args=[pk])
    page = Page(
        _("Lý do không đề nghị"),
        [LIST, (str(registration), here)],
        _("Lưu lý do"),
        _("Đã ghi lý do không đề nghị. Phòng đọc được lý do này."),
        here,
        lead=_("Đã đăng ký mà cuối năm không đề nghị thì đơn vị nêu lý do. Lý do sửa được đến khi năm kết thúc."),
    )
    form = NotNominatedForm(request.POST or None, instance=registration)
    return edit(
        request,
        form,
        page,
        lambda form: actions.explain_not_nominated(
            registration,
            by=request.user,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


@require_POST
def registration_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """Pressed twice it says that there is one already: nothing is made twice, nothing is overwritten."""
    past = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "registration.write", past.unit)
    registration = actions.continue_registration(past, by=request.user)
    messages.success(request, _("Đã lập bản nháp từ đăng ký năm trước. Mức phấn đấu của năm nay cần ghi lại."))
    return redirect("nominations:registration-edit", registration.pk)
