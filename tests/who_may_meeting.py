"""The council, the meeting and the votes in the table of who may: who reads lists reads them, the office keeps them."""

from recognition.actions import meetings as actions
from recognition.models import Council, Meeting, Member, Recusal, ReviewList
from recognition.queries.meetings import hall_of
from tests.nominations.dossiers import account
from tests.recognition.meetings import met, typed
from tests.who_may_recognition import ABSENT, _year, brought_to

TABLE = """
                                   clerk head office o.head assessor board reader lecturer admin nobody
GET  recognition:council           own     403 403 200 200 403 200 200 403 403 302
GET  recognition:council           foreign 403 403 200 200 403 200 200 403 403 302
GET  recognition:council           absent  403 403 404 404 403 404 404 403 403 302
GET  recognition:council-export    own     403 403 200 200 403 200 200 403 403 302
GET  recognition:council-export    foreign 403 403 200 200 403 200 200 403 403 302
GET  recognition:council-export    absent  403 403 404 404 403 404 404 403 403 302
GET  recognition:council-edit      own     403 403 200 200 403 403 403 403 403 302
GET  recognition:council-edit      foreign 403 403 409 409 403 403 403 403 403 302
GET  recognition:council-edit      absent  403 403 404 404 403 403 403 403 403 302
POST recognition:council-edit      own     403 403 302 302 403 403 403 403 403 302
POST recognition:council-edit      foreign 403 403 409 409 403 403 403 403 403 302
POST recognition:council-edit      absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:council-copy      own     405 405 405 405 405 405 405 405 405 302
GET  recognition:council-copy      foreign 405 405 405 405 405 405 405 405 405 302
GET  recognition:council-copy      absent  405 405 405 405 405 405 405 405 405 302
POST recognition:council-copy      own     403 403 302 302 403 403 403 403 403 302
POST recognition:council-copy      foreign 403 403 409 409 403 403 403 403 403 302
POST recognition:council-copy      absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:council-seat-new  own     403 403 200 200 403 403 403 403 403 302
GET  recognition:council-seat-new  foreign 403 403 409 409 403 403 403 403 403 302
GET  recognition:council-seat-new  absent  403 403 404 404 403 403 403 403 403 302
POST recognition:council-seat-new  own     403 403 302 302 403 403 403 403 403 302
POST recognition:council-seat-new  foreign 403 403 409 409 403 403 403 403 403 302
POST recognition:council-seat-new  absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:council-seat      own     403 403 200 200 403 403 403 403 403 302
GET  recognition:council-seat      foreign 403 403 409 409 403 403 403 403 403 302
GET  recognition:council-seat      absent  403 403 404 404 403 403 403 403 403 302
POST recognition:council-seat      own     403 403 302 302 403 403 403 403 403 302
POST recognition:council-seat      foreign 403 403 409 409 403 403 403 403 403 302
POST recognition:council-seat      absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:council-unseat    own     403 403 200 200 403 403 403 403 403 302
GET  recognition:council-unseat    foreign 403 403 409 409 403 403 403 403 403 302
GET  recognition:council-unseat    absent  403 403 404 404 403 403 403 403 403 302
POST recognition:council-unseat    own     403 403 302 302 403 403 403 403 403 302
POST recognition:council-unseat    foreign 403 403 409 409 403 403 403 403 403 302
POST recognition:council-unseat    absent  403 403 404 404 403 403 403 403 403 302
GET  recognition:list-meeting      own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-meeting      foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-meeting      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-meeting-edit own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-meeting-edit foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-meeting-edit absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-meeting-edit own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-meeting-edit foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-meeting-edit absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-recuse       own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-recuse       foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-recuse       absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-recuse       own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-recuse       foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-recuse       absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-unrecuse     own     405 405 405 405 405 405 405 405 405 302
GET  recognition:list-unrecuse     foreign 405 405 405 405 405 405 405 405 405 302
GET  recognition:list-unrecuse     absent  405 405 405 405 405 405 405 405 405 302
POST recognition:list-unrecuse     own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-unrecuse     foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-unrecuse     crossed 404 404 404 404 404 403 403 404 404 302
POST recognition:list-unrecuse     absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-votes        own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-votes        foreign 404 404 409 409 404 403 403 404 404 302
GET  recognition:list-votes        absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-votes        own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-votes        foreign 404 404 409 409 404 403 403 404 404 302
POST recognition:list-votes        absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-result       own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-result       foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-result       absent  404 404 404 404 404 404 404 404 404 302
"""


