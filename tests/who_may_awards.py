"""Awards, proposals upward, revocation, publication: rows of the table of who may.

"own" is the list of 2025, brought as far as the act asks; "foreign" that of 2024, decided, published and answered.
"""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.models import Nomination
from portal import clock, files
from recognition.actions import awards, proposals, revocation
from recognition.models import Award, AwardForm, Proposal, ReviewList
from tests.nominations.dossiers import PDF, account
from tests.who_may_recognition import brought_to

TABLE = """
                                    clerk head office o.head assessor board reader lecturer admin nobody
GET  recognition:award-form-list        -       403 403 200 200 403 403 403 403 403 302
GET  recognition:award-form-export      -       403 403 200 200 403 403 403 403 403 302
GET  recognition:award-form-new         -       403 403 200 200 403 403 403 403 403 302
POST recognition:award-form-new         -       403 403 302 302 403 403 403 403 403 302
GET  recognition:award-form-edit        own     403 403 200 200 403 403 403 403 403 302
POST recognition:award-form-edit        own     403 403 302 302 403 403 403 403 403 302
GET  recognition:award-form-edit        foreign 403 403 200 200 403 403 403 403 403 302
POST recognition:award-form-edit        foreign 403 403 409 409 403 403 403 403 403 302
GET  recognition:award-form-edit        absent  404 404 404 404 404 404 404 404 404 302
POST recognition:award-form-edit        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:award-form-end         own     403 403 200 200 403 403 403 403 403 302
POST recognition:award-form-end         own     403 403 302 302 403 403 403 403 403 302
GET  recognition:award-form-end         foreign 403 403 200 200 403 403 403 403 403 302
POST recognition:award-form-end         foreign 403 403 302 302 403 403 403 403 403 302
GET  recognition:award-form-end         absent  404 404 404 404 404 404 404 404 404 302
POST recognition:award-form-end         absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-awards            own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-awards            foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-awards            absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-award-add         own     405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-add         own     404 404 302 302 404 403 403 404 404 302
GET  recognition:list-award-add         foreign 405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-add         foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-award-add         absent  405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-add         absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-award-all         own     405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-all         own     404 404 302 302 404 403 403 404 404 302
GET  recognition:list-award-all         foreign 405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-all         foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-award-all         absent  405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-all         absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-award-remove      own     405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-remove      own     404 404 302 302 404 403 403 404 404 302
GET  recognition:list-award-remove      foreign 405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-remove      foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-award-remove      absent  405 405 405 405 405 405 405 405 405 302
POST recognition:list-award-remove      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-proposals         own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-proposals         foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-proposals         absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-proposal-new      own     404 404 200 200 404 403 403 404 404 302
POST recognition:list-proposal-new      own     404 404 302 302 404 403 403 404 404 302
GET  recognition:list-proposal-new      foreign 404 404 200 200 404 403 403 404 404 302
POST recognition:list-proposal-new      foreign 404 404 302 302 404 403 403 404 404 302
GET  recognition:list-proposal-new      absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-proposal-new      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-detail        own     404 404 200 200 404 200 200 404 404 302
GET  recognition:proposal-detail        foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:proposal-detail        crossed 404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-detail        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-edit          own     404 404 200 200 404 403 403 404 404 302
POST recognition:proposal-edit          own     404 404 302 302 404 403 403 404 404 302
GET  recognition:proposal-edit          foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:proposal-edit          foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:proposal-edit          absent  404 404 404 404 404 404 404 404 404 302
POST recognition:proposal-edit          absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-awards        own     404 404 200 200 404 403 403 404 404 302
POST recognition:proposal-awards        own     404 404 302 302 404 403 403 404 404 302
GET  recognition:proposal-awards        foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:proposal-awards        foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:proposal-awards        absent  404 404 404 404 404 404 404 404 404 302
POST recognition:proposal-awards        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-send          own     404 404 200 200 404 403 403 404 404 302
POST recognition:proposal-send          own     404 404 302 302 404 403 403 404 404 302
GET  recognition:proposal-send          foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:proposal-send          foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:proposal-send          absent  404 404 404 404 404 404 404 404 404 302
POST recognition:proposal-send          absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-result        own     404 404 200 200 404 403 403 404 404 302
POST recognition:proposal-result        own     404 404 302 302 404 403 403 404 404 302
GET  recognition:proposal-result        foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:proposal-result        foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:proposal-result        absent  404 404 404 404 404 404 404 404 404 302
POST recognition:proposal-result        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:proposal-list          -       403 403 200 200 403 200 200 403 403 302
GET  recognition:proposal-export        -       403 403 200 200 403 200 200 403 403 302
GET  recognition:list-revoke            own     404 404 403 200 404 200 403 404 404 302
POST recognition:list-revoke            own     404 404 403 302 404 302 403 404 404 302
GET  recognition:list-revoke            foreign 404 404 403 403 404 200 403 404 404 302
POST recognition:list-revoke            foreign 404 404 403 403 404 302 403 404 404 302
GET  recognition:list-revoke            again   404 404 403 409 404 409 403 404 404 302
POST recognition:list-revoke            again   404 404 403 409 404 409 403 404 404 302
GET  recognition:list-revoke            absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-revoke            absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-revocation        own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-revocation        foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:list-revocation        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-reason            own     404 404 403 200 404 200 403 404 404 302
POST recognition:list-reason            own     404 404 403 302 404 302 403 404 404 302
GET  recognition:list-reason            foreign 404 404 403 409 404 409 403 404 404 302
POST recognition:list-reason            foreign 404 404 403 409 404 409 403 404 404 302
GET  recognition:list-reason            absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-reason            absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:results                own     200 200 200 200 200 200 200 200 200 302
GET  recognition:results                foreign 200 200 200 200 200 200 200 200 200 302
GET  recognition:results                absent  404 404 404 404 404 404 404 404 404 302
"""
ABSENT = 10**9
OFFICE = "chuyenvien"


