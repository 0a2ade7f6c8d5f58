"""Dossiers under appraisal behind the rows of the table of who may, each in the state that its act asks for.

"own" is of Khoa Lý luận cơ sở, "foreign" of Khoa Xây dựng Đảng; "office" is the office's own, in which the board stands
in; "board" is of a board member, "draft" was never sent, "near" was given to an assessor who has come to belong to its
unit. The assessor was asked for a sheet of "own" and "near" alone.
"""

from criteria.models import Criterion, GateAnswer, PlanYear, Scorecard, Sheet
from nominations.actions.gates import score_of
from nominations.gates_kept import fingerprint
from nominations.models import Nomination
from portal import clock
from portal.models import Unit, User
from recognition.demo.school import BOARD, LLCS, NNPL, TCHC, XDD
from tests.nominations.dossiers import make_room

TABLE = """
                                       clerk head office o.head assessor board reader lecturer admin nobody
GET  nominations:appraisal           own      404 404 200 200 404 200 404 404 404 302
GET  nominations:appraisal           foreign  404 404 200 200 404 200 404 404 404 302
GET  nominations:appraisal           office   404 404 403 403 404 200 404 404 404 302
GET  nominations:appraisal           draft    404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal           absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-receive   own      405 405 405 405 405 405 405 405 405 302
GET  nominations:appraisal-receive   foreign  405 405 405 405 405 405 405 405 405 302
GET  nominations:appraisal-receive   absent   405 405 405 405 405 405 405 405 405 302
POST nominations:appraisal-receive   own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-receive   foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-receive   office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-receive   absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-return    own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-return    foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-return    absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-return    own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-return    foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-return    office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-return    absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-extend    own      404 404 403 200 404 403 404 404 404 302
GET  nominations:appraisal-extend    foreign  404 404 403 200 404 403 404 404 404 302
GET  nominations:appraisal-extend    draft    404 404 403 200 404 403 404 404 404 302
GET  nominations:appraisal-extend    board    404 404 403 200 404 403 404 404 404 302
GET  nominations:appraisal-extend    absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-extend    own      404 404 403 302 404 403 404 404 404 302
POST nominations:appraisal-extend    foreign  404 404 403 302 404 403 404 404 404 302
POST nominations:appraisal-extend    office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-extend    absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-gate      own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-gate      foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-gate      crossed  404 404 404 404 404 403 404 404 404 302
GET  nominations:appraisal-gate      absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-gate      own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-gate      foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-gate      office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-gate      crossed  404 404 404 404 404 403 404 404 404 302
POST nominations:appraisal-gate      absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-waive     own      404 404 403 403 404 200 404 404 404 302
GET  nominations:appraisal-waive     foreign  404 404 403 403 404 200 404 404 404 302
GET  nominations:appraisal-waive     board    404 404 403 403 404 403 404 404 404 302
GET  nominations:appraisal-waive     absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-waive     own      404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-waive     foreign  404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-waive     board    404 404 403 403 404 403 404 404 404 302
POST nominations:appraisal-waive     crossed  404 404 403 403 404 404 404 404 404 302
POST nominations:appraisal-waive     absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-assign    own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-assign    foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-assign    absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-assign    own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-assign    foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-assign    office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-assign    absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-unassign  own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-unassign  foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-unassign  absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-unassign  own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-unassign  foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-unassign  office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-unassign  crossed  404 404 404 404 404 403 404 404 404 302
POST nominations:appraisal-unassign  absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-agree     own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-agree     foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-agree     absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-agree     own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-agree     foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-agree     office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-agree     crossed  404 404 404 404 404 403 404 404 404 302
POST nominations:appraisal-agree     absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-conclude  own      405 405 405 405 405 405 405 405 405 302
GET  nominations:appraisal-conclude  foreign  405 405 405 405 405 405 405 405 405 302
GET  nominations:appraisal-conclude  absent   405 405 405 405 405 405 405 405 405 302
POST nominations:appraisal-conclude  own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-conclude  foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-conclude  office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-conclude  absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-reopen    own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-reopen    foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-reopen    absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-reopen    own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-reopen    foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-reopen    office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-reopen    absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:appraisal-acknowledge own      404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-acknowledge foreign  404 404 200 200 404 403 404 404 404 302
GET  nominations:appraisal-acknowledge absent   404 404 404 404 404 404 404 404 404 302
POST nominations:appraisal-acknowledge own      404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-acknowledge foreign  404 404 302 302 404 403 404 404 404 302
POST nominations:appraisal-acknowledge office   404 404 403 403 404 302 404 404 404 302
POST nominations:appraisal-acknowledge absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:score-list          -        403 403 403 403 200 403 403 403 403 302
GET  nominations:score-export        -        403 403 403 403 200 403 403 403 403 302
GET  nominations:score               own      404 404 404 404 200 404 404 404 404 302
GET  nominations:score               foreign  404 404 404 404 404 404 404 404 404 302
GET  nominations:score               near     404 404 404 404 403 404 404 404 404 302
GET  nominations:score               absent   404 404 404 404 404 404 404 404 404 302
POST nominations:score               own      404 404 404 404 302 404 404 404 404 302
POST nominations:score               foreign  404 404 404 404 404 404 404 404 404 302
POST nominations:score               near     404 404 404 404 403 404 404 404 404 302
POST nominations:score               absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:score-part          own      404 404 404 404 200 404 404 404 404 302
GET  nominations:score-part          foreign  404 404 404 404 404 404 404 404 404 302
GET  nominations:score-part          near     404 404 404 404 403 404 404 404 404 302
GET  nominations:score-part          crossed  404 404 404 404 404 404 404 404 404 302
GET  nominations:score-part          absent   404 404 404 404 404 404 404 404 404 302
POST nominations:score-part          own      404 404 404 404 302 404 404 404 404 302
POST nominations:score-part          foreign  404 404 404 404 404 404 404 404 404 302
POST nominations:score-part          near     404 404 404 404 403 404 404 404 404 302
POST nominations:score-part          absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:score-declare       own      404 404 404 404 200 404 404 404 404 302
GET  nominations:score-declare       foreign  404 404 404 404 404 404 404 404 404 302
GET  nominations:score-declare       near     404 404 404 404 403 404 404 404 404 302
GET  nominations:score-declare       absent   404 404 404 404 404 404 404 404 404 302
POST nominations:score-declare       own      404 404 404 404 302 404 404 404 404 302
POST nominations:score-declare       foreign  404 404 404 404 404 404 404 404 404 302
POST nominations:score-declare       near     404 404 404 404 403 404 404 404 404 302
POST nominations:score-declare       absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:marking             -        403 403 200 200 403 200 403 403 403 302
GET  nominations:marking-export      -        403 403 200 200 403 200 403 403 403 302
GET  nominations:marking-assign      -        403 403 200 200 403 200 403 403 403 302
POST nominations:marking-assign      -        403 403 409 409 403 409 403 403 403 302
GET  nominations:discussion          -        403 403 200 200 403 200 403 403 403 302
GET  nominations:discussion-export   -        403 403 200 200 403 200 403 403 403 302
GET  nominations:score-send          own      405 405 405 405 405 405 405 405 405 302
GET  nominations:score-send          foreign  405 405 405 405 405 405 405 405 405 302
GET  nominations:score-send          absent   405 405 405 405 405 405 405 405 405 302
POST nominations:score-send          own      404 404 404 404 302 404 404 404 404 302
POST nominations:score-send          foreign  404 404 404 404 404 404 404 404 404 302
POST nominations:score-send          near     404 404 404 404 403 404 404 404 404 302
POST nominations:score-send          absent   404 404 404 404 404 404 404 404 404 302
GET  nominations:score-take-back     own      405 405 405 405 405 405 405 405 405 302
GET  nominations:score-take-back     foreign  405 405 405 405 405 405 405 405 405 302
GET  nominations:score-take-back     absent   405 405 405 405 405 405 405 405 405 302
POST nominations:score-take-back     own      404 404 404 404 302 404 404 404 404 302
POST nominations:score-take-back     foreign  404 404 404 404 404 404 404 404 404 302
POST nominations:score-take-back     near     404 404 404 404 403 404 404 404 404 302
POST nominations:score-take-back     absent   404 404 404 404 404 404 404 404 404 302
"""

