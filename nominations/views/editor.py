"""Writing a dossier: one page a part, in any order."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations.actions import editor as actions
from nominations.actions.presence import be_seen
from nominations.forms.editor import PresenceForm, ResultsForm, StatementsForm, SummaryForm, VoteForm
from nominations.models import Endorsement, Nomination
from nominations.queries import nominations as queries
from nominations.queries import revisions, steps
from nominations.queries.commendations import commendations_of, may_commend
from nominations.queries.evidence import doubtful
from nominations.queries.exchange import by_anchor, waiting
from nominations.queries.presence import others_in
from nominations.queries.promises import promises
from nominations.views.nominations import LIST
from nominations.workflow import NOMINATIONS
from portal import clock
from portal.rights import load, require
from portal.views.answers import asks_itself
from portal.views.editing import Page, edit

SAVINGS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_summary(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = SummaryForm(request.POST or None, instance=nomination)
    return edit_part(
        request,
        nomination,
        "summary",
        form,
        lambda form, version: actions.save_summary(
            form.instance, awards=form.told_awards(), **_typed(request, version)
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_results(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = ResultsForm(request.POST or None, instance=nomination, answered=promises(nomination))
    return edit_part(
        request,
        nomination,
        "results",
        form,
        lambda form, version: actions.save_results(nomination, form.told(), **_typed(request, version)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_statements(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = StatementsForm(request.POST or None, instance=nomination, said=queries.standards_said(nomination))
    return edit_part(
        request,
        nomination,
        "statements",
        form,
        lambda form, version: actions.save_statements(nomination, form.told(), **_typed(request, version)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_vote(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    vote = Endorsement.objects.filter(nomination=nomination).select_related("minutes").first()
    form = VoteForm(request.POST or None, request.FILES or None, instance=nomination, vote=vote)
    return edit_part(
        request,
        nomination,
        "vote",
        form,
        lambda form, version: actions.save_endorsement(
            form.filled(), minutes=form.cleaned_data["minutes"], **_typed(request, version)
        ),
        beside={
            "commendations": commendations_of(nomination, request.user),
            "may_commend": may_commend(nomination, request.user),
        },
    )


@require_safe
def nomination_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step: what is there, what is missing, and the button that sends."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    actions.still_editable(nomination)
    context = _around(request, nomination, "check")
    context["doubts"] = [each for each in queries.standards_said(nomination) if each.doubt]
    context["doubtful"] = doubtful(nomination)
    context["acts"] = [
        act for act in queries.acts(nomination, request.user, context["progress"].missing) if act.name == "submit"
    ]
    return render(request, "nominations/nomination_check.html", context)


def edit_part(
    request: HttpRequest,
    nomination: Nomination,
    key: str,
    form: BaseForm,
    save: Callable[[BaseForm, int], None],
    beside: dict | None = None,
) -> HttpResponse:
    """`beside`: what this step's page shows besides its form."""
    if request.method != "POST":  # what was typed is kept by the way every form goes
        actions.still_editable(nomination)
    here = steps.step_address(nomination, key)
    around = _around(request, nomination, key) | (beside or {})
    page = Page(
        str(nomination),
        _crumbs(nomination),
        _("Lưu nháp"),
        _("Đã lưu bản nháp lúc %(at)s.") % {"at": f"{clock.now():%H:%M ngày %d/%m/%Y}"},
        here,
        template=f"nominations/nomination_{key}.html",
        around=around,
        renewed=lambda: _renewed(request, nomination.pk, key),
    )

    def keep(form: BaseForm) -> str:
        save(form, form.cleaned_data["version"])
        if asks_itself(request):
            be_seen(nomination, step=key, by=request.user)
        if request.POST.get("prove", "").isdecimal():
            return f"{steps.step_address(nomination, 'evidence')}?for={request.POST['prove']}#add"
        return around["after"] if "next" in request.POST else here

    return edit(request, form, page, keep)


def _typed(request: HttpRequest, version: int) -> dict:
    return {"by": request.user, "version": version, "sitting": asks_itself(request)}


def _renewed(request: HttpRequest, pk: int, key: str) -> dict[str, str]:
    """What a save changes around the form, as it is now: {part of the page: its inside}."""
    nomination = Nomination.objects.with_subject().get(pk=pk)
    around = _around(request, nomination, key)
    if key == "statements":
        around["said"] = queries.standards_said(nomination)
    parts = ("progress", "steps", "presence", *(["marks"] if key == "statements" else []))
    drawn = _drawn(nomination) if key == "results" else {}
    return {part: render_to_string(f"nominations/part_{part}.html", around) for part in parts} | drawn


def _drawn(nomination: Nomination) -> dict[str, str]:
    """Each promise beside its result, as it is understood now."""
    return {
        f"promise-{each.target.pk}": render_to_string("nominations/promise.html", {"each": each, "writes": True})
        for each in promises(nomination)
    }


@require_POST
def nomination_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """An open page tells that it is, at which step, and asks who else is there."""
    nomination = load(Nomination.objects.visible_to(request.user), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = PresenceForm(request.POST)
    if form.is_valid():
        be_seen(nomination, step=form.cleaned_data["step"], by=request.user)
    others = render_to_string("nominations/part_presence.html", {"others": others_in(nomination, request.user)})
    return JsonResponse({"renewed": {"presence": others}})


@require_safe
def nomination_revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every saving of what was typed, also what was not chosen when two had written at once."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    page = Paginator(revisions.revisions_of(nomination), SAVINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nomination": nomination,
        "crumbs": _crumbs(nomination),
        "page": page,
        "savings": revisions.savings(nomination, list(page)),
    }
    return render(request, "nominations/nomination_revisions.html", context)


def _crumbs(nomination: Nomination) -> list[tuple[str, str]]:
    return [LIST, (str(nomination), reverse("nominations:nomination-detail", args=[nomination.pk]))]


def _around(request: HttpRequest, nomination: Nomination, key: str) -> dict:
    before, after = steps.neighbours(key)
    reasons = waiting(nomination)
    return {
        "nomination": nomination,
        "crumbs": _crumbs(nomination),
        "state": NOMINATIONS.states[nomination.state],
        "step": steps.STEPS[key],
        "step_key": key,
        "progress": steps.progress(nomination, key),
        "before": steps.step_address(nomination, before) if before else "",
        "before_label": steps.STEPS.get(before, ""),
        "after": steps.step_address(nomination, after) if after else "",
        "after_label": steps.STEPS.get(after, ""),
        "others": others_in(nomination, request.user),
        "reasons": reasons,
        "notes": by_anchor(reasons),
    }
