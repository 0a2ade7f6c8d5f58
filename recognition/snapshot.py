"""What a version freezes: every word and figure that its papers print, as plain JSON, in protocol order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from criteria.models import PlanYear, Rating
from criteria.numbers import shown
from criteria.vocabulary import Level, RatingOf
from nominations.documents.staff import addressed
from nominations.models import Nomination, Registration
from portal import clock
from portal.models import Letterhead, Person, Post, Unit, User
from portal.text import clean
from recognition.compile import Line, WorkingList

SHORT = {Level.EXCELLENT: "HTXSNV", Level.GOOD: "HTTNV", Level.DONE: "HTNV", Level.FAIL: "KHTNV"}
NONE = "-"
SPREAD = "Tiêu biểu toàn diện, lan tỏa rộng"  # plan IV.4


@dataclass(frozen=True)
class Settled:
    """What the office settled beside its entries: {dossier: why it was kept}, and who bears the spread mark."""

    kept: Mapping[int, list[str]]
    spread: Collection[int]


def freeze(working: WorkingList, year: PlanYear, settled: Settled, *, number: int, supplement: bool, by: User) -> dict:
    """The content of a new version. Groups A tập thể, B cá nhân, C mô hình (plan IV.2: models have no vote or rank)."""
    lines = sorted(working.lines, key=_protocol)
    facts = _Facts(year, settled)
    collectives = [line for line in lines if line.nomination.subject_unit_id]
    individuals = [line for line in lines if line.nomination.subject_person_id]
    women = sum(line.nomination.subject_person.sex == Person.Sex.FEMALE for line in individuals)
    return {
        "year": year.year,
        "version": number,
        "supplement": supplement,
        "closed_on": f"{clock.now():%H:%M %d/%m/%Y}",
        "closed_by": str(by),
        "plan": year.plan.title,
        "collectives": [facts.collective(line) for line in collectives],
        "individuals": [facts.individual(line) for line in individuals],
        "models": [facts.model(line.nomination) for line in lines if line.nomination.model_name],
        "women": women,
        "men": len(individuals) - women,
        "outside": [
            {
                "nomination": out.nomination.pk,
                "unit": str(out.nomination.unit),
                "name": str(out.nomination),
                "state": str(out.state.label),
                "because": list(out.sentences),
            }
            for out in working.outside
        ],
        "threshold": year.criteria_set.council_vote_threshold,
        "letterhead": Letterhead.objects.of(clock.today()).as_plain(),
        "process": _process(year),
    }


def _process(year: PlanYear) -> dict[str, int]:
    """What the year came to before the council: the tờ trình and the minutes tell it."""
    sent = Nomination.objects.filter(plan_year=year, submitted_at__isnull=False).exclude(state="withdrawn")
    registered = Registration.objects.filter(plan_year=year, submitted_at__isnull=False).exclude(state="withdrawn")
    return {"registered": registered.count(), "sent": sent.count()}


def _protocol(line: Line) -> tuple:
    """Official lists go by unit, then post, then tên – họ – đệm."""
    nomination = line.nomination
    post = _post(nomination)
    person = nomination.subject_person
    return (
        nomination.unit.protocol_order,
        nomination.unit_id,
        post.protocol_order if post else 999,
        person.sort_key if person else "",
        nomination.pk,
    )


def _post(nomination: Nomination) -> Post | None:
    """The post on the review date, the head's first."""
    if not nomination.subject_person_id:
        return None
    day = nomination.plan_year.day_of_belonging
    posts = nomination.subject_person.posts.all()
    held = [post for post in posts if post.valid_from <= day and (post.valid_to is None or post.valid_to >= day)]
    return min(held, key=lambda post: (not post.is_head, post.protocol_order), default=None)


class _Facts:
    """Ratings, heads and head counts of the year, read once."""

    def __init__(self, year: PlanYear, settled: Settled):
        self.settled = settled
        self.day = year.day_of_belonging
        rows = Rating.objects.standing().filter(year=year.year).select_related("unit")
        self.ratings = {(row.of, row.unit_id or row.person_id): row for row in rows}
        self.cells = {unit.parent_id: unit for unit in Unit.objects.on(self.day).filter(kind=Unit.Kind.PARTY_CELL)}
        self.posts: dict[int, list[Post]] = {}
        for post in Post.objects.on(self.day).select_related("person"):
            self.posts.setdefault(post.unit_id, []).append(post)

    def collective(self, line: Line) -> dict:
        unit = line.nomination.subject_unit
        posts = self.posts.get(unit.pk, [])
        head = next((post for post in posts if post.is_head), None)
        people = {post.person_id: post.person for post in posts}
        women = sum(person.sex == Person.Sex.FEMALE for person in people.values())
        who = f"{addressed(head.person)}, {head.title}; " if head else ""
        cell = self.cells.get(unit.pk)
        return self._common(line) | {
            "place": f"{who}{len(people):02d} người ({women:02d} nữ)",
            "rating": self._level(RatingOf.UNIT, unit.pk),
            "party_rating": self._level(RatingOf.PARTY_CELL, cell.pk) if cell else NONE,
        }

    def individual(self, line: Line) -> dict:
        person, post = line.nomination.subject_person, _post(line.nomination)
        return self._common(line) | {
            "sex": person.get_sex_display(),
            "born": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
            "place": f"{post.title}, {line.nomination.unit}" if post else str(line.nomination.unit),
            "rating": self._level(RatingOf.STAFF, person.pk),
            "party_rating": self._level(RatingOf.PARTY_MEMBER, person.pk) if person.party_member else NONE,
        }

    def model(self, nomination: Nomination) -> dict:
        return {
            "nomination": nomination.pk,
            "unit_pk": nomination.unit_id,
            "name": nomination.model_name,
            "place": str(nomination.unit),
            "scope": nomination.scope_label,
            "summary": nomination.summary,
        }

    def _common(self, line: Line) -> dict:
        nomination = line.nomination
        spread = nomination.pk in self.settled.spread
        return {
            "nomination": nomination.pk,
            "name": str(nomination),
            "unit": str(nomination.unit),
            "unit_pk": nomination.unit_id,
            "kind": nomination.kind,
            "scope": nomination.scope_label,
            "summary": nomination.summary,
            "total": shown(line.score.total, 2),
            "rank": line.rank,
            "note": clean("; ".join([*([SPREAD] if spread else []), *_notes(line)])),
            "spread": spread,
            "kept": [clean(reason, lines=True) for reason in self.settled.kept.get(nomination.pk, ())],
        }

    def _level(self, of: RatingOf, pk: int) -> str:
        rating = self.ratings.get((of, pk))
        return SHORT[Level(rating.level)] if rating else NONE


def _notes(line: Line) -> list[str]:
    """Waivers and what does not apply, in a reader's words: it is printed in Ghi chú (plan III; R22)."""
    waived = [
        f"Miễn: {gate.criterion.label}, {gate.waiver.paper or gate.waiver.reason}"
        for gate in line.score.gates
        if gate.is_let_pass
    ]
    aside = [f"{row.criterion.label}: không áp dụng" for row in line.score.rows if not row.applies]
    return [*waived, *aside]
