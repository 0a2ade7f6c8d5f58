from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations import standing, subjects
from nominations.actions import nominations as actions
from nominations.completeness import criteria_to_state
from nominations.forms.nominations import (
    EvidenceForm,
    FoundForm,
    NominationListForm,
    ResultsForm,
    StatementsForm,
    SummaryForm,
    VoteForm,
)
from nominations.models import Endorsement, Evidence, Nomination
from nominations.queries import nominations as queries
from nominations.queries import steps
from nominations.queries.registrations import open_years
from portal import clock
from portal.files import serve
from portal.forms import VersionForm
from portal.rights import Conflict, holds, load, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Hồ sơ đề nghị"), "/nominations/")


@require_safe
def nomination_list(request: HttpRequest) -> HttpResponse:
    """Open to everybody: each reader finds what they may see, a person what is about them."""
    form = NominationListForm(request)
    rows = queries.listed(request.user)
    page = form.page(rows)
    context = {
        "form": form,
        "tabs": queries.tabs(form.narrow_but_state(rows), form.cleaned_data.get("state", "")),
        "year": str(form.chosen_year),
        "page": page,
        "table": queries.nomination_table(page, request.user),
        "may_write": holds(request.user, "nomination.write"),
        "unseen": queries.drafts_unseen(request.user, form.chosen_year) if standing.knows_all(request.user) else 0,
    }
    return render(request, "nominations/nomination_list.html", context)


@require_safe
def nomination_export(request: HttpRequest) -> HttpResponse:
    form = NominationListForm(request)
    table = queries.nomination_table(form.narrow(queries.listed(request.user)), request.user)
    return download(workbook(table), f"ho-so-de-nghi-{form.chosen_year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_new(request: HttpRequest) -> HttpResponse:
    """Those registered need one click; the form is for one newly found."""
    units = subjects.units_written_for(request.user, "nomination.write")
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
        "promises": queries.promises(nomination),
        "said": queries.standards_said(nomination),
        "evidence": queries.evidence_of(nomination),
        "vote": Endorsement.objects.filter(nomination=nomination).select_related("minutes").first(),
        "may_edit": may_edit,
        "appraises": queries.appraises(nomination, request.user),
        "progress": progress,
        "acts": queries.acts(nomination, request.user, progress.missing if progress else []),
        "history": standing.history_for(nomination, request.user),
    }
    return render(request, "nominations/nomination_detail.html", context)


# -- the editor: one page a part ------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_summary(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = SummaryForm(request.POST or None, instance=nomination)
    return _edit_part(
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
    return _edit_part(
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
    return _edit_part(
        request,
        nomination,
        "statements",
        form,
        lambda form, version: actions.save_statements(nomination, form.told(), by=request.user, version=version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What is bound already, and one more."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    criteria = criteria_to_state(nomination)
    asked = [row.pk for row in criteria if str(row.pk) == request.GET.get("for")]
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        instance=nomination,
        criteria=criteria,
        initial={"criteria": asked},
    )
    return _edit_part(
        request,
        nomination,
        "evidence",
        form,
        lambda form, version: actions.add_evidence(
            form.filled(),
            list(form.cleaned_data["criteria"]),
            upload=form.cleaned_data["file"],
            by=request.user,
            version=version,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_vote(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    vote = Endorsement.objects.filter(nomination=nomination).select_related("minutes").first()
    form = VoteForm(request.POST or None, request.FILES or None, instance=nomination, vote=vote)
    return _edit_part(
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


def _edit_part(
    request: HttpRequest,
    nomination: Nomination,
    key: str,
    form: BaseForm,
    save: Callable[[BaseForm, int], None],
) -> HttpResponse:
    _still_writable(nomination)
    here = steps.step_address(nomination, key)
    around = _around(nomination, key)
    if key == "evidence":
        around["evidence"] = queries.evidence_of(nomination)
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
    if nomination.state not in actions.EDITABLE:
        raise Conflict(_("Hồ sơ đã gửi nên không sửa được."), instead=_("Đề nghị Phòng trả lại nếu cần sửa."))


# -- files ----------------------------------------------------------------------------------------------------


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(load(Evidence.objects.visible_to(request.user).select_related("file"), pk).file)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Evidence.objects.visible_to(request.user).select_related("nomination__unit")
    evidence = load(rows, pk)
    require(request.user, "nomination.write", evidence.nomination.unit)
    actions.remove_evidence(evidence, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã bỏ minh chứng “%(title)s” khỏi hồ sơ.") % {"title": evidence})
    return redirect("nominations:nomination-evidence", evidence.nomination_id)


@require_safe
def nomination_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Nomination.objects.visible_to(request.user).select_related("endorsement__minutes")
    return serve(load(rows.filter(endorsement__minutes__isnull=False), pk).endorsement.minutes)


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
