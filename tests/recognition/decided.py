"""The list of 2025 brought past its approval: Ngô Thị Bích Ngọc, the last entry, misses the vote; the others pass."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.models import Nomination
from portal import files
from recognition.actions import decisions
from recognition.actions import lists as actions
from recognition.models import AwardForm, Decision, ReviewList
from tests.nominations.dossiers import PDF
from tests.recognition.meetings import vote
from tests.recognition.people import account, list_of

OFFICE, HEAD, PRINCIPAL = "chuyenvien", "truongphong", "hieutruong"
DAY = date(2025, 11, 20)
PAPER = {"number": "215/QĐ-TCT", "day": DAY, "signer": "Vũ Đình Thuận"}


def scan() -> files.Checked:
    return files.check(SimpleUploadedFile("quyet-dinh.pdf", PDF))


def approve() -> ReviewList:
    review_list = list_of(2025)
    actions.close(review_list, by=account(OFFICE), version=review_list.version)
    vote(review_list, last=8)
    actions.approve(review_list, by=account(HEAD), version=review_list.version)
    return review_list


def decide(review_list: ReviewList, **other) -> Decision:
    told = PAPER | {"scan": scan()} | other
    return decisions.decide(review_list, **told, by=account(OFFICE), version=review_list.version)


def dossier(who: str, year: int = 2025) -> Nomination:
    rows = Nomination.objects.with_subject().filter(plan_year__year=year)
    return next(row for row in rows if str(row) == who)


def form(key: str) -> AwardForm:
    return AwardForm.objects.get(key=key)