ABSENT = 10**9
UNITS = {"foreign": XDD, "office": TCHC, "near": NNPL}  # else LLCS
WRITERS = {"foreign": "canbo.xdd", "office": "chuyenvien"}  # else canbo.llcs
STATES = {
    "appraisal-receive": "submitted",
    "appraisal-extend": "returned",
    "appraisal-reopen": "appraised",
    "appraisal-acknowledge": "appraised",
}
WITH_A_PART = ("appraisal-gate", "appraisal-waive", "appraisal-unassign", "appraisal-agree", "score-part")
CLOSED = ("appraisal-reopen", "appraisal-acknowledge")
ALL_SENT = ("appraisal-agree", "appraisal-conclude", "appraisal-reopen", "score-take-back")


def target(name: str, case: str) -> list:
    name = name.split(":")[1]
    if case == "absent":
        return [ABSENT, ABSENT] if name in WITH_A_PART else [ABSENT]
    nomination = _dossier(name, case)
    if name == "appraisal-unassign":
        other = _dossier(name, "foreign") if case == "crossed" else nomination
        return [nomination.pk, other.scorecard.sheets.get(assessor__username="hoidong3").pk]
    if name == "score-part":
        ours = "I1" if case == "crossed" else "C1"
        return [nomination.pk, Criterion.objects.get(code=ours).group_id]
    if name in WITH_A_PART:
        ours = "C1" if name == "appraisal-agree" else "G1"
        return [nomination.pk, Criterion.objects.get(code="I1" if case == "crossed" else ours).pk]
    return [nomination.pk]


