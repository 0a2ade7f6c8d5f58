"""Year-end ratings as a report may say them: those decided by its day, and read by whom it is made for."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Criterion, Rating
from criteria.vocabulary import RatingOf
from nominations.documents.frame import DOTS
from nominations.facts import BODIES
from nominations.models import Nomination
from portal.models import Unit, User

OWN = {
    RatingOf.UNIT: gettext_lazy("đơn vị"),
    RatingOf.STAFF: gettext_lazy("công chức, viên chức"),
    RatingOf.PARTY_MEMBER: gettext_lazy("đảng viên"),
}


class KnownRatings:
    """Of the subject, its bodies and the unit that a head leads; of the year and the one before."""

    def __init__(self, nomination: Nomination, day: date, reader: User):
        self.nomination, self.year = nomination, nomination.plan_year.year
        post = nomination.head_post
        self.unit = nomination.subject_unit or (post.unit if post else None)
        self.bodies = _bodies(self.unit, day)
        units = [body.pk for body in self.bodies] + ([self.unit.pk] if self.unit else [])
        about = Q(unit__in=units) | Q(person=nomination.subject_person_id, person__isnull=False)
        rows = Rating.objects.standing().filter(about, year__in=(self.year - 1, self.year), decision_date__lte=day)
        self.rows = {(row.of, row.unit_id or row.person_id, row.year): row for row in rows}
        self.readable = set(Rating.objects.visible_to(reader).filter(pk__in=rows).values_list("pk", flat=True))

    def said(self, of: RatingOf, pk: int, year: int, *, paper: bool = False) -> str:
        """hoàn thành tốt nhiệm vụ; dots for who may not read it; "" where no result is out."""
        row = self.rows.get((of, pk, year))
        if row is None:
            return ""
        if row.pk not in self.readable:
            return DOTS
        return row.get_level_display().lower() + (f" ({row.paper})" if paper else "")

    def of_year(self, year: int) -> str:
        """năm 2024: viên chức hoàn thành tốt nhiệm vụ, đảng viên hoàn thành xuất sắc nhiệm vụ"""
        found = [(words, self.said(of, pk, year)) for of, pk, words in self._asked()]
        told = ", ".join(f"{words} {said}" for words, said in found if said)
        return _("năm %(year)s: %(told)s") % {"year": year, "told": told or _("chưa có kết quả xếp loại")}

    def _asked(self) -> Iterable[tuple[RatingOf, int, str]]:
        person = self.nomination.subject_person
        if person:
            yield RatingOf.STAFF, person.pk, person.get_personnel_type_display().lower()
            if person.party_member:
                yield RatingOf.PARTY_MEMBER, person.pk, OWN[RatingOf.PARTY_MEMBER]
            return
        yield RatingOf.UNIT, self.unit.pk, OWN[RatingOf.UNIT]
        for body in self.bodies:
            yield BODIES[body.kind], body.pk, str(body)

    def of_gate(self, criterion: Criterion) -> str:
        """What is recorded of the ratings that this standard asks for; "" where it asks for none."""
        kinds = [RatingOf(of) for of, _least in criterion.ratings]
        if criterion.source == "own_collective":
            kinds = [RatingOf.UNIT]
        parts = [self._part(of) for of in kinds]
        return "; ".join(part for part in parts if part)

    def _part(self, of: RatingOf) -> str:
        person, waits = self.nomination.subject_person, _("chưa có kết quả xếp loại năm %(year)s") % {"year": self.year}
        if of.is_of_a_person:
            if of == RatingOf.PARTY_MEMBER and not person.party_member:
                return _("không là đảng viên")
            return f"{OWN[of]} {self.said(of, person.pk, self.year, paper=True) or waits}"
        bodies = [self.unit] if of == RatingOf.UNIT else [body for body in self.bodies if BODIES[body.kind] == of]
        return "; ".join(f"{body}: {self.said(of, body.pk, self.year, paper=True) or waits}" for body in bodies if body)


def _bodies(unit: Unit | None, day: date) -> list[Unit]:
    """Those that belong to it; of a union section or the like, those of its khoa or phòng."""
    if unit is None:
        return []
    rows = list(Unit.objects.on(day).filter(kind__in=BODIES, parent__in=[unit.pk, unit.parent_id or 0]))
    own = [row for row in rows if row.parent_id == unit.pk]
    whole = unit.parent and unit.parent.kind in (Unit.Kind.FACULTY, Unit.Kind.OFFICE)
    return own or ([row for row in rows if row.parent_id == unit.parent_id] if whole else [])
