"""A paper as a download: the PDF that counts, or the Word version to go on writing in."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from portal.files import TYPES
from portal.papers.blocks import Paper, as_data
from portal.papers.pdf import compile_pdf
from portal.papers.word import docx
from portal.spreadsheets import download


def pdf(paper: Paper) -> bytes:
    return compile_pdf("portal/papers/paper.typ", as_data(paper))


FORMATS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (pdf, TYPES["pdf"]),
    "docx": (docx, TYPES["docx"]),
}


def printed(paper: Callable[[], Paper], name: str, kind: str) -> HttpResponse:
    """`paper` is made only where there is such a format; `name` is plain ASCII of our own making."""
    if kind not in FORMATS:
        raise Http404
    write, content_type = FORMATS[kind]
    return download(write(paper()), f"{name}.{kind}", content_type)
