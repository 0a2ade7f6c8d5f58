from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations.actions import evidence as actions
from nominations.forms.evidence import ChosenForm, EvidenceForm, UploadForm
from nominations.kinds import criteria_offered
from nominations.models import Evidence, Nomination
from nominations.queries import evidence as queries
from nominations.queries.steps import step_address
from nominations.views.editor import edit_part
from nominations.views.nominations import LIST
from portal.files import serve
from portal.models import User
from portal.rights import Conflict, load, require
from portal.views.answers import said
from portal.views.editing import Page, edit

# -- the step -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What is bound already, what was taken out, and more. `?for=`: the standard that is to be proved."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    asked = next((row for row in criteria_offered(nomination) if str(row.pk) == request.GET.get("for")), None)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        instance=nomination,
        initial={"criteria": [asked.pk] if asked else []},
    )

    def save(form: UploadForm, _version: int) -> None:
        twins = _add_all(form, by=request.user)
        for words in form.cleaned_data["file"].refused:
            messages.warning(request, words)
        for twin in twins.values():
            messages.info(request, twin.words)

    return edit_part(request, nomination, "evidence", form, save, beside=_beside(nomination, asked, request.user))


def _beside(nomination: Nomination, asked, user: User) -> dict:
    pieces = queries.evidence_of(nomination)
    unbound = [each for each in pieces if asked and asked.pk not in {use.criterion_id for use in each.uses.all()}]
    twins = queries.twins_of(nomination, pieces, user)
    return {
        "evidence": [(each, twins.get(each.pk)) for each in pieces],
        "removed": queries.removed_from(nomination),
        "asked": asked,
        "unbound": unbound,
    }


def _add_all(form: UploadForm, *, by: User) -> dict[int, queries.Twin]:
    """Everything that can be taken of what was sent; what of it was there already."""
    nomination, criteria = form.instance, list(form.cleaned_data["criteria"])
    added = [
        actions.add_evidence(Evidence(nomination=nomination), criteria, upload=upload, by=by)
        for upload in form.cleaned_data["file"].taken
    ]
    return queries.twins_of(nomination, added, by)


@require_POST
def nomination_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """One file, sent by the page itself while it shows how far it is: what came of it, in words."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = UploadForm(request.POST, request.FILES, instance=nomination)
    if not form.is_valid():
        return said(" ".join(words for errors in form.errors.values() for words in errors), status=200, taken=False)
    try:
        twins = _add_all(form, by=request.user)
    except Conflict as conflict:
        return said(f"{conflict.what} {conflict.instead}", status=200, taken=False)
    words = " ".join([_("Đã nhận."), *(twin.words for twin in twins.values())])
    return said(words, status=200, taken=True, again=bool(twins))


@require_POST
def nomination_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Pieces that the dossier has already prove one more standard."""
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    form = ChosenForm(request.POST, nomination=nomination)
    if not form.is_valid():
        raise Conflict(
            _("Chưa gắn minh chứng nào."), instead=_("Vui lòng chọn ít nhất một minh chứng trong danh sách.")
        )
    criterion = form.cleaned_data["criterion"]
    actions.bind(list(form.cleaned_data["pieces"]), criterion, nomination=nomination, by=request.user)
    messages.success(request, _("Đã gắn minh chứng với tiêu chuẩn “%(label)s”.") % {"label": criterion.label})
    return redirect(f"{step_address(nomination, 'statements')}#criterion-{criterion.pk}")