def target(name: str, case: str) -> list:
    act = name.removeprefix("recognition:")
    if act.startswith("council"):
        return [ABSENT if case == "absent" else _of_the_council(act, 2025 if case == "own" else 2024)]
    if case == "absent":
        return [ABSENT, ABSENT] if act == "list-unrecuse" else [ABSENT]
    if act == "list-unrecuse":
        return [_list(2025 if case != "foreign" else 2024).pk, _recusal(2024 if case != "own" else 2025).pk]
    if case == "foreign":
        return [_list(2024).pk]
    review_list = brought_to("voted" if act == "list-result" else "closed")
    if act == "list-votes" and not Meeting.objects.filter(list_version=review_list.latest()).exists():
        met(review_list)
    return [review_list.pk]


def _of_the_council(act: str, year: int) -> int:
    if act in ("council-seat", "council-unseat"):
        return Member.objects.get(council__plan_year__year=year, person__full_name="Lương Văn Khải").pk
    if act == "council-copy" and year == 2025:
        Member.objects.filter(council__plan_year__year=2025).delete()
        Council.objects.filter(plan_year__year=2025).delete()
    return _year(year).pk


def _list(year: int) -> ReviewList:
    return ReviewList.objects.get(plan_year__year=year)


def _recusal(year: int) -> Recusal:
    """Lương Văn Khải steps aside from the first entry; of an approved list it was said before the approval."""
    if year == 2025:
        hall = hall_of(brought_to("closed").latest())
        entry, member = hall.lines[0].entry, _khai(hall)
        found = Recusal.objects.filter(entry=entry, member=member).first()
        return found or actions.declare_recusal(entry, member, reason="có quan hệ gia đình", by=account("chuyenvien"))
    hall = hall_of(_list(year).latest())
    return Recusal.objects.create(entry=hall.lines[0].entry, member=_khai(hall), reason="có quan hệ gia đình")


def _khai(hall) -> Member:
    return next(each.member for each in hall.attendances if str(each.member.person) == "Lương Văn Khải")


def posted(name: str, case: str) -> dict:
    act = name.removeprefix("recognition:")
    if act.startswith("council"):
        return _posted_of_the_council(act)
    if case != "own" or act == "list-unrecuse":
        return {}
    hall = hall_of(_list(2025).latest())
    if act == "list-recuse":
        return {"entry": hall.lines[0].entry.pk, "member": _khai(hall).pk, "reason": "có quan hệ gia đình"}
    if act == "list-votes":
        cells = {name: value for line in hall.lines for name, value in typed(line).items()}
        return cells | {"version": hall.meeting.version}
    chair, secretary = (
        next(each.member.pk for each in hall.attendances if each.member.role == role) for role in ("chair", "secretary")
    )
    came = {f"present-{each.member.pk}": "on" for each in hall.attendances}
    told = {"held_on": "20/11/2025", "begins_at": "14:00", "place": "Phòng họp số 2"}
    return told | came | {"chair": chair, "secretary": secretary}


def _posted_of_the_council(act: str) -> dict:
    council = Council.objects.filter(plan_year__year=2025).first()
    if act == "council-edit":
        told = {"quorum": "2/3", "leaders_share": "1/2", "unit_share": "1/2", "honours_in_a_row": "2"}
        return told | {"recused_in_base": "on", "version": council.version}
    if act == "council-seat-new":
        return {"person": account("giangvien").person_id, "role": "member", "order": "120"}
    if act == "council-seat":
        return {"role": "member", "order": "95", "version": "1"}
    if act == "council-unseat":
        return {"valid_to": "20/11/2025", "version": "1"}
    return {}
