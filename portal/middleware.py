"""What every request passes, before any view sees it."""

from collections.abc import Callable
from urllib.parse import quote

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.rights import Conflict
from portal.views import errors
from portal.views.answers import asks_itself, said

Handler = Callable[[HttpRequest], HttpResponse]


def clean_at_the_door(get_response: Handler) -> Handler:
    """An address with NUL or another control character in it was not made by this site: 400, before any query.

    Nor was a request in another encoding than UTF-8.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return errors.bad_request(request)
        asked = [
            request.path,
            *request.GET.keys(),
            *(value for values in request.GET.lists() for value in values[1]),
        ]
        if any(ord(char) < 32 or ord(char) == 127 for text in asked for char in text):
            return errors.bad_request(request)
        return get_response(request)

    return handle


def own_password_first(get_response: Handler) -> Handler:
    """Somebody else chose the first password: until it is changed, the account leads to that page alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        free = {reverse("portal:password"), reverse("portal:logout"), reverse("portal:login")}
        if request.user.is_authenticated and request.user.must_change_password and request.path not in free:
            return redirect("portal:password")
        return get_response(request)

    return handle


class LoginRequired(LoginRequiredMiddleware):
    """The wall around the site. A page that saves itself is told in words that its session has ended, and the way."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if not asks_itself(request):
            return super().handle_no_permission(request, view_func)
        words = _("Nội dung vừa nhập chưa lưu được nhưng vẫn được giữ trên máy này.")
        way = f"{reverse('portal:login')}?next={quote(request.path)}"
        return said(words, status=401, sign_in=way)


def never_stored(get_response: Handler) -> Handler:
    """What is shown to one person is not kept by the browser or by anything in between."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return handle


class Refusals:
    """A `Conflict` raised anywhere becomes the 409 page, as Django itself makes 403 and 404 pages."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.conflict(request, exception) if isinstance(exception, Conflict) else None