# -- one piece ------------------------------------------------------------------------------------------------


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(load(Evidence.objects.standing().visible_to(request.user).select_related("file"), pk).file)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, number, date, issuer, level, one's part; which standards it proves."""
    evidence = load(_pieces().standing().visible_to(request.user), pk)
    nomination = evidence.nomination
    require(request.user, "nomination.write", nomination.unit)
    if request.method != "POST":  # what was typed is kept by the way every form goes
        actions.still_editable(nomination)
    form = EvidenceForm(request.POST or None, evidence=evidence)
    detail = (str(nomination), reverse("nominations:nomination-detail", args=[nomination.pk]))
    back = step_address(nomination, "evidence")
    page = Page(
        str(evidence),
        [LIST, detail, (_("Minh chứng"), back)],
        _("Lưu minh chứng"),
        _("Đã lưu minh chứng “%(title)s”.") % {"title": form.data.get("title", evidence.title)},
        back,
        template="nominations/evidence_form.html",
        around={"evidence": evidence},
    )

    def save(form: EvidenceForm) -> None:
        criteria = list(form.cleaned_data["criteria"])
        version = form.cleaned_data["version"]
        actions.change_evidence(form.filled(), criteria, by=request.user, version=version)

    return edit(request, form, page, save)


@require_POST
def evidence_bind(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    evidence = load(_pieces().standing().visible_to(request.user), pk)
    nomination = evidence.nomination
    require(request.user, "nomination.write", nomination.unit)
    criterion = load(queries.criteria_of(nomination), criterion_pk)
    actions.bind([evidence], criterion, nomination=nomination, by=request.user)
    return _done(request, nomination, _("Đã gắn “%(title)s” với tiêu chuẩn “%(label)s”.") % _named(evidence, criterion))


@require_POST
def evidence_unbind(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    evidence = load(_pieces().standing().visible_to(request.user), pk)
    nomination = evidence.nomination
    require(request.user, "nomination.write", nomination.unit)
    criterion = load(queries.criteria_of(nomination), criterion_pk)
    actions.unbind(evidence, criterion, by=request.user)
    words = _("“%(title)s” không còn gắn với tiêu chuẩn “%(label)s”.") % _named(evidence, criterion)
    undo = reverse("nominations:evidence-bind", args=[pk, criterion_pk])
    return _done(request, nomination, words, undo)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = load(_pieces().standing().visible_to(request.user), pk)
    require(request.user, "nomination.write", evidence.nomination.unit)
    actions.remove_evidence(evidence, by=request.user)
    words = _("Đã bỏ minh chứng “%(title)s” khỏi hồ sơ.") % {"title": evidence}
    return _done(request, evidence.nomination, words, reverse("nominations:evidence-restore", args=[pk]))


@require_POST
def evidence_restore(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = load(_pieces().exclude(removed_at=None).visible_to(request.user), pk)
    require(request.user, "nomination.write", evidence.nomination.unit)
    actions.restore_evidence(evidence, by=request.user)
    return _done(request, evidence.nomination, _("Đã đưa lại minh chứng “%(title)s”.") % {"title": evidence})


@require_POST
def evidence_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """The same file twice in one dossier: the piece that was there first takes over."""
    evidence = load(_pieces().standing().visible_to(request.user), pk)
    nomination = evidence.nomination
    require(request.user, "nomination.write", nomination.unit)
    twin = queries.twins_of(nomination, [evidence], request.user).get(pk)
    if not (twin and twin.here):
        raise Conflict(_("Hồ sơ không còn minh chứng nào cùng tệp."), instead=_("Vui lòng mở lại trang."))
    actions.merge(evidence, twin.evidence, by=request.user)
    return _done(request, nomination, _("Đã dùng minh chứng có trước: “%(title)s”.") % {"title": twin.evidence})


def _pieces():
    subject = ("nomination__plan_year", "nomination__unit", "nomination__subject_unit", "nomination__subject_person")
    return Evidence.objects.select_related("file", *subject)


def _named(evidence: Evidence, criterion) -> dict[str, str]:
    return {"title": evidence.title, "label": criterion.label}


def _done(request: HttpRequest, nomination: Nomination, words: str, undo: str = "") -> HttpResponse:
    """`undo`: the address that takes it back."""
    messages.success(request, words, extra_tags=undo)
    return redirect(step_address(nomination, "evidence"))
