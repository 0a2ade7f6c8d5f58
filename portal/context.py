"""What every page shows around its content."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal import clock
from portal.menu import menu_for
from portal.queries import unread_count


def site(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "school_name": settings.SCHOOL_NAME,
        "office_name": settings.OFFICE_NAME,
        "demo_day": settings.DEMO_TODAY if settings.PORTAL_DEMO else None,
        "today": clock.today(),
        "menu": SimpleLazyObject(lambda: menu_for(user, request.path)) if signed_in else [],
        "unread": SimpleLazyObject(lambda: unread_count(user)) if signed_in else 0,
    }
