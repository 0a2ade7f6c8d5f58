"""Header, signers and wording of papers, by date: the office keeps them; what was issued keeps what it had."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import actions
from portal.models import Letterhead
from portal.papers.printing import printed
from portal.rights import load, require
from portal.views.editing import Page, edit
from recognition.documents.letterhead_preview import letterhead_preview
from recognition.forms.papers import LetterheadForm, PaperAskedForm, PreviewForm, WordingForm
from recognition.models import Wording
from recognition.queries import paper_settings as queries

HERE = "/papers/settings/"
TRAIL = [(gettext_lazy("Mẫu văn bản"), HERE)]
STAYS = gettext_lazy("Văn bản đã ghi số, ngày giữ nguyên mẫu của ngày ấy; thay đổi chỉ có ở văn bản kết xuất sau này.")


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    require(request.user, "paper.keep")
    context = {"letterheads": queries.letterheads(), "wordings": queries.wordings(), "history": queries.changes()}
    return render(request, "recognition/paper_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_new(request: HttpRequest) -> HttpResponse:
    """Begins with what holds now: a new principal changes two of its lines."""
    require(request.user, "paper.keep")
    newest = Letterhead.objects.first()
    form = LetterheadForm(request.POST or None, initial=newest.as_plain() if newest else {})
    return _edit(request, form, _("Thêm mẫu đầu trang, người ký"))


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "paper.keep")
    row = load(Letterhead.objects.all(), pk)
    return _edit(request, LetterheadForm(request.POST or None, instance=row), _("Sửa mẫu đầu trang, người ký"))


@require_safe
def letterhead_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "paper.keep")
    row = load(Letterhead.objects.all(), pk)
    layout = PreviewForm(request.GET).asked()
    return printed(lambda: letterhead_preview(row, layout), f"xem-thu-mau-{row.valid_from:%Y-%m-%d}", "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def wording_new(request: HttpRequest) -> HttpResponse:
    """`?paper=`: begins with what holds for that paper now."""
    require(request.user, "paper.keep")
    paper = PaperAskedForm(request.GET).asked()
    newest = Wording.objects.filter(paper=paper).first()
    told = ("addressees", "bases", "recipients") if newest else ()
    initial = {"paper": paper} | {name: getattr(newest, name) for name in told}
    return _edit(request, WordingForm(request.POST or None, initial=initial), _("Thêm nội dung cố định của văn bản"))


@require_http_methods(["GET", "HEAD", "POST"])
def wording_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "paper.keep")
    row = load(Wording.objects.all(), pk)
    return _edit(request, WordingForm(request.POST or None, instance=row), _("Sửa nội dung cố định của văn bản"))


def _edit(request: HttpRequest, form: BaseForm, title: str) -> HttpResponse:
    page = Page(title, TRAIL, _("Lưu mẫu"), _("Đã lưu mẫu văn bản."), HERE, lead=STAYS)
    return edit(request, form, page, lambda form: _save(request, form, title))


def _save(request: HttpRequest, form: BaseForm, act: str) -> None:
    actions.keep(form.instance, by=request.user, act=act, version=form.cleaned_data["version"])
