from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.actions import choose_mail, read_message, read_messages
from portal.desk import waiting_for
from portal.forms.accounts import MailForm
from portal.forms.lists import NoticeListForm
from portal.lists import ListForm
from portal.models import OutboxMessage, Post
from portal.queries import posts_today
from portal.rights import load
from portal.search import found
from portal.views.editing import Page, edit


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me today."""
    posts = posts_today().filter(person=request.user.person_id)
    return render(request, "portal/home.html", {"tasks": waiting_for(request.user), "posts": posts})


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.filter(person_id=request.user.person_id, person__isnull=False).select_related("unit")
    grants = request.user.live_grants
    return render(request, "portal/profile.html", {"posts": posts, "grants": grants, "day": clock.today()})


@require_http_methods(["GET", "HEAD", "POST"])
def profile_mail(request: HttpRequest) -> HttpResponse:
    user = request.user
    page = Page(
        _("Đổi cách nhận thư"),
        [(_("Tài khoản của tôi"), reverse("portal:profile"))],
        _("Lưu"),
        _("Đã lưu cách nhận thư."),
        reverse("portal:profile"),
        lead=_("Mọi thông báo luôn có trên cổng. Thư chỉ ghi tên việc và đường dẫn."),
    )
    form = MailForm(request.POST or None, initial={"email": user.email, "mail": user.mail})
    return edit(request, form, page, lambda form: choose_mail(user, **form.cleaned_data, by=user))


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """My messages, newest first."""
    form = NoticeListForm(request)
    page = form.page(request.user.messages.all())
    return render(request, "portal/notices.html", {"form": form, "page": page})


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    read_messages(request.user)
    return redirect("portal:notices")


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    message = load(OutboxMessage.objects.visible_to(request.user), pk)
    read_message(message)
    return redirect("portal:notices")


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to what it speaks of."""
    message = load(OutboxMessage.objects.visible_to(request.user), pk)
    read_message(message)
    return redirect(message.link or "portal:notices")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Open to everybody: each reader finds what they may see."""
    form = ListForm(request)
    return render(request, "portal/search.html", {"form": form, "groups": found(request.user, form)})
