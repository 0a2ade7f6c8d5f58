"""Awards by law, beside the recognitions by the plan: what is proposed for whom, and what is proposed twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from nominations.models import Nomination, PriorAward
from portal import clock
from portal.text import fold, two_digits
from recognition.models import Award, AwardForm, EarlierCase, ListVersion


def rows_of(frozen: ListVersion) -> list[dict]:
    """Groups A and B of a version, in protocol order."""
    return [*frozen.content["collectives"], *frozen.content["individuals"]]


def passed_pks(frozen: ListVersion) -> list[int]:
    """Whom the council carried, in protocol order; nobody before the list is approved (R17)."""
    votes = frozen.content.get("votes", {}) if frozen.sha256 else {}
    return [row["nomination"] for row in rows_of(frozen) if votes.get(str(row["nomination"]), {}).get("passed")]


def awards_of(frozen: ListVersion) -> dict[int, list[Award]]:
    """{nomination pk: its awards}, of the passed entries, the school's own forms first."""
    found: dict[int, list[Award]] = {pk: [] for pk in passed_pks(frozen)}
    rows = Award.objects.filter(nomination__in=found).select_related("form", "proposal")
    for award in sorted(rows, key=lambda award: (award.form.is_upward, award.form.order, award.form_id)):
        found[award.nomination_id].append(award)
    return found


def proposed(frozen: ListVersion) -> dict[int, list[AwardForm]]:
    """{nomination pk: forms}, of the passed entries for whom any is proposed or given, the school's own first."""
    return {pk: [award.form for award in awards] for pk, awards in awards_of(frozen).items() if awards}


def forms_for(nomination: Nomination, forms: Iterable[AwardForm]) -> list[AwardForm]:
    """Those that may be given to its like."""
    collective = nomination.subject_unit_id is not None
    return [form for form in forms if (form.for_collectives if collective else form.for_individuals)]


# -- the page on which they are proposed ----------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One passed entry with its awards and the forms it has not got."""

    nomination: Nomination
    name: str
    place: str
    awards: list[Award]
    forms: list[AwardForm]


def lines_of(frozen: ListVersion, *, upward_only: bool) -> list[Line]:
    """`upward_only`: after the decision, which has given the school's own."""
    on_list, awards = {row["nomination"]: row for row in rows_of(frozen)}, awards_of(frozen)
    forms = [form for form in AwardForm.objects.on(clock.today()) if form.is_upward or not upward_only]
    rows = {row.pk: row for row in Nomination.objects.filter(pk__in=awards).with_subject()}
    return [
        Line(
            rows[pk],
            on_list[pk]["name"],
            on_list[pk]["unit"],
            mine,
            [
                form
                for form in forms_for(rows[pk], forms)
                if form.pk not in {award.form_id for award in mine}
                and not (upward_only and rows[pk].state != "recognised")
            ],
        )
        for pk, mine in awards.items()
    ]


@dataclass(frozen=True)
class Batch:
    """One of the school's forms, and the passed entries that would get it."""

    form: AwardForm
    names: list[str]


def batches_of(lines: Iterable[Line]) -> list[Batch]:
    names: dict[AwardForm, list[str]] = defaultdict(list)
    for line in lines:
        for form in line.forms:
            if form.level == AwardForm.Level.SCHOOL and form.kind == AwardForm.Kind.FORM:
                names[form].append(line.name)
    return [Batch(form, told) for form, told in names.items()]


def counts_of(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """[(form, how many)], as the page and the papers count them."""
    counts: dict[AwardForm, int] = defaultdict(int)
    for line in lines:
        for award in line.awards:
            counts[award.form] += 1
    ordered = sorted(counts, key=lambda form: (form.is_upward, form.order, form.pk))
    return [(form.name, counts[form]) for form in ordered]


# -- one achievement, proposed twice --------------------------------------------------------------------------


def proposed_twice(frozen: ListVersion) -> list[str]:
    """One achievement is not rewarded in several forms (principle of the law; R17): a warning that names both."""
    awards = {pk: mine for pk, mine in awards_of(frozen).items() if mine}
    nominations = {row.pk: row for row in Nomination.objects.filter(pk__in=awards).with_subject()}
    past = _Past(nominations.values())
    found = []
    for pk, mine in awards.items():
        nomination = nominations[pk]
        if len(mine) > 1:
            told = {"who": nomination, "n": two_digits(len(mine)), "forms": "; ".join(str(each.form) for each in mine)}
            found.append(_("%(who)s: một thành tích được đề nghị %(n)s hình thức: %(forms)s.") % told)
        now = "; ".join(str(each.form) for each in mine)
        for before in past.of(nomination):
            told = {"who": nomination, "now": now, "before": before}
            found.append(_("%(who)s: đề nghị %(now)s, trong khi cùng thành tích đó %(before)s.") % told)
    return found


class _Past:
    """What the same subjects have had for the same model, or in the same year, read once."""

    def __init__(self, nominations: Iterable[Nomination]):
        nominations = list(nominations)
        whom = Q(subject_unit__in=[each.subject_unit_id for each in nominations if each.subject_unit_id])
        whom |= Q(subject_person__in=[each.subject_person_id for each in nominations if each.subject_person_id])
        of_whom = Nomination.objects.filter(whom).exclude(pk__in=[each.pk for each in nominations])
        self.awards = defaultdict(list)
        for award in (
            Award.objects.filter(nomination__in=of_whom)
            .exclude(outcome=Award.Outcome.REFUSED)
            .select_related("form", "nomination__plan_year")
        ):
            self.awards[_subject(award.nomination)].append(award)
        self.cases = defaultdict(list)
        for case in EarlierCase.objects.filter(whom, recognised=True):
            self.cases[_subject(case)].append(case)
        self.prior = defaultdict(list)
        for prior in PriorAward.objects.filter(nomination__in=nominations):
            self.prior[prior.nomination_id].append(prior)

    def of(self, nomination: Nomination) -> list[str]:
        model, year = fold(nomination.model_name).strip(), nomination.plan_year.year
        found = [
            _award_before(award)
            for award in self.awards[_subject(nomination)]
            if model and fold(award.nomination.model_name).strip() == model and award.nomination.plan_year.year <= year
        ]
        found += [
            _("đã được ghi trong hồ sơ: %(award)s") % {"award": prior}
            for prior in self.prior[nomination.pk]
            if prior.year == year or (model and model in fold(f"{prior.name} {prior.decision}"))
        ]
        found += [
            _("đã được công nhận năm %(year)s (%(number)s)") % {"year": case.year, "number": case.decision_number}
            for case in self.cases[_subject(nomination)]
            if model and fold(case.model_name).strip() == model
        ]
        return found


def _subject(thing) -> tuple[int | None, int | None]:
    return thing.subject_unit_id, thing.subject_person_id


def _award_before(award: Award) -> str:
    told = {"form": award.form, "year": award.nomination.plan_year.year, "number": award.number}
    if award.outcome == Award.Outcome.GIVEN:
        return _("đã được khen: %(form)s, năm %(year)s (%(number)s)") % told
    return _("đang được đề nghị: %(form)s, năm %(year)s") % told
