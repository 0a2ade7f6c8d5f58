"""Evidence and minutes as page images: what a chip opens, instead of a download."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nominations.forms.evidence import PageForm
from nominations.models import Evidence, Nomination
from nominations.queries import evidence as queries
from portal import previews
from portal.files import serve
from portal.models import StoredFile
from portal.rights import Conflict, load


@require_safe
def evidence_preview(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = load(Evidence.objects.standing().visible_to(request.user).select_related("file"), pk)
    nomination = Nomination.objects.with_subject().get(pk=evidence.nomination_id)
    context = {
        "title": evidence.title,
        "second": evidence.in_words,
        "download": reverse("nominations:evidence-file", args=[pk]),
        "evidence": evidence,
    }
    return _preview(request, nomination, evidence.file, "nominations:evidence-page", pk, context)


@require_safe
def evidence_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    rows = Evidence.objects.standing().visible_to(request.user).select_related("file")
    return previews.serve_page(load(rows, pk).file, number)


@require_safe
def nomination_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Nomination.objects.visible_to(request.user).select_related("endorsement__minutes")
    return serve(load(rows.filter(endorsement__minutes__isnull=False), pk).endorsement.minutes)


@require_safe
def minutes_preview(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Nomination.objects.visible_to(request.user).with_subject().select_related("endorsement__minutes")
    nomination = load(rows.filter(endorsement__minutes__isnull=False), pk)
    vote = nomination.endorsement
    context = {
        "title": _("Biên bản họp đơn vị"),
        "second": _("số %(number)s, họp ngày %(day)s")
        % {"number": vote.minutes_number, "day": f"{vote.held_on:%d/%m/%Y}"},
        "download": reverse("nominations:nomination-minutes", args=[pk]),
    }
    return _preview(request, nomination, vote.minutes, "nominations:minutes-page", pk, context)


@require_safe
def minutes_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    rows = Nomination.objects.visible_to(request.user).select_related("endorsement__minutes")
    nomination = load(rows.filter(endorsement__minutes__isnull=False), pk)
    return previews.serve_page(nomination.endorsement.minutes, number)


def _preview(
    request: HttpRequest, nomination: Nomination, stored: StoredFile, image: str, pk: int, context: dict
) -> HttpResponse:
    """The page that is asked for is drawn now, so that what cannot be drawn is said in words."""
    context |= {"nomination": nomination, "pieces": queries.evidence_of(nomination)}
    return render(request, "nominations/preview.html", context | _shown(stored, PageForm.asked(request), image, pk))


def evidence_shown(evidence: Evidence) -> dict:
    """Its first page, to stand in another page (`nominations/preview_pages.html`)."""
    return _shown(evidence.file, 1, "nominations:evidence-page", evidence.pk) | {
        "title": evidence.title,
        "second": evidence.in_words,
        "download": reverse("nominations:evidence-file", args=[evidence.pk]),
        "here": reverse("nominations:evidence-preview", args=[evidence.pk]),
    }


def _shown(stored: StoredFile, asked: int, image: str, pk: int) -> dict:
    pages = previews.pages_of(stored)
    number = min(asked, pages.shown)
    why_not = pages.why_not
    if number:
        try:
            previews.page_of(stored, number)
        except Conflict as conflict:
            why_not = f"{conflict.what} {conflict.instead}"
    return {
        "file": stored,
        "pages": pages,
        "number": number,
        "why_not": why_not,
        "image": "" if why_not else reverse(image, args=[pk, number]),
    }
