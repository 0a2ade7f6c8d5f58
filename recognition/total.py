"""The explained total of one dossier: each point, by which rule, in which set. The same values make page and paper.

Marks are shown unnamed, and not before every sheet that is due has been sent. From the list's closing on it tells what
that list was made from: a rating recorded later is said beside it and changes no answer here.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from criteria.models import AgreedMark, Sheet
from criteria.results import Score
from nominations import facts
from nominations.documents.staff import Staff
from nominations.gates_kept import as_concluded, changed
from nominations.models import Nomination
from nominations.models.nominations import NominationQuerySet
from nominations.queries.appraisal import VERDICTS
from nominations.queries.gate_lines import GateLine, gates_of
from nominations.queries.mark_table import unnamed
from nominations.rights import conflict
from portal import clock
from portal.models import User
from portal.rights import Conflict, may
from portal.states import State
from recognition.models import Entry, ListVersion
from recognition.standing import Place, place_of, rivals
from recognition.total_rows import Part, Rows, rows_of

FROZEN = ("listed", "recognised", "not_recognised", "revoked")


class _Explained(NominationQuerySet):
    def visible_to(self, user: User) -> "_Explained":
        """The office and the board once it was sent; its unit and the person it is about once it is published."""
        units = [unit_id for role, unit_id in user.held_roles if "nomination.write" in role.may]
        own = Q(unit__in=units) | Q(subject_person=user.person_id, subject_person__isnull=False)
        seen = Q(published_at__isnull=False) & own
        if may(user, "nomination.read"):
            seen |= Q(submitted_at__isnull=False)
        return self.filter(seen)


def explained() -> NominationQuerySet:
    return (
        _Explained(Nomination)
        .with_subject()
        .select_related(
            "scorecard__criteria_set__plan",
            "plan_year__criteria_set__plan",
            "plan_year__plan",
            "head_post__unit__parent",
            "subject_unit__parent",
            "endorsement__minutes",
        )
    )


@dataclass(frozen=True)
class Total:
    nomination: Nomination
    inside: bool  # read by the office or the board, without a conflict: with who recorded what
    final: bool  # told as it stood when the list was closed
    day: date  # that the paper bears
    who: str
    edition: str
    sheets: list[str]
    score: Score
    verdict: State
    place: Place
    gates: list[GateLine]
    changes: list[str]  # what answers otherwise by now
    rows: Rows
    overlaps: list[str]
    below: list[str]
    own: Part | None  # the unit's own standards (plan II.2), in no sum above
    outcome: str

    @property
    def own_parts(self) -> list[Part]:
        return [self.own] if self.own else []

    @property
    def because(self) -> str:
        return " ".join(self.score.because)


def total_of(nomination: Nomination, user: User) -> Total:
    """A fixed number of queries. Raises `Conflict` while a sheet is still to come."""
    beside = rivals(nomination)
    scores = facts.scores(beside, nomination.plan_year)
    live = scores[nomination.pk]
    final = nomination.state in FROZEN
    if not final and live.sheets_sent < live.sheets_due:
        raise Conflict(
            _("Điểm chỉ xem được khi mọi phiếu đã gửi: mới có %(sent)02d trên %(due)02d phiếu.")
            % {"sent": live.sheets_sent, "due": live.sheets_due},
            instead=_("Vui lòng mở lại khi các thành viên Hội đồng đã gửi đủ phiếu."),
        )
    score = as_concluded(nomination.scorecard, live) if final and nomination.scorecard else live
    sheets = unnamed(Sheet.objects.filter(scorecard=nomination.scorecard_id).select_related("assessor"))
    inside = may(user, "nomination.read") and not conflict(user, nomination)
    notes = _notes_of_agreement(nomination) if inside else {}
    entry = _entry(nomination) if final else None
    rows = rows_of(score, [sheet.assessor.username for sheet in sheets], notes)
    return Total(
        nomination=nomination,
        inside=inside,
        final=final,
        day=_day(nomination, entry),
        who=_who(nomination),
        edition=_edition(nomination),
        sheets=[_("Phiếu %(n)s") % {"n": number} for number in range(1, len(sheets) + 1)],
        score=score,
        verdict=VERDICTS[score.verdict],
        place=place_of(nomination, score, [(row, scores[row.pk]) for row in beside], entry),
        gates=_gates(nomination, score, live, inside=inside),
        changes=[change.sentence for change in changed(nomination.scorecard, live)],
        rows=rows,
        overlaps=[each.sentence for each in score.overlaps],
        below=[row.sentence for row in score.rows if row.state == "below"],
        own=rows.own,
        outcome=nomination.outcome,
    )


def _gates(nomination: Nomination, score: Score, live: Score, *, inside: bool) -> list[GateLine]:
    """As they were kept, where they were; a later answer beside it. Names of who recorded stay inside."""
    lines = gates_of(nomination, score, in_hand=False, may_waive=False)
    then = {change.code: change.words for change in changed(nomination.scorecard, live)}
    lines = [replace(line, changed=then.get(line.criterion.code, "")) for line in lines]
    return lines if inside else [_without_names(line) for line in lines]


def _without_names(line: GateLine) -> GateLine:
    parts = [replace(part, recorded="") for part in line.parts]
    return replace(line, recorded="", waived_by="", rests_on=("", ""), parts=parts)


def _notes_of_agreement(nomination: Nomination) -> dict[str, str]:
    rows = AgreedMark.objects.filter(scorecard=nomination.scorecard_id)
    return dict(rows.values_list("criterion__code", "note"))


def _entry(nomination: Nomination) -> Entry | None:
    """The newest frozen version that it stands on."""
    return nomination.entries.select_related("version").order_by("-version__pk").first()


def _day(nomination: Nomination, entry: Entry | None) -> date:
    """Of the list's closing, so that the same paper is printed again; today while everything may still change."""
    if nomination.state not in FROZEN:
        return clock.today()
    lists = ListVersion.objects.filter(review_list__plan_year=nomination.plan_year_id)
    version = entry.version if entry else lists.order_by("review_list__number", "-number").first()
    return clock.local(version.closed_at if version else nomination.submitted_at).date()


def _who(nomination: Nomination) -> str:
    """The post on the day of the review, in the nominating unit; a collective needs no more than its name."""
    person = nomination.subject_person
    if person is None:
        return "" if nomination.subject_unit_id == nomination.unit_id else str(nomination.unit)
    day = nomination.plan_year.day_of_belonging
    post = nomination.head_post or Staff(day, [], [person]).post(person, nomination.unit)
    return f"{post.title}, {nomination.unit}" if post else str(nomination.unit)


def _edition(nomination: Nomination) -> str:
    """Which set: of the scorecard, else of the year."""
    criteria_set = (nomination.scorecard or nomination.plan_year).criteria_set
    if criteria_set.frozen_at is None:
        return str(criteria_set)
    day = clock.local(criteria_set.frozen_at)
    return _("%(set)s, khóa ngày %(day)s") % {"set": criteria_set, "day": f"{day:%d/%m/%Y}"}
