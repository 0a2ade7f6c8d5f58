from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import actions, queries
from portal.forms.lists import PersonListForm
from portal.forms.school import PersonForm, PostForm
from portal.lists import show_list
from portal.models import Person, Post
from portal.rights import load, may, require
from portal.spreadsheets import download, workbook
from portal.views.editing import Page, edit

LIST = (gettext_lazy("Cán bộ, viên chức"), "/people/")


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "person.read")
    form = PersonListForm(request)
    page = form.page(queries.with_posts(Person.objects.all()))
    keep = may(request.user, "person.keep")
    context = {"form": form, "page": page, "table": form.headed(queries.person_table(page)), "may_keep": keep}
    return show_list(request, "portal/person_list.html", context)


@require_safe
def person_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "person.read")
    rows = PersonListForm(request).stream(queries.with_posts(Person.objects.all()))
    return download(workbook(queries.person_table(rows)), "can-bo-vien-chuc.xlsx")


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = load(Person.objects.visible_to(request.user), pk)
    may_keep = may(request.user, "person.keep")
    context = {
        "person": person,
        "posts": person.posts.select_related("unit").order_by("-valid_from", "pk"),
        "may_keep": may_keep,
        "may_list": may(request.user, "person.read"),
        "history": queries.history(person) if may_keep else [],
    }
    return render(request, "portal/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    require(request.user, "person.keep")
    back = reverse("portal:person-list")
    page = Page(_("Thêm cán bộ, viên chức"), [LIST], _("Lưu"), _("Đã thêm. Vui lòng ghi chức vụ, đơn vị."), back)
    return edit(request, PersonForm(request.POST or None), page, lambda form: _keep(request, form, page.title))


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = load(Person.objects.visible_to(request.user), pk)
    require(request.user, "person.keep")
    page = _page_of(person, _("Sửa thông tin cán bộ, viên chức"))
    form = PersonForm(request.POST or None, instance=person)
    return edit(request, form, page, lambda form: _keep(request, form, page.title))


@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    person = load(Person.objects.visible_to(request.user), pk)
    require(request.user, "person.keep")
    page = _page_of(person, _("Ghi chức vụ, chức danh"))
    form = PostForm(request.POST or None, instance=Post(person=person))
    return edit(request, form, page, lambda form: _keep_post(request, form, page.title))


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: HttpRequest, pk: int, post_pk: int) -> HttpResponse:
    person = load(Person.objects.visible_to(request.user), pk)
    require(request.user, "person.keep")
    post = load(person.posts.select_related("unit"), post_pk)
    page = _page_of(person, _("Sửa chức vụ, chức danh"))
    form = PostForm(request.POST or None, instance=post)
    return edit(request, form, page, lambda form: _keep_post(request, form, page.title))


def _page_of(person: Person, title: str) -> Page:
    here = reverse("portal:person-detail", args=[person.pk])
    return Page(title, [LIST, (person.full_name, here)], _("Lưu thay đổi"), _("Đã lưu thay đổi."), here)


def _keep(request: HttpRequest, form: PersonForm, act: str) -> str:
    actions.keep(form.instance, by=request.user, act=act, version=form.cleaned_data["version"])
    return reverse("portal:person-detail", args=[form.instance.pk])


def _keep_post(request: HttpRequest, form: PostForm, act: str) -> None:
    actions.keep(form.instance, by=request.user, act=act, version=form.cleaned_data["version"])
