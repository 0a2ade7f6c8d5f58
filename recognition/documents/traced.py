"""The foot of what is printed from a version: its code, which leads to what is valid now, and its seal."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from portal import clock
from portal.models import Letterhead
from portal.papers.blocks import Paper
from portal.papers.trace import trace
from recognition.codes import shown_code
from recognition.models import ListVersion
from recognition.seal import groups_of_four


def letterhead_of(frozen: ListVersion) -> dict:
    """As it was frozen at closing; versions from before that have the one of their day."""
    kept = frozen.content.get("letterhead")
    return kept or Letterhead.objects.of(clock.local(frozen.closed_at).date()).as_plain()


def traced(paper: Paper, frozen: ListVersion) -> Paper:
    """With the trace, unless the letterhead of the version has switched it off (or the version has no code)."""
    if not frozen.code or not letterhead_of(frozen).get("traced", True):
        return paper
    return replace(paper, trace=trace(trace_line(frozen), leads_to(frozen.code)))


def leads_to(code: str) -> str:
    """The address where the code is answered; the code alone where the site's own address is not set up.

    Never from the request: whoever prints, from wherever, gets the same bytes.
    """
    return f"{settings.SITE_URL}/verify/{code}/" if settings.SITE_URL else code


def trace_line(frozen: ListVersion) -> str:
    told = {"code": shown_code(frozen.code), "n": frozen.number, "at": frozen.content["closed_on"]}
    if not frozen.sha256:
        return _("Mã tra cứu: %(code)s - Bản %(n)02d, chốt lúc %(at)s, chưa duyệt") % told
    told |= {"day": f"{clock.local(frozen.approved_at):%d/%m/%Y}", "seal": groups_of_four(frozen.sha256)}
    return _("Mã tra cứu: %(code)s - Bản %(n)02d, đã duyệt ngày %(day)s - Mã niêm phong: %(seal)s") % told
