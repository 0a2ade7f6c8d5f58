"""The catalogue as its keeper sees it: sets of standards, edited while no year has frozen them.

Every change is first tried on last year's sheets; only what was tried is kept.
"""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from criteria import content, editing
from criteria.actions import sets as actions
from criteria.actions.plans import differences
from criteria.forms.criterion import CriterionForm
from criteria.forms.sets import LoadForm, MoveForm, ParametersForm, PlanHeadForm, SetForm
from criteria.models import CriteriaSet
from criteria.plan_toml import write_plan
from criteria.queries import sets as queries
from criteria.standards import PlanContent
from criteria.trial import fingerprint, try_on_last_year
from portal.forms.kept import VersionForm
from portal.queries import history
from portal.rights import load, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Bộ tiêu chuẩn"), "/criteria/sets/")


@require_safe
def set_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "set.keep")
    table = queries.set_table(queries.all_sets())
    return render(request, "criteria/set_list.html", {"table": table})


@require_safe
def set_list_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "set.keep")
    return download(workbook(queries.set_table(queries.all_sets())), "bo-tieu-chuan.xlsx")


@require_safe
def set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    context = {
        "set": criteria_set,
        "state": queries.state_of(criteria_set),
        "sections": queries.sections(plan_content),
        "parameters": queries.parameter_lines(plan_content.parameters),
        "years": criteria_set.years.order_by("year"),
        "others": [each for each in queries.all_sets() if each != criteria_set],
        "history": history(criteria_set),
    }
    return render(request, "criteria/set_detail.html", context)


# -- changes, each tried before it is kept --------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_new(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    form = CriterionForm(request.POST or None, plan_content=plan_content, criterion=None, initial=_seen(criteria_set))
    return _change(
        request,
        criteria_set,
        plan_content,
        form,
        _("Thêm tiêu chuẩn"),
        lambda form: editing.with_criterion(plan_content, form.filled()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    criterion = _criterion(plan_content, code)
    form = CriterionForm(
        request.POST or None, plan_content=plan_content, criterion=criterion, initial=_seen(criteria_set)
    )
    return _change(
        request,
        criteria_set,
        plan_content,
        form,
        criterion.label,
        lambda form: editing.with_criterion(plan_content, form.filled()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_remove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    criterion = _criterion(plan_content, code)
    form = SetForm(request.POST or None, initial=_seen(criteria_set))
    title = _("Bỏ tiêu chuẩn “%(label)s”") % {"label": criterion.label}
    return _change(request, criteria_set, plan_content, form, title, lambda _form: editing.without(plan_content, code))


@require_http_methods(["GET", "HEAD", "POST"])
def set_parameters(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    form = ParametersForm(request.POST or None, plan_content=plan_content, initial=_seen(criteria_set))
    return _change(
        request,
        criteria_set,
        plan_content,
        form,
        _("Thang điểm và ngưỡng"),
        lambda form: editing.with_parameters(plan_content, form.filled()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def set_load(request: HttpRequest, pk: int) -> HttpResponse:
    """A set that was exported, edited elsewhere perhaps, loaded back. The plan's own head stays."""
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    plan_content = content.read(criteria_set)
    form = LoadForm(request.POST or None, request.FILES or None, initial=_seen(criteria_set))
    return _change(
        request,
        criteria_set,
        plan_content,
        form,
        _("Nạp lại từ tệp"),
        lambda form: editing.with_standards_of(plan_content, form.cleaned_data["content"]),
    )


def _change(
    request: HttpRequest,
    criteria_set: CriteriaSet,
    old: PlanContent,
    form: BaseForm,
    title: str,
    change: Callable[[BaseForm], PlanContent],
) -> HttpResponse:
    """First what it would do, then, when just that was looked at, the change itself."""
    actions.refuse_frozen(criteria_set)
    here = reverse("criteria:set-detail", args=[criteria_set.pk])
    page = Page(
        title,
        [LIST, (str(criteria_set), here)],
        _("Xem trước thay đổi"),
        _("Đã lưu thay đổi của bộ tiêu chuẩn."),
        here,
        template="criteria/set_change.html",
        around={"set": criteria_set},
    )
    if request.method == "POST" and form.is_valid():
        new = change(form)
        tried = fingerprint(new)
        if request.POST.get("tried") != tried:
            told = {"trial": try_on_last_year(new), "told": differences(old, new), "tried": tried}
            return render(request, page.template, page.around | {"form": form, "page": page} | told)
        return edit(request, form, page, lambda form: _keep(request, criteria_set, new, form))
    return edit(request, form, page, lambda form: None)


def _keep(request: HttpRequest, criteria_set: CriteriaSet, new: PlanContent, form: BaseForm) -> None:
    actions.change_set(criteria_set, new, by=request.user, version=form.cleaned_data["version"])


def _seen(criteria_set: CriteriaSet) -> dict:
    return {"version": criteria_set.version}


def _criterion(plan_content: PlanContent, code: str):
    found = next((row for row in plan_content.criteria if row.code == code), None)
    if found is None:
        raise Http404
    return found


# -- order, copies, comparison, files -------------------------------------------------------------------------


@require_POST
def criterion_move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One place up or down among those of its group; points and floors stay, so there is nothing to try."""
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    plan_content = content.read(criteria_set)
    _criterion(plan_content, code)
    new = editing.moved(plan_content, code, MoveForm.step(request))
    actions.change_set(criteria_set, new, by=request.user, version=VersionForm.seen(request))
    return redirect(f"{reverse('criteria:set-detail', args=[pk])}#standard-{code}")


@require_POST
def set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    made = actions.copy_set(criteria_set, by=request.user)
    messages.success(request, _("Đã sao chép. Bộ mới sửa được cho đến khi một năm dùng bộ này được mở."))
    return redirect("criteria:set-detail", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan of the next period, with this set's standards to begin from."""
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    here = reverse("criteria:set-detail", args=[pk])
    page = Page(
        _("Lập kế hoạch giai đoạn mới"),
        [LIST, (str(criteria_set), here)],
        _("Lập kế hoạch"),
        _("Đã lập kế hoạch. Các tiêu chuẩn bắt đầu từ bản sao, sửa được đến khi mở năm."),
        here,
        lead=_("Tiêu chuẩn, điểm và ngưỡng được sao chép từ bộ đang xem."),
    )
    plan = criteria_set.plan
    initial = _seen(criteria_set) | {"issuer": plan.issuer, "models_per_unit_per_year": plan.models_per_unit_per_year}
    form = PlanHeadForm(request.POST or None, initial=initial)
    return edit(request, form, page, lambda form: _copied(request, criteria_set, form))


def _copied(request: HttpRequest, criteria_set: CriteriaSet, form: BaseForm) -> str:
    made = actions.copy_plan(criteria_set, form.filled(), by=request.user)
    return reverse("criteria:set-detail", args=[made.pk])


@require_safe
def set_compare(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    other = load(CriteriaSet.objects.select_related("plan"), other_pk)
    require(request.user, "set.keep")
    rows, lines = queries.compare(content.read(other), content.read(criteria_set))
    context = {"set": criteria_set, "other": other, "rows": rows, "lines": lines}
    return render(request, "criteria/set_compare.html", context)


@require_safe
def set_export(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = load(CriteriaSet.objects.select_related("plan"), pk)
    require(request.user, "set.keep")
    text = write_plan(content.read(criteria_set))
    name = f"tieu-chuan-{criteria_set.plan.code}-bo-{criteria_set.number}.toml"
    return download(text.encode(), name, "application/toml; charset=utf-8")
