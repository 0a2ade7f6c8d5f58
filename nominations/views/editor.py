"""Writing a dossier: one page a part, in any order."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nominations.actions import editor as actions
from nominations.actions.nominations import EDITABLE
from nominations.forms.editor import ResultsForm, StatementsForm, SummaryForm, VoteForm
from nominations.models import Endorsement, Nomination
from nominations.queries import nominations as queries
from nominations.queries import steps
from nominations.views.nominations import LIST
from portal import clock
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit


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
        lambda form, version: actions.save_summary(form.instance, by=request.user, version=version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_results(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = ResultsForm(request.POST or None, instance=nomination, answered=queries.promises(nomination))
    return edit_part(
        request,
        nomination,
        "results",
        form,
        lambda form, version: actions.save_results(nomination, form.told(), by=request.user, version=version),
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
        lambda form, version: actions.save_statements(nomination, form.told(), by=request.user, version=version),
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
            form.filled(), minutes=form.cleaned_data["minutes"], by=request.user, version=version
        ),
    )


@require_safe
def nomination_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step: what is there, what is missing, and the button that sends."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    _still_writable(nomination)
    context = _around(nomination, "check")
    context["doubts"] = [each for each in queries.standards_said(nomination) if each.doubt]
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
    _still_writable(nomination)
    here = steps.step_address(nomination, key)
    around = _around(nomination, key) | (beside or {})
    page = Page(
        str(nomination),
        [LIST, (str(nomination), reverse("nominations:nomination-detail", args=[nomination.pk]))],
        _("Lưu nháp"),
        _("Đã lưu bản nháp lúc %(at)s.") % {"at": f"{clock.now():%H:%M ngày %d/%m/%Y}"},
        here,
        template=f"nominations/nomination_{key}.html",
        around=around,
    )

    def keep(form: BaseForm) -> str:
        save(form, form.cleaned_data["version"])
        if request.POST.get("prove", "").isdecimal():
            return f"{steps.step_address(nomination, 'evidence')}?for={request.POST['prove']}#add"
        return around["after"] if "next" in request.POST else here

    return edit(request, form, page, keep)


def _around(nomination: Nomination, key: str) -> dict:
    before, after = steps.neighbours(key)
    return {
        "nomination": nomination,
        "step": steps.STEPS[key],
        "progress": steps.progress(nomination, key),
        "before": steps.step_address(nomination, before) if before else "",
        "before_label": steps.STEPS.get(before, ""),
        "after": steps.step_address(nomination, after) if after else "",
        "after_label": steps.STEPS.get(after, ""),
    }


def _still_writable(nomination: Nomination) -> None:
    if nomination.state not in EDITABLE:
        raise Conflict(_("Hồ sơ đã gửi nên không sửa được."), instead=_("Đề nghị Phòng trả lại nếu cần sửa."))