def target(name: str, case: str) -> list:
    act = name.removeprefix("recognition:")
    if act == "results":
        return [{"own": 2024, "foreign": 2025, "absent": 1999}[case]]
    if act.startswith("award-form"):
        return [ABSENT if case == "absent" else _form("party_merit_paper" if case == "own" else "merit_paper").pk]
    if case == "absent":
        return _absent(act)
    if act in ("list-revoke", "list-revocation"):
        return [_list(2024).pk, _recognised(act, case).pk]
    review_list = _list_for(act, case)
    if act in ("list-awards", "list-proposals", "list-proposal-new"):
        return [review_list.pk]
    if act == "list-reason":
        refused = Nomination.objects.filter(plan_year=review_list.plan_year, state="not_recognised")
        return [review_list.pk, refused.order_by("pk").first().pk]
    if act.startswith("list-award-"):
        return [review_list.pk, _of_the_page(act, review_list).pk]
    return _of_a_proposal(act, case, review_list)


def _absent(act: str) -> list:
    if act in ("list-awards", "list-proposals", "list-proposal-new"):
        return [ABSENT]
    if act.startswith("proposal-"):  # the list is there
        return [_list(2024).pk, ABSENT, *[ABSENT] * (act == "proposal-result")]
    return [ABSENT, ABSENT]


def _list(year: int) -> ReviewList:
    return ReviewList.objects.select_related("plan_year").get(plan_year__year=year)


def _list_for(act: str, case: str) -> ReviewList:
    if case != "own" and not (act == "proposal-result" and case == "foreign"):
        return _list(2024)
    if act == "proposal-result" and case == "own":
        return _list(2024)
    needs_a_decision = act in ("list-reason", "proposal-awards", "proposal-send", "proposal-result")
    return brought_to("decided" if needs_a_decision else "approved")


def _form(key: str) -> AwardForm:
    return AwardForm.objects.get(key=key)


def _passed(review_list: ReviewList) -> Nomination:
    entries = review_list.latest().entries.select_related("nomination").order_by("pk")
    return next(entry.nomination for entry in entries if entry.nomination.state in ("listed", "recognised"))


def _of_the_page(act: str, review_list: ReviewList):
    """What an award's button is about: a dossier, a form, an award."""
    if act == "list-award-add":
        return _passed(review_list)
    if act == "list-award-all":
        return _form("merit_paper")
    found = Award.objects.filter(nomination__plan_year=review_list.plan_year).order_by("pk").first()
    return found or awards.propose(review_list, _passed(review_list), _form("merit_paper"), by=account(OFFICE))


def _of_a_proposal(act: str, case: str, review_list: ReviewList) -> list:
    if case == "crossed":
        return [_list(2023).pk, Proposal.objects.get().pk]
    proposal = Proposal.objects.filter(review_list=review_list).first() or _proposal(review_list)
    if act != "proposal-result":
        return [review_list.pk, proposal.pk]
    return [review_list.pk, proposal.pk, proposal.awards.order_by("pk").first().pk]


