"""Awards proposed for the entries of an approved list: one page, a button for each change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nominations.models import Nomination
from portal.forms.kept import VersionForm
from portal.rights import Conflict, load, require
from recognition import rights
from recognition.actions import awards as actions
from recognition.forms.awards import ProposeForm
from recognition.models import Award, AwardForm, ReviewList
from recognition.queries import awards as queries
from recognition.views.lists import trail_of


@require_safe
def list_awards(request: HttpRequest, pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    actions.require_approved(review_list)
    frozen, decided = review_list.latest(), review_list.state == "decided"
    lines = queries.lines_of(frozen, upward_only=decided)
    context = {
        "list": review_list,
        "lines": lines,
        "batches": queries.batches_of(lines),
        "decided": decided,
        "warnings": queries.proposed_twice(frozen),
        "counts": queries.counts_of(lines),
        "may_keep": rights.keeps(request.user, review_list),
        "trail": trail_of(review_list),
    }
    return render(request, "recognition/list_awards.html", context)


@require_POST
def list_award_add(request: HttpRequest, pk: int, nomination_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    nomination = load(Nomination.objects.with_subject().filter(plan_year=review_list.plan_year), nomination_pk)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        raise Conflict(_("Chưa chọn hình thức khen thưởng."), instead=_("Vui lòng chọn một hình thức rồi bấm Thêm."))
    award = actions.propose(review_list, nomination, form.cleaned_data["form"], by=request.user)
    messages.success(request, _("Đã đề nghị %(form)s: %(who)s.") % {"form": award.form, "who": nomination})
    return redirect("recognition:list-awards", pk)


@require_POST
def list_award_all(request: HttpRequest, pk: int, form_pk: int) -> HttpResponse:
    """The button carries how many it has named; where that has changed nothing is written."""
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    form = load(AwardForm.objects.all(), form_pk)
    count = actions.propose_for_all(review_list, form, count=VersionForm.seen(request), by=request.user)
    messages.success(request, _("Đã đề nghị %(form)s cho %(n)02d mục.") % {"form": form, "n": count})
    return redirect("recognition:list-awards", pk)


@require_POST
def list_award_remove(request: HttpRequest, pk: int, award_pk: int) -> HttpResponse:
    review_list = load(ReviewList.objects.visible_to(request.user), pk)
    require(request.user, "list.keep")
    award = load(_awards_of(review_list), award_pk)
    actions.take_back(award, by=request.user, version=VersionForm.seen(request))
    messages.success(request, _("Đã bỏ đề nghị %(form)s: %(who)s.") % {"form": award.form, "who": award.nomination})
    return redirect("recognition:list-awards", pk)


def _awards_of(review_list: ReviewList):
    """Those of the list's own entries."""
    rows = Award.objects.filter(nomination__entries__version__review_list=review_list).distinct()
    return rows.select_related("form", "nomination__subject_unit", "nomination__subject_person")
