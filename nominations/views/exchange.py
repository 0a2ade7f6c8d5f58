"""Answering a return, and what changed between two sendings: of dossiers and of registrations alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nominations.actions import exchange as actions
from nominations.forms.exchange import AnswersForm, SendingsForm
from nominations.models import Nomination, Paper, Registration
from nominations.queries import exchange as queries
from nominations.queries.reach import exchanged_dossiers, exchanged_registrations
from nominations.views import nominations, registrations
from portal.rights import Conflict, load, require
from portal.views.editing import Page, edit

LISTS = {"registration": registrations.LIST, "nomination": nominations.LIST}


@require_http_methods(["GET", "HEAD", "POST"])
def nomination_answers(request: HttpRequest, pk: int) -> HttpResponse:
    nomination = load(Nomination.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "nomination.write", nomination.unit)
    return _answers(request, nomination)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_answers(request: HttpRequest, pk: int) -> HttpResponse:
    registration = load(Registration.objects.visible_to(request.user).with_subject(), pk)
    require(request.user, "registration.write", registration.unit)
    return _answers(request, registration)


def _answers(request: HttpRequest, paper: Paper) -> HttpResponse:
    asked = queries.waiting(paper)
    if request.method != "POST" and not asked:
        raise Conflict(_("Hiện không có yêu cầu bổ sung nào chờ trả lời."), instead=_("Vui lòng mở lại trang."))
    form = AnswersForm(request.POST or None, instance=paper, asked=asked)
    page = Page(
        _("Trả lời yêu cầu bổ sung"),
        _crumbs(paper),
        _("Lưu trả lời"),
        _("Đã lưu trả lời. Phòng đọc được khi đơn vị gửi lại."),
        _address(paper, "detail"),
        lead=_("Mỗi yêu cầu cần được sửa tại mục của nó, hoặc trả lời tại đây, trước khi gửi lại."),
        template="nominations/answers.html",
        around={"paper": paper},
    )

    def save(form: AnswersForm) -> str:
        actions.answer(paper, form.told(), by=request.user, version=form.cleaned_data["version"])
        return _address(paper, "answers")

    return edit(request, form, page, save)


@require_safe
def nomination_changes(request: HttpRequest, pk: int) -> HttpResponse:
    return _changes(request, load(exchanged_dossiers().visible_to(request.user), pk))


@require_safe
def registration_changes(request: HttpRequest, pk: int) -> HttpResponse:
    return _changes(request, load(exchanged_registrations().visible_to(request.user), pk))


def _changes(request: HttpRequest, paper: Paper) -> HttpResponse:
    sendings = queries.sendings_of(paper)
    form = SendingsForm(request.GET or None, sendings=sendings)
    pair = form.chosen()
    context = {
        "paper": paper,
        "form": form,
        "sendings": sendings,
        "comparison": queries.comparison(*pair) if pair else None,
        "rounds": queries.rounds(paper),
        "crumbs": _crumbs(paper),
    }
    return render(request, "nominations/changes.html", context)


def _crumbs(paper: Paper) -> list[tuple[str, str]]:
    return [LISTS[paper._meta.model_name], (str(paper), _address(paper, "detail"))]


def _address(paper: Paper, page: str) -> str:
    return reverse(f"nominations:{paper._meta.model_name}-{page}", args=[paper.pk])
