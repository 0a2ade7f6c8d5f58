from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.rights import load, require
from recognition.forms.before import SideForm
from recognition.models import ReviewList
from recognition.queries import side_by_side as queries
from recognition.views.lists import trail_of


@require_safe
def list_side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Two dossiers, standard by standard. One that the reader stands too near is refused, and not offered."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "nomination.read")
    form = SideForm(request.GET or None, offered=queries.choices(review_list, request.user))
    page = None
    if form.is_valid():
        left, right = (load(queries.of_the_year(review_list), form.cleaned_data[name]) for name in ("left", "right"))
        page = queries.side_by_side(left, right, request.user)
    context = {"list": review_list, "trail": trail_of(review_list), "form": form, "page": page}
    return render(request, "recognition/side_by_side.html", context)
