"""Signing in and out, one's own password, and the administrator's pages of accounts and grants."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as sign_in
from django.contrib.auth import logout as sign_out
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import actions, clock, queries
from portal.forms.accounts import AccountForm, AddressForm, GrantForm, PasswordForm, SignInForm
from portal.forms.lists import AccountListForm
from portal.lists import LEFT, show_list
from portal.models import Grant, User
from portal.rights import load, require
from portal.spreadsheets import download, workbook
from portal.states import IN_USE, OUT_OF_USE
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Tài khoản và quyền"), "/accounts/")
WRONG = gettext_lazy("Tên đăng nhập hoặc mật khẩu chưa đúng. Vui lòng nhập lại.")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("as", "") if settings.PORTAL_DEMO else ""
    people = queries.demo_people() if settings.PORTAL_DEMO else []
    filled = {"username": chosen} if chosen in {person.username for person in people} else {}
    form = SignInForm(request.POST or None, initial=filled)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user:
            sign_in(request, user)
            User.objects.filter(pk=user.pk).update(last_login=clock.now())  # the demo's own date too
            return redirect(_local(request) or "portal:home")
        form.add_error(None, WRONG)
    context = {"form": form, "people": people, "chosen": chosen, "next": _local(request)}
    return render(request, "portal/login.html", context)


def _local(request: HttpRequest) -> str:
    """Where the reader was going, if that is a page of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else ""


def locked_out(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Too many wrong passwords for this name from this address: said before any password is looked at."""
    form = SignInForm({"username": request.POST.get("username", "")[:60], "password": "-"})
    form.add_error(None, _("Đã nhập sai nhiều lần. Vui lòng thử lại sau 15 phút, hoặc đề nghị cấp lại mật khẩu."))
    return render(request, "portal/login.html", {"form": form, "people": []}, status=429)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    sign_out(request)
    response = redirect("portal:login")
    response["Clear-Site-Data"] = '"cache", "storage"'  # office computers are shared
    response.delete_cookie(LEFT)
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    page = Page(
        _("Đổi mật khẩu"),
        [(_("Tài khoản của tôi"), reverse("portal:profile"))],
        _("Đổi mật khẩu"),
        _("Đã đổi mật khẩu. Các nơi khác đang đăng nhập bằng tài khoản này đã được đăng xuất."),
        reverse("portal:home"),
        lead=_("Mật khẩu đầu tiên do quản trị hệ thống đặt. Vui lòng chọn mật khẩu của riêng mình.")
        if request.user.must_change_password
        else "",
    )
    return edit(request, PasswordForm(request.user, request.POST or None), page, lambda form: _choose(request, form))


def _choose(request: HttpRequest, form: PasswordForm) -> None:
    actions.choose_password(request.user, password=form.cleaned_data["new"])
    update_session_auth_hash(request, request.user)


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "account.keep")
    form = AccountListForm(request)
    page = form.page(queries.with_grants(User.objects.all()))
    context = {"form": form, "page": page, "table": form.headed(queries.account_table(page))}
    return show_list(request, "portal/account_list.html", context)


@require_safe
def account_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "account.keep")
    rows = AccountListForm(request).stream(queries.with_grants(User.objects.all()))
    return download(workbook(queries.account_table(rows)), "tai-khoan.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "account.keep")
    done = _("Đã mở tài khoản. Vui lòng giao quyền nếu cần.")
    page = Page(_("Mở tài khoản"), [LIST], _("Mở tài khoản"), done, reverse("portal:account-list"))
    return edit(request, AccountForm(request.POST or None), page, lambda form: _open(request, form))


def _open(request: HttpRequest, form: AccountForm) -> str:
    user, first = actions.open_account(by=request.user, **form.cleaned_data)
    _tell_once(request, user, first)
    return reverse("portal:account-detail", args=[user.pk])


def _tell_once(request: HttpRequest, user: User, first: str) -> None:
    messages.info(
        request,
        _("Mật khẩu đầu tiên của %(name)s: %(password)s. Vui lòng trao tận tay; mật khẩu chỉ hiện một lần này.")
        % {"name": user.username, "password": first},
    )


@require_safe
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user).select_related("person"), pk)
    context = {
        "account": user,
        "state": IN_USE if user.is_active else OUT_OF_USE,
        "grants": user.live_grants,
        "history": queries.history(user),
    }
    return render(request, "portal/account_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def account_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The address alone: how often mail comes is its owner's choice."""
    user = load(User.objects.visible_to(request.user), pk)
    here = reverse("portal:account-detail", args=[pk])
    page = Page(_("Ghi địa chỉ thư"), [LIST, (user.username, here)], _("Lưu địa chỉ"), _("Đã lưu địa chỉ thư."), here)
    form = AddressForm(request.POST or None, initial={"email": user.email})
    save = partial(actions.choose_mail, user, mail=user.mail, by=request.user)
    return edit(request, form, page, lambda form: save(**form.cleaned_data))


@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user), pk)
    _tell_once(request, user, actions.renew_password(user, by=request.user))
    return redirect("portal:account-detail", pk)


@require_POST
def account_stop(request: HttpRequest, pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user), pk)
    actions.set_in_use(user, False, by=request.user)
    messages.success(request, _("Đã ngừng dùng tài khoản %(name)s.") % {"name": user.username})
    return redirect("portal:account-detail", pk)


@require_POST
def account_resume(request: HttpRequest, pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user), pk)
    actions.set_in_use(user, True, by=request.user)
    messages.success(request, _("Tài khoản %(name)s đã dùng lại được.") % {"name": user.username})
    return redirect("portal:account-detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_new(request: HttpRequest, pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user), pk)
    here = reverse("portal:account-detail", args=[pk])
    page = Page(_("Giao quyền"), [LIST, (user.username, here)], _("Giao quyền"), _("Đã giao quyền."), here)
    form = GrantForm(request.POST or None, instance=Grant(user=user))
    return edit(request, form, page, lambda form: actions.give(form.instance, by=request.user))


@require_POST
def grant_take(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    user = load(User.objects.visible_to(request.user), pk)
    grant = load(user.grants.select_related("unit", "user"), grant_pk)
    actions.take(grant, by=request.user)
    messages.success(request, _("Đã thu lại quyền: %(grant)s.") % {"grant": grant})
    return redirect("portal:account-detail", pk)
