from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations.actions import evidence as actions
from nominations.completeness import criteria_to_state
from nominations.forms.evidence import EvidenceForm
from nominations.models import Evidence, Nomination
from nominations.queries import nominations as queries
from nominations.views.editor import edit_part
from portal.files import serve
from portal.forms import VersionForm
from portal.rights import load, require


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
    return edit_part(
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
        beside={"evidence": queries.evidence_of(nomination)},
    )


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
