from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal import clock
from portal.actions import read_messages
from portal.desk import waiting_for
from portal.models import Post
from portal.queries import posts_today


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


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """My messages, newest first."""
    return render(request, "portal/notices.html", {"notices": request.user.messages.all()[:100]})


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    read_messages(request.user)
    return redirect("portal:notices")