def _dossier(name: str, case: str) -> Nomination:
    year = PlanYear.objects.select_related("criteria_set").get(year=2025)
    writer = User.objects.get(username=WRITERS.get(case, "canbo.llcs"))
    if case == "board":
        principal = User.objects.get(username="hieutruong").person
        unit, kind, subject = Unit.objects.get(name=BOARD), "individual", principal
    else:
        unit = subject = Unit.objects.get(name=UNITS.get(case, LLCS))
        kind = "collective"
    whose = make_room(subject, year)
    state = "draft" if case == "draft" else STATES.get(name, "received")
    sent = None if state == "draft" else clock.now()
    told = {"unit": unit, "kind": kind, "entered_by": writer, "state": state, "submitted_at": sent, "sent_at": sent}
    card = _card(year, kind, name, case) if state in ("received", "appraised") else None
    return Nomination.objects.create(plan_year=year, scorecard=card, **whose, **told)


def _card(year: PlanYear, kind: str, name: str, case: str) -> Scorecard:
    """Two sheets, sent where the act wants it; the office's gate answered where it wants that."""
    closed = clock.now() if name in CLOSED else None
    kept = {"E3": "met"} if name == "appraisal-acknowledge" else {}  # there is no vote: it answers otherwise now
    card = Scorecard.objects.create(criteria_set=year.criteria_set, kind=kind, closed_at=closed, gates_at_close=kept)
    sent = clock.now() if name in ALL_SENT else None
    first = "hoidong1" if case in ("own", "near") else "hoidong2"
    for username in (first, "hoidong3"):
        said = {"declared": "none", "declared_at": clock.now()} if name != "score-declare" else {}
        Sheet.objects.create(scorecard=card, assessor=User.objects.get(username=username), sent_at=sent, **said)
    if name == "appraisal-conclude":
        gate, office = Criterion.objects.get(code="G1"), User.objects.get(username="chuyenvien")
        GateAnswer.objects.create(scorecard=card, criterion=gate, answer="met", paper="12-XN/CB", by=office)
    return card


def posted(name: str, case: str) -> dict:
    name = name.split(":")[1]
    seen = {"version": "1"}
    if name in ("score", "score-part", "score-send"):
        rows = Criterion.objects.filter(kind="scored", applies_to__icontains="collective")
        return seen | {f"mark-{row.pk}": f"{row.points}".replace(".", ",") for row in rows}
    if name == "appraisal-assign":
        free = "hoidong1" if case in ("foreign", "office") else "hoidong2"
        return {"assessors": [str(User.objects.get(username=free).pk)]}
    if name == "appraisal-acknowledge":
        return {"seen": _fingerprint(case), "reason": "Đã đối chiếu văn bản mới"}
    return {
        "appraisal-return": seen | {"reason": "Thiếu minh chứng.", "until": "28/11/2025"},
        "appraisal-extend": seen | {"reason": "Cán bộ phụ trách ốm.", "until": "10/12/2025"},
        "appraisal-gate": {"answer": "met", "finding": "Không có vi phạm", "paper": "12-XN/CB ngày 15/11/2025"},
        "appraisal-waive": {"reason": "Công đoàn xếp loại sau ngày bình xét", "paper": "09-TB/TCT"},
        "appraisal-agree": {"points": "7,5", "note": "Trao đổi ngày 19/11/2025"},
        "appraisal-unassign": {"reason": "Đi công tác"},
        "score-declare": {"declared": "some", "note": "Là vợ của đồng chí trưởng khoa"},
        "marking-assign": {"seal": "what nobody saw"},
        "appraisal-reopen": seen | {"reason": "Có văn bản mới"},
    }.get(name, seen)


def _fingerprint(case: str) -> str:
    """Of the answers on the screen; posted after `target` has made the dossier."""
    if case == "absent":
        return "0"
    whose = Unit.objects.get(name=UNITS.get(case, LLCS))
    live = Nomination.objects.exclude(state="withdrawn").get(plan_year__year=2025, subject_unit=whose)
    return fingerprint(score_of(live))
