"""The papers of a list behind the rows of the table of who may, and what the office keeps for them.

Papers are for whoever reads lists; numbers and dates for who keeps them; letterheads and wordings for the office. What
a code leads to is for everybody, signed in or not.
"""

from portal.models import Letterhead, Unit
from recognition.models import IssuedPaper, PaperKind, Wording
from tests import who_may_recognition as lists
from tests.recognition.people import list_of

TABLE = """
                                   clerk head office o.head assessor board reader lecturer admin nobody
GET  recognition:list-docx       own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-docx       foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-docx       absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-papers     own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-papers     foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-papers     absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-paper      own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-paper      foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-paper      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-unit-paper own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-unit-paper foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-unit-paper absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-preprinted own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-preprinted foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-preprinted absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:results-notice  own     200 200 404 404 404 404 404 404 404 302
GET  recognition:results-notice  foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:results-notice  absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-issue      own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-issue      foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-issue      absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-issue      own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-issue      foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-issue      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-unit-issue own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-unit-issue foreign 404 404 200 200 404 403 403 404 404 302
GET  recognition:list-unit-issue absent  404 404 404 404 404 403 403 404 404 302
POST recognition:list-unit-issue own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-unit-issue foreign 404 404 302 302 404 403 403 404 404 302
POST recognition:list-unit-issue absent  404 404 404 404 404 403 403 404 404 302
GET  recognition:verify          -       200 200 200 200 200 200 200 200 200 200
GET  recognition:verify-code     own     200 200 200 200 200 200 200 200 200 200
GET  recognition:verify-code     foreign 200 200 200 200 200 200 200 200 200 200
GET  recognition:verify-code     absent  404 404 404 404 404 404 404 404 404 404
GET  recognition:paper-settings  -       403 403 200 200 403 403 403 403 403 302
GET  recognition:letterhead-new  -       403 403 200 200 403 403 403 403 403 302
POST recognition:letterhead-new  -       403 403 302 302 403 403 403 403 403 302
GET  recognition:letterhead-edit own     403 403 200 200 403 403 403 403 403 302
GET  recognition:letterhead-edit foreign 403 403 200 200 403 403 403 403 403 302
GET  recognition:letterhead-edit absent  403 403 404 404 403 403 403 403 403 302
POST recognition:letterhead-edit own     403 403 302 302 403 403 403 403 403 302
POST recognition:letterhead-edit foreign 403 403 302 302 403 403 403 403 403 302
POST recognition:letterhead-edit absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:letterhead-pdf  own     403 403 200 200 403 403 403 403 403 302
GET  recognition:letterhead-pdf  foreign 403 403 200 200 403 403 403 403 403 302
GET  recognition:letterhead-pdf  absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:wording-new     -       403 403 200 200 403 403 403 403 403 302
POST recognition:wording-new     -       403 403 302 302 403 403 403 403 403 302
GET  recognition:wording-edit    own     403 403 200 200 403 403 403 403 403 302
GET  recognition:wording-edit    foreign 403 403 200 200 403 403 403 403 403 302
GET  recognition:wording-edit    absent  403 403 404 404 403 403 403 403 403 302
POST recognition:wording-edit    own     403 403 302 302 403 403 403 403 403 302
POST recognition:wording-edit    foreign 403 403 302 302 403 403 403 403 403 302
POST recognition:wording-edit    absent  403 403 404 404 403 403 403 403 403 302
"""
SHORT = {"own": "LLCS", "foreign": "XDĐ"}


def target(name: str, case: str) -> list:
    act = name.split(":")[1]
    if act == "verify-code":
        return ["ABCDEFGHIJKL" if case == "absent" else list_of(2023 if case == "own" else 2024).latest().code]
    if act.startswith(("letterhead", "wording")):
        kept = Letterhead if act.startswith("letterhead") else Wording
        found = {"own": kept.objects.last, "foreign": kept.objects.first}
        return [lists.ABSENT if case == "absent" else found[case]().pk]
    if act == "results-notice":
        return [lists.ABSENT if case == "absent" else _notice(SHORT[case]).pk]
    if act in ("list-docx", "list-papers", "list-preprinted"):
        return [lists.ABSENT if case == "absent" else list_of(2023 if case == "own" else 2024).pk]
    unit = lists.ABSENT if case == "absent" else Unit.objects.get(short_name=SHORT[case]).pk
    if act == "list-paper":
        return [lists.ABSENT if case == "absent" else list_of(2023 if case == "own" else 2024).pk, "submission", "pdf"]
    if act == "list-unit-paper":
        return [list_of(2024).pk, "notice", unit, "pdf"]
    if act == "list-unit-issue":
        return [lists.brought_to("decided").pk, "notice", unit]
    if case == "absent":
        return [lists.ABSENT, "submission"]
    return [(list_of(2024) if case == "foreign" else lists.brought_to("approved")).pk, "submission"]


def _notice(short: str) -> IssuedPaper:
    """To a unit, of the published list of 2024."""
    return IssuedPaper.objects.get(list_version=list_of(2024).latest(), paper=PaperKind.NOTICE, unit__short_name=short)


def posted(name: str, case: str) -> dict:
    act = name.split(":")[1]
    if act.startswith("letterhead"):
        head = Letterhead.objects.first() if case == "foreign" else Letterhead.objects.last()
        day = "01/02/2030" if act.endswith("new") else f"{head.valid_from:%d/%m/%Y}"
        return head.as_plain() | {"valid_from": day, "traced": "on", "version": "1"}
    if act.startswith("wording"):
        return {"paper": PaperKind.NOTICE, "valid_from": "01/02/2030", "recipients": "Như trên", "version": "1"}
    number = "12/TB-TCT" if "unit" in act else "38/TTr-TCT"
    return {"number": number, "date": "20/11/2025", "version": ""}
