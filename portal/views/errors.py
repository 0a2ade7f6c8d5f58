"""The pages for what did not happen: what it was, who may, what can be done now."""

import re
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal import clock
from portal.rights import Conflict, Refusal
from portal.text import clean
from portal.views.answers import asks_itself, said

SILENT = re.compile(r"password|^base$|^next$")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    refusal = exception if isinstance(exception, Refusal) else None
    context = {"refusal": refusal, "now": clock.now(), "typed": _typed(request)}
    return render(request, "403.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old page or cookies switched off: nothing was saved, and the way on is to open the page again."""
    if asks_itself(request):
        return said(_("Trang này mở từ trước khi đăng nhập lại. Vui lòng mở lại trang."), status=403)
    return HttpResponse(render_to_string("403_csrf.html", {"back": _came_from(request)}), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def conflict(request: HttpRequest, exception: Conflict) -> HttpResponse:
    if asks_itself(request):
        return said(f"{exception.what} {exception.instead}".strip(), status=409)
    context = {"conflict": exception, "now": clock.now(), "back": _came_from(request), "typed": _typed(request)}
    return render(request, "409.html", context, status=409)


def _typed(request: HttpRequest) -> list[str]:
    """The texts that came with what was refused before any form took them: to be copied, so that none is lost.

    Of more than a word; no password, and none of the long values that a page sends by itself.
    """
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, OSError):  # too much of it, or broken off: read here first
        return []
    return [clean(value, lines=True) for name, value in sent if " " in value.strip() and not SILENT.search(name)]


def _came_from(request: HttpRequest) -> str:
    """The page whose button was pressed: the address that refused may take nothing but POST."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else "/"


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer. Neither page asks the database for anything."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "60"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)
