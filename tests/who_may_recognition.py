"""The lists behind the rows of `recognition` in the table of who may, in the state that each act asks for."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from criteria.models import PlanYear
from nominations.models import Nomination
from portal import files
from portal.models import Unit
from recognition.actions import decisions
from recognition.actions import lists as actions
from recognition.models import ReviewList
from tests.nominations.dossiers import PDF, account
from tests.recognition.meetings import vote

TABLE = """
                               clerk head office o.head assessor board reader lecturer admin nobody
GET  recognition:list-list      -       403 403 200 200 403 200 200 403 403 302
GET  recognition:list-export    -       403 403 200 200 403 200 200 403 403 302
GET  recognition:list-new       own     405 405 405 405 405 405 405 405 405 302
GET  recognition:list-new       foreign 405 405 405 405 405 405 405 405 405 302
GET  recognition:list-new       absent  405 405 405 405 405 405 405 405 405 302
POST recognition:list-new       own     403 403 302 302 403 403 403 403 403 302
POST recognition:list-new       foreign 404 404 404 404 404 404 404 404 404 302
POST recognition:list-new       absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-detail    own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-detail    foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-detail    absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-close     own     405 405 405 405 405 405 405 405 405 302
POST recognition:list-close     own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-close     foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-close     absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-approve   own     405 405 405 405 405 405 405 405 405 302
POST recognition:list-approve   own     404 404 403 302 404 302 403 404 404 302
POST recognition:list-approve   foreign 404 404 403 409 404 409 403 404 404 302
POST recognition:list-approve   absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-reopen    own     404 404 403 200 404 200 403 404 404 302
GET  recognition:list-reopen    foreign 404 404 403 409 404 409 403 404 404 302
GET  recognition:list-reopen    absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-reopen    own     404 404 403 302 404 302 403 404 404 302
POST recognition:list-reopen    foreign 404 404 403 409 404 409 403 404 404 302
POST recognition:list-reopen    absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-aside     own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-aside     foreign 404 404 404 404 404 403 403 404 404 302
GET  recognition:list-aside     absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-aside     own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-aside     foreign 404 404 404 404 404 403 403 404 404 302
POST recognition:list-aside     absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-decide    own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-decide    foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-decide    absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-decide    own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-decide    foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-decide    absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-publish   own     404 404 403 200 404 200 403 404 404 302
GET  recognition:list-publish   foreign 404 404 403 409 404 409 403 404 404 302
GET  recognition:list-publish   absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-publish   own     404 404 403 302 404 302 403 404 404 302
POST recognition:list-publish   foreign 404 404 403 409 404 409 403 404 404 302
POST recognition:list-publish   absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-decision  own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-decision  foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-decision  absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-pdf       own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-pdf       foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-pdf       absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-xlsx      own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-xlsx      foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-xlsx      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:total          own     404 404 200 200 404 200 404 404 404 302
GET  recognition:total          open    200 200 200 200 404 200 404 404 404 302
GET  recognition:total          foreign 404 404 200 200 404 200 404 404 404 302
GET  recognition:total          mine    200 200 200 200 404 200 404 200 404 302
GET  recognition:total          office  404 404 403 403 404 200 404 404 404 302
GET  recognition:total          absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:total-pdf      own     404 404 200 200 404 200 404 404 404 302
GET  recognition:total-pdf      open    200 200 200 200 404 200 404 404 404 302
GET  recognition:total-pdf      foreign 404 404 200 200 404 200 404 404 404 302
GET  recognition:total-pdf      office  404 404 403 403 404 200 404 404 404 302
GET  recognition:total-pdf      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:reminder-list  -       403 403 200 200 403 403 403 403 403 302
GET  recognition:reminder-send  -       405 405 405 405 405 405 405 405 405 302
POST recognition:reminder-send  -       403 403 302 302 403 403 403 403 403 302
GET  recognition:recount        own     403 403 403 200 403 403 403 403 403 302
GET  recognition:recount        foreign 403 403 403 200 403 403 403 403 403 302
GET  recognition:recount        absent  404 404 404 404 404 404 404 404 404 302
POST recognition:recount        own     403 403 403 200 403 403 403 403 403 302
POST recognition:recount        foreign 403 403 403 200 403 403 403 403 403 302
POST recognition:recount        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:earlier-list   -       403 403 200 200 403 200 200 403 403 302
GET  recognition:earlier-export -       403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard      -       302 302 200 200 302 200 200 403 403 302
GET  recognition:dashboard-standards -  403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard-years -      403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard-meeting -    403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard-pdf  -       403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard-export -     403 403 200 200 403 200 200 403 403 302
GET  recognition:dashboard-unit own     200 200 404 404 404 404 404 404 404 302
GET  recognition:dashboard-unit foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:dashboard-unit absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:dashboard-unit-export own     200 200 404 404 404 404 404 404 404 302
GET  recognition:dashboard-unit-export foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:dashboard-unit-export absent  404 404 404 404 404 404 404 404 404 302
"""
ABSENT = 10**9
STEPS = ("compiling", "closed", "voted", "approved", "decided")
# How far the list must have come for the act to be possible.
NEEDED = {"approve": "voted", "reopen": "closed", "decide": "approved", "publish": "decided"}


def target(name: str, case: str) -> list:
    if name == "recognition:recount":
        return [ABSENT if case == "absent" else _year(2025 if case == "own" else 2023).pk]
    if name.startswith("recognition:total"):
        return [ABSENT if case == "absent" else _explained(case).pk]
    if name.startswith("recognition:dashboard-unit"):
        units = {"own": "LLCS", "foreign": "XDĐ"}
        return [ABSENT if case == "absent" else Unit.objects.get(short_name=units[case]).pk]
    act = name.removeprefix("recognition:list-")
    if act == "new":
        return [ABSENT if case == "absent" else _year_without_a_list().pk if case == "own" else _year(2023).pk]
    if case == "absent":
        return [ABSENT, ABSENT] if act == "aside" else [ABSENT]
    if case == "foreign":
        past = ReviewList.objects.get(plan_year__year=2024)
        return [past.pk, ABSENT] if act == "aside" else [past.pk]
    review_list = brought_to(NEEDED.get(act, "compiling"))
    if act in ("pdf", "xlsx", "decision"):
        review_list = ReviewList.objects.get(plan_year__year=2023)
    waiting = Nomination.objects.get(plan_year__year=2025, subject_unit__short_name="LLCS")
    return [review_list.pk, waiting.pk] if act == "aside" else [review_list.pk]


def _explained(case: str) -> Nomination:
    """Every sheet sent. Published: "open", "mine" (the lecturer's), "foreign" (another unit's); else not."""
    rows = Nomination.objects.exclude(state="withdrawn").select_related("plan_year")
    if case == "mine":
        return rows.get(plan_year__year=2024, subject_person=account("giangvien").person)
    year, unit = {"own": (2025, "LLCS"), "open": (2024, "LLCS"), "foreign": (2024, "XDĐ")}.get(
        case, (2025, "TC-HC-TT-TL")
    )
    found = rows.filter(plan_year__year=year, unit__short_name=unit, scorecard__total__isnull=False)
    return found.order_by("pk").first()


def _year(year: int) -> PlanYear:
    return PlanYear.objects.get(year=year)


def _year_without_a_list() -> PlanYear:
    ReviewList.objects.filter(plan_year__year=2025, state="compiling").delete()
    return _year(2025)


def brought_to(step: str) -> ReviewList:
    """The list of 2025, walked by the office and its head as far as `step`."""
    review_list = ReviewList.objects.select_related("plan_year__criteria_set__plan").get(plan_year__year=2025)
    if STEPS.index(step) >= 1 and review_list.state == "compiling":
        actions.close(review_list, by=account("chuyenvien"), version=review_list.version)
    if STEPS.index(step) >= 2 and not review_list.latest().entries.filter(ballots__isnull=False).exists():
        vote(review_list)
    if STEPS.index(step) >= 3 and review_list.state == "closed":
        actions.approve(review_list, by=account("truongphong"), version=review_list.version)
    if step == "decided" and review_list.state == "approved":
        scan = files.check(SimpleUploadedFile("quyet-dinh.pdf", PDF))
        told = {"number": "215/QĐ-TCT", "day": date(2025, 11, 20), "signer": "Vũ Đình Thuận", "scan": scan}
        decisions.decide(review_list, **told, by=account("chuyenvien"), version=review_list.version)
    return review_list


def posted(name: str, case: str) -> dict:
    act = name.removeprefix("recognition:list-")
    if case == "absent":
        return {"reason": "Chờ xếp loại"}
    review_list = ReviewList.objects.get(plan_year__year=2025) if case == "own" and act != "new" else None
    version = {"version": str(review_list.version if review_list else 4)}
    if act == "decide":
        told = {"number": "215/QĐ-TCT", "day": "20/11/2025", "signer": "Vũ Đình Thuận"}
        return version | told | {"scan": SimpleUploadedFile("quyet-dinh.pdf", PDF)}
    return version | {"reason": "Chờ kết quả xếp loại công đoàn"}
