"""Giấy chứng nhận and giấy khen on sheets that bear a frame and an emblem already."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.rights import load
from portal.spreadsheets import download
from recognition.documents import official
from recognition.documents.cards import cards_pdf
from recognition.documents.certificates import Printing
from recognition.forms.preprinted import PreprintedForm
from recognition.models import ListVersion, PaperKind, ReviewList
from recognition.views.lists import trail_of

MAKERS = {PaperKind.CERTIFICATE: official.certificates_of, PaperKind.MERIT: official.merits_of}


@require_safe
def list_preprinted(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the paper and by how much its text is moved (`?paper=&x=&y=`), then gives the file."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    frozen = review_list.latest()
    if frozen is None:
        raise Http404
    official.decided_of(frozen)
    asked = request.GET if "paper" in request.GET else None
    form = PreprintedForm(asked, initial={"x": 0, "y": 0})
    if form.is_valid():
        return _file(frozen, form.cleaned_data)
    back = reverse("recognition:list-papers", args=[pk])
    trail = [*trail_of(review_list), (_("Văn bản"), back)]
    status = 400 if form.is_bound else 200
    return render(request, "recognition/preprinted.html", {"form": form, "trail": trail, "back": back}, status=status)


def _file(frozen: ListVersion, asked: dict) -> HttpResponse:
    printing = Printing(text_only=True, x=float(asked["x"]), y=float(asked["y"]))
    made = MAKERS[PaperKind(asked["paper"])](frozen, None, printing)
    name = f"{asked['paper']}-{frozen.review_list.plan_year.year}-phoi-in-san.pdf"
    return download(cards_pdf(made), name, "application/pdf")
