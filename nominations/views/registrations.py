from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations import subjects
from nominations.actions.nominations import begin
from nominations.actions.registrations import move_registration, return_registration, save_registration, still_editable
from nominations.forms.exchange import ReturnForm
from nominations.forms.lists import RegistrationListForm
from nominations.forms.registrations import RegistrationForm
from nominations.models import Nomination, Registration
from nominations.places import places_of
from nominations.queries import exchange, following
from nominations.queries import registrations as queries
from nominations.queries.commendations import commendations_of, may_commend
from nominations.workflow import REGISTRATIONS
from portal.forms.kept import VersionForm
from portal.lists import show_list
from portal.queries import history, units_written_for
from portal.rights import Conflict, Refusal, holds, load, require
from portal.spreadsheets import download, workbook
from portal.views.answers import asks_itself
from portal.views.editing import Page, edit
from portal.workflow import Move

LIST = (gettext_lazy("Đăng ký"), "/registrations/")


@require_safe
def registration_list(request: HttpRequest) -> HttpResponse:
    """Open to everybody: each reader finds what they may see, a person what is about them."""
    form = RegistrationListForm(request)
    page = form.page(queries.listed(request.user))
    context = {
        "form": form,
        "year": str(form.chosen_year),
        "page": page,
        "table": form.headed(queries.registration_table(page)),
        "may_write": holds(request.user, "registration.write"),
    }
    return show_list(request, "nominations/registration_list.html", context)


@require_safe
def registration_export(request: HttpRequest) -> HttpResponse:
    form = RegistrationListForm(request)
    table = queries.registration_table(form.stream(queries.listed(request.user)))
    return download(workbook(table), f"dang-ky-{form.chosen_year}.xlsx")


