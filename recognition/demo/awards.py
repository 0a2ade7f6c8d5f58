"""Awards of the demo school: giấy khen with each decision, and what went to the province after that of 2024."""

from datetime import date

from portal import clock
from portal.clock import school_time
from portal.models import User
from recognition.actions import awards, proposals
from recognition.models import Award, AwardForm, Proposal, ReviewList
from recognition.queries.awards import lines_of

# Whom the school proposed to the province instead of giving its own giấy khen, and what came back.
UPWARD = {
    2024: {
        "Khoa Lý luận cơ sở": ("512/QĐ-UBND", date(2025, 3, 3), ""),
        "Phạm Văn Hòa": ("", None, "Đợt này xét trước các tập thể; đề nghị Trường giới thiệu lại năm sau."),
    }
}


def propose(review_list: ReviewList, *, by: User) -> None:
    own, above = (AwardForm.objects.get(key=key) for key in ("merit_paper", "province_certificate"))
    upward = UPWARD.get(review_list.plan_year.year, {})
    for line in lines_of(review_list.latest(), upward_only=False):
        awards.propose(review_list, line.nomination, above if line.name in upward else own, by=by)


def proposal_of_2024() -> None:
    office = User.objects.select_related("person").get(username="chuyenvien")
    review_list = ReviewList.objects.select_related("plan_year").get(plan_year__year=2024)
    with clock.at(school_time(2024, 12, 27, 9)):
        proposal = Proposal(review_list=review_list, to="Hội đồng Thi đua - Khen thưởng tỉnh", due_on=date(2025, 1, 15))
        proposals.keep(proposal, by=office, version=None)
        chosen = Award.objects.filter(nomination__plan_year__year=2024, form__key="province_certificate")
        proposals.choose(proposal, chosen, by=office, version=proposal.version)
        proposal.refresh_from_db()
    with clock.at(school_time(2025, 1, 8, 15)):
        told = {"number": "05/TTr-TCT", "day": date(2025, 1, 8)}
        proposals.send(proposal, **told, by=office, version=proposal.version)
    with clock.at(school_time(2025, 3, 10, 10)):
        for award in chosen.select_related("proposal", "nomination"):
            award.number, award.date, award.note = UPWARD[2024][str(award.nomination)]
            award.outcome = Award.Outcome.GIVEN if award.number else Award.Outcome.REFUSED
            proposals.record_result(award, by=office, version=award.version)
