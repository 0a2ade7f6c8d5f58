from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations import standing, subjects
from nominations.actions import nominations as actions
from nominations.forms.lists import NominationListForm
from nominations.forms.nominations import FoundForm
from nominations.models import Endorsement, Nomination
from nominations.queries import exchange, steps
from nominations.queries import nominations as queries
from nominations.queries.commendations import commendations_of, may_commend
from nominations.queries.promises import promises
from nominations.queries.registrations import open_years
from portal.forms.kept import VersionForm
from portal.lists import show_list
from portal.queries import units_written_for
from portal.rights import Conflict, holds, load, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Hồ sơ đề nghị"), "/nominations/")


@require_safe
def nomination_list(request: HttpRequest) -> HttpResponse:
    """Open to everybody: each reader finds what they may see, a person what is about them."""
    form = NominationListForm(request)
    rows = queries.listed(request.user)
    tabs = queries.tabs(form.narrow_but_state(rows), form)
    page = form.page(rows, count=form.counted(tabs))
    context = {
        "form": form,
        "tabs": tabs,
        "year": str(form.chosen_year),
        "page": page,
        "table": form.headed(queries.nomination_table(page, request.user)),
        "may_write": holds(request.user, "nomination.write"),
        "unseen": queries.drafts_unseen(request.user, form.chosen_year) if standing.knows_all(request.user) else 0,
    }
    return show_list(request, "nominations/nomination_list.html", context)


@require_safe
def nomination_export(request: HttpRequest) -> HttpResponse:
    form = NominationListForm(request)
    table = queries.nomination_table(form.stream(queries.listed(request.user)), request.user)
    return download(workbook(table), f"ho-so-de-nghi-{form.chosen_year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_new(request: HttpRequest) -> HttpResponse:
    """Those registered need one click; the form is for one newly found."""
    units = units_written_for(request.user, "nomination.write")
    if not units:
        require(request.user, "nomination.write")
    year = queries.open_year()
    if year is None:
        raise Conflict(_("Chưa có năm nào đang nhận hồ sơ đề nghị."), instead=_("Vui lòng xem các mốc của năm."))
    page = Page(
        _("Lập hồ sơ đề nghị"),
        [LIST],
        _("Lập hồ sơ"),
        _("Đã lập hồ sơ. Hồ sơ chưa được gửi."),
        reverse("nominations:nomination-list"),
        template="nominations/nomination_new.html",
        around={"registrations": queries.registrations_to_nominate(request.user)},
    )
    form = FoundForm(
        request.POST or None, found=subjects.candidates(units), years=open_years(), initial={"plan_year": year}
    )
    return edit(request, form, page, lambda form: _begin(request, form))


def _begin(request: HttpRequest, form: BaseForm) -> str:
    nomination = form.filled()
    actions.begin(nomination, by=request.user)
    return steps.step_address(nomination, "summary")


@require_safe
def nomination_detail(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    may_edit = queries.may_edit(nomination, request.user)
    progress = steps.progress(nomination) if may_edit else None
    context = {
        "nomination": nomination,
        "state": standing.shown_state(nomination, request.user),
        "outcome": standing.shown_outcome(nomination, request.user),
        "became": import_string(settings.NOMINATIONS_OUTCOME)(nomination, request.user),
        "promises": promises(nomination),
        "commendations": commendations_of(nomination, request.user),
        "may_commend": may_commend(nomination, request.user),
        "said": queries.standards_said(nomination),
        "evidence": queries.evidence_of(nomination),
        "vote": Endorsement.objects.filter(nomination=nomination).select_related("minutes").first(),
        "may_edit": may_edit,
        "appraises": queries.appraises(nomination, request.user),
        "explained": queries.explained(nomination, request.user),
        "progress": progress,
        "acts": queries.acts(nomination, request.user, progress.missing if progress else []),
        "history": standing.history_for(nomination, request.user),
    } | exchange.shown_to(request.user, nomination)
    return render(request, "nominations/nomination_detail.html", context)


# -- moves ----------------------------------------------------------------------------------------------------


@require_POST
def nomination_submit(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    actions.submit(nomination, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã gửi hồ sơ. Số tiếp nhận sẽ được cấp khi Phòng tiếp nhận."))
    return redirect("nominations:nomination-detail", pk)


@require_POST
def nomination_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    actions.withdraw(nomination, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã rút hồ sơ."))
    return redirect("nominations:nomination-detail", pk)