def _proposal(review_list: ReviewList) -> Proposal:
    """Of 2025, not sent, with one award where the decision is there."""
    proposal = Proposal(review_list=review_list, to="Tỉnh ủy", due_on=date(2025, 12, 15))
    proposals.keep(proposal, by=account(OFFICE), version=None)
    if review_list.state == "decided":
        passed = Nomination.objects.with_subject().get(pk=_passed(review_list).pk)
        chosen = awards.propose(review_list, passed, _form("province_certificate"), by=account(OFFICE))
        proposals.choose(proposal, [chosen], by=account(OFFICE), version=proposal.version)
        proposal.refresh_from_db()
    return proposal


def _recognised(act: str, case: str) -> Nomination:
    """Of 2024: "own" of a faculty, "foreign" the office's own."""
    rows = Nomination.objects.filter(plan_year__year=2024, state="recognised")
    short = "TC-HC-TT-TL" if case == "foreign" else "LLCS"
    nomination = rows.filter(unit__short_name=short, subject_unit__isnull=False).get()
    if case == "again" or (act, case) == ("list-revocation", "own"):
        told = _revoked() | {"day": clock.today(), "scan": files.check(_scan())}
        revocation.revoke(nomination, **told, by=account("hieutruong"), version=nomination.version)
    return nomination


def _revoked() -> dict:
    return {
        "ground": "dishonest",
        "reason": "Số liệu trong hồ sơ không đúng thực tế",
        "number": "220/QĐ-TCT",
        "signer": "Vũ Đình Thuận",
    }


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("quyet-dinh.pdf", PDF)


def posted(name: str, case: str) -> dict:
    act = name.removeprefix("recognition:")
    form = {"kind": "form", "level": "province", "decided_by": "Chủ tịch UBND tỉnh", "valid_from": "01/01/2025"}
    return {
        "award-form-new": form | {"name": "Thư khen", "order": "50", "for_individuals": "on"},
        "award-form-edit": form | {"name": "Thư khen", "order": "50", "for_individuals": "on", "version": "1"},
        "award-form-end": {"valid_to": "31/12/2025", "version": "1"},
        "list-award-add": {"form": str(_form("merit_paper").pk)},
        "list-award-all": {"version": str(_count_of_passed(case))},
        "list-award-remove": {"version": "1"},
        "list-proposal-new": {"to": "Tỉnh ủy", "layout": "party", "due_on": "15/12/2025"},
        "proposal-edit": {"to": "Tỉnh ủy", "layout": "party", "due_on": "20/12/2025", "version": _version(case)},
        "proposal-awards": {"awards": _chosen(case), "version": _version(case)},
        "proposal-send": {"number": "06/TTr-TCT", "day": "20/11/2025", "version": _version(case)},
        "proposal-result": {"outcome": "refused", "note": "Hết chỉ tiêu của đợt", "version": _award_version(case)},
        "list-revoke": _revoked() | {"day": "20/11/2025", "version": _dossier_version(case), "scan": _scan()},
        "list-reason": {"reason": "Kết quả chưa nổi trội", "version": _refused_version(case)},
    }.get(act, {})


def _count_of_passed(case: str) -> int:
    return _list(2025).latest().entries.count() if case == "own" and _list(2025).latest() else 0


def _version(case: str) -> str:
    found = Proposal.objects.filter(review_list__plan_year__year=2025 if case == "own" else 2024).first()
    return str(found.version if found else 1)


def _chosen(case: str) -> list[str]:
    rows = Award.objects.filter(nomination__plan_year__year=2025, form__key="province_certificate")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _award_version(case: str) -> str:
    rows = Award.objects.filter(proposal__review_list__plan_year__year=2024 if case == "own" else 2025)
    found = rows.order_by("pk").first()
    return str(found.version if found else 1)


def _dossier_version(case: str) -> str:
    short = "TC-HC-TT-TL" if case == "foreign" else "LLCS"
    rows = Nomination.objects.filter(plan_year__year=2024, unit__short_name=short, subject_unit__isnull=False)
    return str(rows.get().version)


def _refused_version(case: str) -> str:
    rows = Nomination.objects.filter(plan_year__year=2025 if case == "own" else 2024, state="not_recognised")
    found = rows.order_by("pk").first()
    return str(found.version if found else 1)
