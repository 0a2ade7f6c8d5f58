"""What is settled around a review list, behind its rows in the table of who may: the list of 2025, as it is compiled.

"own": the list of 2025 (of a dossier: of Khoa Xây dựng Đảng, which nobody of the office or the board stands near);
"foreign": the list of 2024, decided; "office": a dossier of the office's own unit, where the board stands in.
"""

from nominations.models import Nomination
from recognition.actions import before as actions
from recognition.actions import lists
from recognition.models import Recognition, ReviewList
from tests.nominations.dossiers import account
from tests.who_may_recognition import ABSENT, brought_to

TABLE = """
                               clerk head office o.head assessor board reader lecturer admin nobody
GET  recognition:list-before    own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-before    foreign 404 404 409 409 404 409 409 404 404 302
GET  recognition:list-before    absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-balance   own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-balance   foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-balance   absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-balance-export own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-balance-export foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-balance-export absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-keep      own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-keep      foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:list-keep      office  404 404 403 403 404 200 403 404 404 302
GET  recognition:list-keep      absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-keep      own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-keep      foreign 404 404 404 404 404 404 404 404 404 302
POST recognition:list-keep      office  404 404 403 403 404 302 403 404 404 302
POST recognition:list-keep      absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-spread    own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-spread    foreign 404 404 200 200 404 403 403 404 404 302
GET  recognition:list-spread    office  404 404 403 403 404 200 403 404 404 302
GET  recognition:list-spread    absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-spread    own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-spread    foreign 404 404 302 302 404 403 403 404 404 302
POST recognition:list-spread    office  404 404 403 403 404 302 403 404 404 302
POST recognition:list-spread    absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-spread-back own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-spread-back foreign 404 404 200 200 404 403 403 404 404 302
GET  recognition:list-spread-back absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-spread-back own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-spread-back foreign 404 404 302 302 404 403 403 404 404 302
POST recognition:list-spread-back absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-last-year own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-last-year foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-last-year absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-last-year-export own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-last-year-export foreign 404 404 200 200 404 200 200 404 404 302
GET  recognition:list-last-year-export absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-evaluate  own     404 404 200 200 404 403 403 404 404 302
GET  recognition:list-evaluate  foreign 404 404 404 404 404 404 404 404 404 302
GET  recognition:list-evaluate  office  404 404 403 403 404 200 403 404 404 302
GET  recognition:list-evaluate  absent  404 404 404 404 404 404 404 404 404 302
POST recognition:list-evaluate  own     404 404 302 302 404 403 403 404 404 302
POST recognition:list-evaluate  foreign 404 404 404 404 404 404 404 404 404 302
POST recognition:list-evaluate  office  404 404 403 403 404 302 403 404 404 302
POST recognition:list-evaluate  absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-side-by-side own     404 404 200 200 404 200 403 404 404 302
GET  recognition:list-side-by-side foreign 404 404 200 200 404 200 403 404 404 302
GET  recognition:list-side-by-side absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-versions  own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-versions  foreign 404 404 409 409 404 409 409 404 404 302
GET  recognition:list-versions  absent  404 404 404 404 404 404 404 404 404 302
GET  recognition:list-versions-export own     404 404 200 200 404 200 200 404 404 302
GET  recognition:list-versions-export foreign 404 404 409 409 404 409 409 404 404 302
GET  recognition:list-versions-export absent  404 404 404 404 404 404 404 404 404 302
"""
OF_A_DOSSIER = ("keep", "spread", "spread-back")


def target(name: str, case: str) -> list:
    act = name.removeprefix("recognition:list-")
    more = ["repeated"] if act == "keep" else []
    if case == "absent":
        return [ABSENT, ABSENT, *more] if act in (*OF_A_DOSSIER, "evaluate") else [ABSENT]
    review_list = ReviewList.objects.get(plan_year__year=2024 if case == "foreign" else 2025)
    if act in OF_A_DOSSIER:
        return [review_list.pk, _dossier(act, review_list, case).pk, *more]
    if act == "evaluate":
        unit = "TC-HC-TT-TL" if case == "office" else "NNPL"
        rows = Recognition.objects.filter(nomination__plan_year__year=2024, nomination__unit__short_name=unit)
        return [review_list.pk, rows.earliest("pk").pk]
    if act.startswith("versions") and case == "own":
        _two_versions()
    return [review_list.pk]


def _dossier(act: str, review_list: ReviewList, case: str) -> Nomination:
    rows = Nomination.objects.filter(plan_year=review_list.plan_year, state__in=("appraised", "recognised"))
    unit = "TC-HC-TT-TL" if case == "office" else "NNPL"
    found = rows.filter(unit__short_name=unit).earliest("pk")
    if act == "spread-back":
        actions.give_spread(found, reason="Ba khoa đã áp dụng", by=account("chuyenvien"))
    return found


def _two_versions() -> None:
    review_list = brought_to("closed")
    office, head = account("chuyenvien"), account("truongphong")
    lists.reopen(review_list, by=head, version=review_list.version, reason="Sửa tóm tắt một hồ sơ")
    lists.close(review_list, by=office, version=review_list.version)


def posted(name: str, case: str) -> dict:
    told = {"outcome": "continue", "note": "Vẫn giữ được nền nếp"} if name.endswith("evaluate") else {}
    return {"reason": "Việc mới, không phải việc đã được công nhận"} | told
