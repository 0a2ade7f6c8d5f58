"""Official papers of a version, gathered: its minutes, the issue data of each, and the decision."""

from django.utils.translation import gettext as _

from portal import clock
from portal.models import Unit
from portal.papers.blocks import Paper
from portal.rights import Conflict
from recognition.documents import ballot, certificates, count, decision, minutes, notice, party_submission, submission
from recognition.documents.certificates import FRAMED, Certificates, Printing
from recognition.documents.decision import Decided
from recognition.documents.forms_table import Awards, Given
from recognition.documents.told import Issue, Told
from recognition.documents.traced import letterhead_of
from recognition.minutes import settled
from recognition.models import Decision, ListVersion, PaperKind, Recognition
from recognition.queries.papers import framed, issued


def told_of(frozen: ListVersion) -> Told:
    return Told(settled(frozen), clock.local(frozen.closed_at).date())


def issue_of(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> Issue:
    row = issued(frozen, paper, unit)
    return Issue(row.frame, row.number, row.date) if row else Issue(framed(frozen, paper, clock.today(), unit))


def _of_closing(frozen: ListVersion) -> Issue:
    """What has no number stands under the letterhead of the closing."""
    return Issue({"letterhead": letterhead_of(frozen)})


# -- what is not there yet ------------------------------------------------------------------------------------


def not_met(frozen: ListVersion) -> str:
    try:
        settled(frozen)
    except Conflict as conflict:
        return " ".join(filter(None, (conflict.what, conflict.instead)))
    return ""


def not_approved(frozen: ListVersion) -> str:
    return "" if frozen.sha256 else _("Danh sách chưa duyệt. Vui lòng duyệt danh sách trước.")


def not_decided(frozen: ListVersion) -> str:
    return "" if _decision(frozen) else _("Chưa ghi quyết định. Vui lòng ghi quyết định công nhận trước.")


def no_merit(frozen: ListVersion) -> str:
    if missing := not_decided(frozen):
        return missing
    return "" if _merits(_decision(frozen)) else _("Quyết định này không tặng Giấy khen.")


# -- papers ---------------------------------------------------------------------------------------------------


def submission_of(frozen: ListVersion, _unit: None) -> Paper:
    issue = issue_of(frozen, PaperKind.SUBMISSION)
    return submission.submission(told_of(frozen), issue, _forms(issue))


def party_submission_of(frozen: ListVersion, _unit: None) -> Paper:
    issue = issue_of(frozen, PaperKind.PARTY_SUBMISSION)
    return party_submission.party_submission(told_of(frozen), issue, _forms(issue))


def minutes_of(frozen: ListVersion, _unit: None) -> Paper:
    return minutes.minutes(told_of(frozen), issue_of(frozen, PaperKind.MINUTES))


def count_of(frozen: ListVersion, _unit: None) -> Paper:
    return count.count(told_of(frozen), _of_closing(frozen))


def decision_of(frozen: ListVersion, _unit: None) -> Paper:
    """A draft until it is recorded."""
    found = _decision(frozen)
    if found is None:
        issue = issue_of(frozen, PaperKind.DECISION)
        return decision.decision(told_of(frozen), issue, _names(issue.frame))
    issue = Issue(found.frame, found.number, found.date)
    return decision.decision(told_of(frozen), issue, _names(found.frame), found.signer)


def notice_of(frozen: ListVersion, unit: Unit) -> Paper:
    issue = issue_of(frozen, PaperKind.NOTICE, unit)
    reasons = {int(pk): why for pk, why in issue.frame["reasons"].items()}
    addressee = notice.Addressee(unit.pk, issue.frame["unit"], reasons, issue.frame["beside"])
    return notice.notice(told_of(frozen), issue, addressee, decided_of(frozen))


def ballot_of(frozen: ListVersion, _unit: None) -> ballot.Ballot:
    """Before the meeting: it needs no minutes."""
    told = Told(frozen.content, clock.local(frozen.closed_at).date())
    return ballot.ballot(told, _of_closing(frozen))


def certificates_of(frozen: ListVersion, _unit: None, printing: Printing = FRAMED) -> Certificates:
    before = Recognition.objects.filter(decision__in=_earlier(frozen)).count()
    return certificates.recognised(told_of(frozen), decided_of(frozen), printing, first=before + 1)


def merits_of(frozen: ListVersion, _unit: None, printing: Printing = FRAMED) -> Certificates:
    before = sum(map(_merits, _earlier(frozen)))
    return certificates.merits(told_of(frozen), decided_of(frozen), printing, first=before + 1)


# -- the decision ---------------------------------------------------------------------------------------------


def decided_of(frozen: ListVersion) -> Decided:
    found = _decision(frozen)
    if found is None:
        raise Conflict(
            _("Chưa ghi quyết định nên chưa có văn bản này."), instead=_("Vui lòng ghi quyết định công nhận trước.")
        )
    return Decided(found.number, found.date, found.signer, _names(found.frame), found.frame["letterhead"])


def _decision(frozen: ListVersion) -> Decision | None:
    """Of the version that was decided on: the list's newest."""
    newest = frozen.number == frozen.review_list.versions.count()
    return Decision.objects.filter(review_list=frozen.review_list).first() if newest else None


def _earlier(frozen: ListVersion) -> list[Decision]:
    """Of the year: the registers go on from them."""
    of_year = Decision.objects.filter(review_list__plan_year=frozen.review_list.plan_year)
    return list(of_year.filter(review_list__number__lt=frozen.review_list.number))


def _merits(found: Decision) -> int:
    return sum(any(map(certificates.is_merit, names)) for names in _names(found.frame).values())


def _names(frame: dict) -> dict[int, list[str]]:
    return {int(pk): names for pk, names in frame.get("awards", {}).items()}


def _forms(issue: Issue) -> Awards:
    return {int(pk): [Given(name, upward) for name, upward in forms] for pk, forms in issue.frame["forms"].items()}
