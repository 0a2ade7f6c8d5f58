"""What a decision would settle, and what it has settled: names and reasons before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from criteria.results import Score
from criteria.vocabulary import Verdict
from nominations.models import Nomination
from portal import clock
from recognition.minutes import outcome
from recognition.models import AwardForm, ListVersion, ReviewList
from recognition.queries import awards
from recognition.queries.lists import scores_of


def days_of(frozen: ListVersion) -> tuple[date, date]:
    """A decision is not older than the approval of the list, and not of tomorrow."""
    return clock.local(frozen.approved_at).date(), clock.today()


def has_passed(frozen: ListVersion, pk: int) -> bool:
    return frozen.content["votes"][str(pk)]["passed"]


def vote_missed(frozen: ListVersion, pk: int) -> str:
    told = outcome(frozen.content["votes"][str(pk)], frozen.content)
    return _("Đạt mọi tiêu chuẩn; Hội đồng bỏ phiếu kín: %(outcome)s.") % {"outcome": told}


def left_out(review_list: ReviewList) -> list[tuple[Nomination, Score, str]]:
    """Received or appraised, on no list and not set aside, each with the sentences that say what is missing."""
    rest = Nomination.objects.filter(
        plan_year=review_list.plan_year, state__in=("received", "appraised"), aside_reason=""
    )
    rows = rest.with_subject().select_related("endorsement").order_by("by_unit", "pk")
    return [(nomination, score, _why(score)) for nomination, score in scores_of(rows, review_list.plan_year)]


def _why(score: Score) -> str:
    """As the unit will read it."""
    because = " ".join(score.because)
    if score.verdict == Verdict.UNFINISHED:
        return _("Chưa thẩm định xong khi có quyết định. %(because)s") % {"because": because}
    return because or _("Chưa kết luận thẩm định khi có quyết định.")


@dataclass(frozen=True)
class Refused:
    name: str
    unit: str
    why: str


@dataclass(frozen=True)
class Given:
    """One of the school's forms and who gets it with the decision."""

    form: AwardForm
    names: list[str]


@dataclass(frozen=True)
class Outlook:
    """Read before the decision is recorded: how many, who, who not and why, which awards."""

    recognised: list[tuple[str, str]]  # (name, unit)
    refused: list[Refused]
    given: list[Given]
    upward: list[Given]
    warnings: list[str]


def outlook(review_list: ReviewList, frozen: ListVersion) -> Outlook:
    rows = awards.rows_of(frozen)
    passed = [row for row in rows if has_passed(frozen, row["nomination"])]
    refused = [
        Refused(row["name"], row["unit"], vote_missed(frozen, row["nomination"]))
        for row in rows
        if not has_passed(frozen, row["nomination"])
    ]
    if not review_list.is_supplement:
        refused += [Refused(str(each), str(each.unit), why) for each, _score, why in left_out(review_list)]
    forms = awards.proposed(frozen)
    given = list(_by_form((form, row["name"]) for row in passed for form in forms.get(row["nomination"], [])))
    return Outlook(
        recognised=[(row["name"], row["unit"]) for row in passed],
        refused=refused,
        given=[each for each in given if not each.form.is_upward],
        upward=[each for each in given if each.form.is_upward],
        warnings=awards.proposed_twice(frozen),
    )


def _by_form(pairs: Iterable[tuple[AwardForm, str]]) -> Iterable[Given]:
    names: dict[AwardForm, list[str]] = {}
    for form, name in pairs:
        names.setdefault(form, []).append(name)
    for form in sorted(names, key=lambda form: (form.is_upward, form.order, form.pk)):
        yield Given(form, names[form])
