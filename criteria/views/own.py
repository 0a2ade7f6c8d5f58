"""A unit's own criteria and notes on evidence (plan II.2): kept by its clerk or head."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria.actions import own as actions
from criteria.forms.own import EvidenceNoteForm, OwnCriterionForm
from criteria.models import CriteriaSet, Criterion, EvidenceNote
from criteria.queries import own as queries
from portal.forms.kept import VersionForm
from portal.models import Unit
from portal.rights import holds, load, require
from portal.views.editing import Page, edit

HERE = "/criteria/own/"
LIST = (gettext_lazy("Tiêu chí riêng của đơn vị"), HERE)


@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    if not holds(request.user, "own_criteria.keep"):
        require(request.user, "own_criteria.keep")
    return render(request, "criteria/own_list.html", {"keepings": queries.kept_by(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request: HttpRequest, unit_pk: int, set_pk: int) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user), unit_pk)
    require(request.user, "own_criteria.keep", unit)
    row = Criterion(criteria_set=_under_way(set_pk), unit=unit)
    return _edit(request, row, _("Thêm tiêu chí riêng"), _("Đã thêm tiêu chí riêng."))


@require_http_methods(["GET", "HEAD", "POST"])
def own_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = load(Criterion.objects.exclude(unit=None).visible_to(request.user).select_related("unit", "criteria_set"), pk)
    require(request.user, "own_criteria.keep", row.unit)
    return _edit(request, row, row.label, _("Đã lưu tiêu chí riêng."))


def _edit(request: HttpRequest, row: Criterion, title: str, done: str) -> HttpResponse:
    actions.refuse_closed(row.criteria_set, row.unit)
    page = Page(title, [LIST], _("Lưu tiêu chí"), done, HERE, lead=str(row.unit))
    form = OwnCriterionForm(request.POST or None, instance=row)

    def save(form: BaseForm) -> None:
        actions.keep_criterion(form.instance, by=request.user, version=form.cleaned_data["version"])

    return edit(request, form, page, save)


@require_POST
def own_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = load(Criterion.objects.exclude(unit=None).visible_to(request.user).select_related("unit", "criteria_set"), pk)
    if actions.remove_criterion(row, by=request.user, version=VersionForm.seen(request)):
        messages.success(request, _("Đã bỏ tiêu chí “%(label)s”.") % {"label": row.label})
    else:
        words = _("Đã có nội dung ghi theo tiêu chí “%(label)s” nên tiêu chí được giữ lại và ngừng dùng.")
        messages.success(request, words % {"label": row.label})
    return redirect("criteria:own-list")


@require_http_methods(["GET", "HEAD", "POST"])
def own_note(request: HttpRequest, unit_pk: int, set_pk: int, code: str) -> HttpResponse:
    unit = load(Unit.objects.visible_to(request.user), unit_pk)
    require(request.user, "own_criteria.keep", unit)
    criteria_set = _under_way(set_pk)
    standard = criteria_set.criteria.filter(unit=None, code=code).first()
    if standard is None:
        raise Http404
    actions.refuse_closed(criteria_set, unit)
    there = {"criteria_set": criteria_set, "unit": unit, "code": code}
    note = EvidenceNote.objects.filter(**there).first() or EvidenceNote(**there)
    page = Page(
        _("Minh chứng ở đơn vị: %(label)s") % {"label": standard.label},
        [LIST],
        _("Lưu ghi chú"),
        _("Đã lưu ghi chú minh chứng."),
        f"{HERE}#note-{unit_pk}-{standard.pk}",
        lead=standard.text or standard.label,
    )

    def save(form: BaseForm) -> None:
        actions.keep_note(form.instance, by=request.user, version=form.cleaned_data["version"])

    return edit(request, EvidenceNoteForm(request.POST or None, instance=note), page, save)


@require_POST
def own_again(request: HttpRequest, unit_pk: int, set_pk: int) -> HttpResponse:
    """What the unit kept last year, with one click."""
    unit = load(Unit.objects.visible_to(request.user), unit_pk)
    told = actions.take_over(_under_way(set_pk), unit, by=request.user)
    messages.success(request, _("Đã lấy lại %(count)02d nội dung của năm trước.") % {"count": len(told)})
    return redirect("criteria:own-list")


def _under_way(pk: int) -> CriteriaSet:
    found = next((each for each in queries.sets_under_way() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found