@require_safe
def registration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    missing = queries.missing(registration)
    context = {
        "registration": registration,
        "state": REGISTRATIONS.states[registration.state],
        "targets": registration.targets.all(),
        "missing": missing,
        "acts": queries.acts(registration, request.user, missing),
        "may_edit": queries.may_edit(registration, request.user),
        "may_return": queries.may_return(registration, request.user),
        "may_nominate": queries.may_nominate(registration, request.user),
        "nomination": queries.dossier_of(registration, request.user),
        "continues_in": following.may_continue(registration, request.user),
        "commendations": commendations_of(registration, request.user),
        "may_commend": may_commend(registration, request.user),
        "history": history(registration),
    } | exchange.shown_to(request.user, registration)
    return render(request, "nominations/registration_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_new(request: HttpRequest) -> HttpResponse:
    units = units_written_for(request.user, "registration.write")
    if not units:
        require(request.user, "registration.write")
    year = queries.open_years().order_by("year").last()
    if year is None:
        raise Conflict(_("Chưa có năm nào đang nhận đăng ký."), instead=_("Vui lòng xem các mốc của năm."))
    form = RegistrationForm(
        request.POST or None,
        found=subjects.candidates(units),
        initial={"plan_year": year},
    )
    page = Page(
        _("Đăng ký điển hình"),
        [LIST],
        _("Lưu nháp"),
        _("Đã lưu bản nháp. Đăng ký chưa được gửi."),
        reverse("nominations:registration-list"),
        lead=_("Lời hứa đầu năm: ai, làm gì, chỉ tiêu nào, xong lúc nào. Lưu nháp được khi chưa nhập đủ."),
        template="nominations/registration_form.html",
        around={
            "movements": queries.movements(),
            "continuable": [] if request.POST else queries.to_continue(request.user, year),
        },
    )
    return edit(request, form, page, lambda form: _keep(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def registration_edit(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "registration.write", registration.unit)
    if request.method != "POST":  # what was typed is kept by the way every form goes
        still_editable(registration)
    here = reverse("nominations:registration-detail", args=[pk])
    asked = exchange.waiting(registration)
    units = units_written_for(request.user, "registration.write")
    page = Page(
        _("Sửa đăng ký"),
        [LIST, (str(registration), here)],
        _("Lưu nháp"),
        _("Đã lưu bản nháp."),
        here,
        template="nominations/registration_form.html",
        around={
            "movements": queries.movements(),
            "registration": registration,
            "asked": asked,
            "notes": exchange.by_anchor(asked),
        },
    )
    form = RegistrationForm(request.POST or None, instance=registration, found=subjects.candidates(units))
    return edit(request, form, page, lambda form: _keep(request, form))


def _keep(request: HttpRequest, form: BaseForm) -> str:
    registration = form.filled()
    version = form.cleaned_data["version"]
    sitting = asks_itself(request)
    save_registration(registration, form.told_targets(), by=request.user, version=version, sitting=sitting)
    return reverse("nominations:registration-detail", args=[registration.pk])


# -- moves ----------------------------------------------------------------------------------------------------


@require_POST
def registration_submit(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    move_registration("submit", registration, by=request.user, version=VersionForm.seen(request))
    if registration.is_supplement:
        by = f"{registration.plan_year.registers_by:%d/%m/%Y}"
        messages.info(request, _("Đăng ký sau hạn %(by)s được ghi là bổ sung.") % {"by": by})
    messages.success(request, _("Đã gửi đăng ký. Phòng sẽ báo khi tiếp nhận."))
    return redirect("nominations:registration-detail", pk)


@require_POST
def registration_accept(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    move_registration("accept", registration, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã tiếp nhận đăng ký."))
    return redirect("nominations:registration-detail", pk)


@require_POST
def registration_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    move_registration("withdraw", registration, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã rút đăng ký."))
    return redirect("nominations:registration-detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_return(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    _may_move(REGISTRATIONS["return"], request, registration)
    here = reverse("nominations:registration-detail", args=[pk])
    page = Page(
        _("Trả lại đăng ký để bổ sung"),
        [LIST, (str(registration), here)],
        _("Trả lại"),
        _("Đã trả lại đăng ký. Đơn vị được báo tin kèm lý do."),
        here,
        template="nominations/return.html",
    )
    form = ReturnForm(request.POST or None, paper=registration, places=places_of(registration))
    return edit(request, form, page, lambda form: _return(request, form, registration))


def _return(request: HttpRequest, form: ReturnForm, registration: Registration) -> None:
    told = {"version": form.cleaned_data["version"], "until": form.day(), "reason": form.cleaned_data["reason"]}
    return_registration(registration, by=request.user, notes=form.notes(), **told)


def _may_move(move: Move, request: HttpRequest, thing: Registration) -> None:
    """For a move that has a page of its own: refused before anything is typed; later the act itself refuses."""
    if not move.who(request.user, thing):
        raise Refusal(_("Việc “%(move)s” không thuộc quyền của đồng chí.") % {"move": move.words})
    if request.method != "POST" and thing.state not in move.sources:
        raise Conflict(_("Đăng ký này không còn ở tình trạng trả lại được."), instead=_("Vui lòng mở lại trang."))


@require_POST
def registration_nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """A dossier beside an accepted registration, with one click; where there is one already, to that."""
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", registration.unit)
    existing = queries.dossier_of(registration, request.user)
    if existing:
        return redirect("nominations:nomination-detail", existing.pk)
    nomination = Nomination(plan_year=registration.plan_year, registration=registration)
    try:
        with transaction.atomic():
            _may_begin(request, registration)
            begin(nomination, by=request.user)
    except IntegrityError as error:  # pressed twice, or by two at once
        raise Conflict(_("Hồ sơ của đối tượng này vừa được lập."), instead=_("Vui lòng mở lại trang.")) from error
    messages.success(request, _("Đã lập hồ sơ từ bản đăng ký."))
    return redirect("nominations:nomination-summary", nomination.pk)


def _may_begin(request: HttpRequest, registration: Registration) -> None:
    if not queries.may_nominate(registration, request.user):
        raise Conflict(
            _("Chưa lập được hồ sơ từ đăng ký này."),
            instead=_(
                "Đăng ký cần được Phòng tiếp nhận, năm còn nhận hồ sơ và đối tượng chưa có hồ sơ nào khác trong năm."
            ),
        )
