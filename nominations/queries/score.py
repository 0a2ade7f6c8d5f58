"""What an assessor's desk shows: their own sheet, and others' only once every sheet has been sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from criteria import content
from criteria.models import Group, Mark, Sheet
from criteria.numbers import shown
from criteria.vocabulary import Declared, SubjectKind
from nominations.models import Evidence, Nomination
from nominations.queries.evidence import evidence_of
from nominations.queries.proofs import Standard, standards_of
from nominations.queries.sheets import earlier_marks, following, state_of
from portal import clock
from portal.models import Post, User
from portal.states import State

if TYPE_CHECKING:
    from nominations.forms.score import SheetForm


@dataclass(frozen=True)
class Read:
    """One line of a sent sheet."""

    standard: Standard
    mark: str
    reason: str
    others: str  # once all have sent


@dataclass(frozen=True)
class Section:
    """A group of standards: one page of the desk, saved by itself."""

    group: Group
    href: str
    done: int
    all: int
    is_here: bool


@dataclass(frozen=True)
class Desk:
    nomination: Nomination
    sheet: Sheet
    state: State
    subtitle: str
    marked: int
    to_mark: int
    segments: list[bool]
    sections: list[Section]
    here: Section | None
    after: Section | None
    groups: list[tuple[Group, list]]  # lines to fill, or `Read`
    before: dict[int, str]  # {criterion pk: what one gave last year}, where one's own mark is saved
    pieces: list[Evidence]
    first_piece: Evidence | None
    may_type: bool
    may_take_back: bool
    near: bool  # declared a conflict
    all_sent: bool
    missing: int
    following: Nomination | None


def must_declare(sheet: Sheet) -> bool:
    return not sheet.declared and sheet.sent_at is None and sheet.scorecard.nomination.state == "received"


def to_fill(sheet: Sheet, group_pk: int | None) -> dict:
    """What the form is made of. The first section unless another is asked for; one that is none is no section."""
    nomination = sheet.scorecard.nomination
    standards = standards_of(nomination, sheet.assessor)
    parameters = content.parameters_value(sheet.scorecard.criteria_set)
    groups = [each.section.pk for each in standards]
    return {
        "instance": sheet,
        "section": (groups or [0])[0] if group_pk is None else group_pk,
        "standards": standards,
        "marks": {mark.criterion_id: mark for mark in sheet.marks.all()},
        "floors": {each.criterion.pk: parameters.floor_of(each.criterion) for each in standards},
    }


def desk_of(sheet: Sheet, user: User, form: "SheetForm") -> Desk:
    nomination = sheet.scorecard.nomination
    at_work, near = nomination.state == "received", sheet.declared == Declared.SOME
    may_type = at_work and not near and (sheet.sent_at is None or form.is_bound)
    to_mark = [each.criterion.pk for each in form.all_standards if not (each.set_aside or each.is_own)]
    segments = [pk in form.marks for pk in to_mark]
    others = _others(sheet, user)
    sections = list(_sections(form, nomination))
    place = next((place for place, each in enumerate(sections) if each.is_here), 0)
    pieces = evidence_of(nomination)
    return Desk(
        nomination=nomination,
        sheet=sheet,
        state=state_of(sheet, nomination),
        subtitle=_subtitle(nomination),
        marked=sum(segments),
        to_mark=len(to_mark),
        segments=sorted(segments, reverse=True),
        sections=sections,
        here=next(iter(sections[place:]), None),
        after=next(iter(sections[place + 1 :]), None),
        groups=_by_group(form.lines() if may_type else _read(form, others)),
        before=_before(sheet, form),
        pieces=pieces,
        first_piece=_first_piece(form, pieces),
        may_type=may_type,
        may_take_back=at_work and sheet.sent_at is not None,
        near=near,
        all_sent=bool(others),
        missing=len(to_mark) - sum(segments),
        following=following(sheet, user) if sheet.sent_at else None,
    )


def _sections(form: "SheetForm", nomination: Nomination) -> Iterator[Section]:
    for place, (group, found) in enumerate(groupby(form.all_standards, key=lambda each: each.section)):
        rows = [each.criterion.pk for each in found if not each.set_aside]
        part = [nomination.pk, group.pk] if place else [nomination.pk]
        href = reverse("nominations:score-part" if place else "nominations:score", args=part)
        yield Section(group, href, sum(pk in form.marks for pk in rows), len(rows), group.pk == form.section)


def _by_group(lines: Iterable) -> list[tuple[Group, list]]:
    return [(group, list(members)) for group, members in groupby(lines, key=lambda line: line.standard.section)]


def _first_piece(form: "SheetForm", pieces: list[Evidence]) -> Evidence | None:
    """What lies open first: what proves the first standard still to mark, else the first there is."""
    waiting = [each.criterion.pk for each in form.to_mark if each.criterion.pk not in form.marks]
    for pk in waiting[:1]:
        for piece in pieces:
            if any(use.criterion_id == pk for use in piece.uses.all()):
                return piece
    return pieces[0] if pieces else None


def _before(sheet: Sheet, form: "SheetForm") -> dict[int, str]:
    """Nothing of last year's leaves here for a standard whose own mark is not saved: it would set an example."""
    saved: list[Standard] = [each for each in form.all_standards if each.criterion.pk in form.marks]
    given = earlier_marks(sheet, [each.criterion.code for each in saved]) if saved else {}
    nomination = sheet.scorecard.nomination
    words = _("Điểm đồng chí chấm cho %(who)s năm %(year)s: %(mark)s")
    told = {"who": nomination, "year": nomination.plan_year.year - 1}
    return {
        each.criterion.pk: words % (told | {"mark": shown(given[each.criterion.code], 1)})
        for each in saved
        if each.criterion.code in given
    }


def _others(sheet: Sheet, user: User) -> list[Sheet]:
    """Other assessors' sheets, when every sheet that is due has been sent."""
    rows = Sheet.objects.filter(scorecard=sheet.scorecard_id)
    count = rows.count()
    if count < sheet.scorecard.criteria_set.min_sheets:
        return []
    return list(rows.readable_by(user).exclude(pk=sheet.pk).prefetch_related("marks").order_by("pk"))


def _read(form: "SheetForm", others: list[Sheet]) -> Iterator[Read]:
    theirs: dict[int, list[Decimal]] = {}
    for sheet in others:
        for mark in sheet.marks.all():
            theirs.setdefault(mark.criterion_id, []).append(mark.points)
    for standard in form.all_standards:
        pk = standard.criterion.pk
        mark: Mark | None = form.marks.get(pk)
        seen = " · ".join(shown(points, 1) for points in sorted(theirs.get(pk, []), reverse=True))
        yield Read(standard, shown(mark.points, 1) if mark else "–", mark.reason if mark else "", seen)


def _subtitle(nomination: Nomination) -> str:
    """Who it is, as an official would introduce them."""
    kind = SubjectKind(nomination.kind)
    words = [kind.label.lower() if kind != SubjectKind.COLLECTIVE else _("tập thể"), nomination.scope_label.lower()]
    if person := nomination.subject_person:
        posts = Post.objects.on(clock.today()).filter(person=person).select_related("unit")
        words = [*(f"{post.title}, {post.unit}" for post in posts), *words]
    elif nomination.subject_unit_id != nomination.unit_id:
        words = [str(nomination.unit), *words]
    told = " · ".join([*words, str(nomination.plan_year).lower()])
    return told[:1].upper() + told[1:]
