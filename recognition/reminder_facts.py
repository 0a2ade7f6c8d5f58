"""What the rules of `reminders` are asked about, gathered for the whole school in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from criteria.models import PlanYear, Sheet
from criteria.vocabulary import Declared
from nominations import rights
from nominations.actions.nominations import own_deadline
from nominations.models import Nomination, Registration
from nominations.subjects import key_of
from nominations.workflow import EDITABLE
from portal import clock
from portal.models import Grant, OutboxMessage, Post, Unit, User
from portal.rights import may
from portal.roles import UNIT_ROLES, who_may
from recognition.queries.checklist import unsent_proposals
from recognition.queries.proposals import address_of
from recognition.reminders import (
    Paper,
    Reminder,
    UnitYear,
    Waiting,
    owed_by,
    proposal_owed,
    receipt_owed,
    reminder_of,
    sheets_owed,
)


@dataclass(frozen=True)
class Recipient:
    user: User
    channel: str
    sent: bool

    @property
    def name(self) -> str:
        return str(self.user)


@dataclass(frozen=True)
class Line:
    """One reminder and everybody who gets it."""

    reminder: Reminder
    recipients: tuple[Recipient, ...]

    @property
    def unsent(self) -> list[Recipient]:
        return [each for each in self.recipients if not each.sent]


def due_on(day: date) -> list[Line]:
    """What goes out on a day as things stand now, units in protocol order first. Writes nothing."""
    years = list(PlanYear.objects.filter(state="open"))
    found: dict[Reminder, list[User]] = defaultdict(list)
    for reminder, users in (
        *_to_units(years, day),
        *_to_assessors(years, day),
        *_to_those_who_receive(years, day),
        *_to_those_who_propose(day),
    ):
        found[reminder] += users  # several may read the very same
    keys = [reminder.key(user.pk) for reminder, users in found.items() for user in users]
    sent = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return [
        Line(reminder, tuple(Recipient(user, _channel(user), reminder.key(user.pk) in sent) for user in users))
        for reminder, users in found.items()
    ]


def _channel(user: User) -> str:
    by_mail = {User.Mail.AT_ONCE: _("cổng và thư"), User.Mail.DIGEST: _("cổng và thư gom trong ngày")}
    return by_mail.get(user.mail, _("cổng")) if user.email else _("cổng")


Found = list[tuple[Reminder, list[User]]]


# -- units ----------------------------------------------------------------------------------------------------


def _to_units(years: list[PlanYear], day: date) -> Found:
    writers: dict[int, dict[int, User]] = defaultdict(dict)
    grants = Grant.objects.filter(role__in=UNIT_ROLES, revoked_at=None, user__is_active=True)
    grants = grants.select_related("user__person")
    for grant in grants:
        writers[grant.unit_id][grant.user_id] = grant.user
    found = []
    for unit in unit_years(years, day):
        told = [reminder_of(matter, day) for matter in owed_by(unit)]
        people = list(writers[unit.unit_id].values())
        found += [(reminder, people) for reminder in told if reminder and people]
    return found


def unit_years(years: list[PlanYear], day: date) -> list[UnitYear]:
    units = list(Unit.objects.on(day).filter(nominates=True))
    promises, dossiers = defaultdict(list), defaultdict(list)
    begun: dict[int, set[str]] = defaultdict(set)
    for row in Registration.objects.with_subject().filter(plan_year__in=years).exclude(state="withdrawn"):
        promises[row.plan_year_id, row.unit_id].append(_promise(row))
    for row in Nomination.objects.with_subject().filter(plan_year__in=years).exclude(state="withdrawn"):
        begun[row.plan_year_id].add(_about(row))
        if row.state in EDITABLE:
            dossiers[row.plan_year_id, row.unit_id].append(_dossier(row))
    return [
        UnitYear(
            year=year.year,
            unit_id=unit.pk,
            unit=unit.name,
            registers_by=year.registers_by,
            nominates_by=clock.local(year.nominates_by).date(),
            models_owed=year.models_owed if unit.owes_model else 0,
            registrations=tuple(promises[year.pk, unit.pk]),
            dossiers=tuple(dossiers[year.pk, unit.pk]),
            begun=frozenset(begun[year.pk]),
        )
        for year in years
        for unit in units
    ]


def _promise(row: Registration) -> Paper:
    return Paper(
        row.pk,
        str(row),
        row.state,
        _about(row),
        names_model=bool(row.model_name),
        until=row.returned_until,
        settled=row.not_nominated_at is not None,
    )


def _dossier(row: Nomination) -> Paper:
    """A returned one without a date of its own is owed by the year's."""
    until = own_deadline(row)
    day = clock.local(until).date() if until else None
    if row.state == "returned" and day is None:
        day = clock.local(row.plan_year.nominates_by).date()
    return Paper(row.pk, str(row), row.state, _about(row), until=day)


def _about(row: Registration | Nomination) -> str:
    return key_of(row).partition("-")[2]


# -- assessors, the office ------------------------------------------------------------------------------------


def _to_assessors(years: list[PlanYear], day: date) -> Found:
    open_sheets = Sheet.objects.filter(
        sent_at=None, scorecard__nomination__state="received", scorecard__nomination__plan_year__in=years
    ).select_related("assessor__person", "scorecard__nomination__subject_unit", "scorecard__nomination__subject_person")
    people, who = {}, defaultdict(list)
    for sheet in open_sheets.filter(assessor__is_active=True).exclude(declared=Declared.SOME).order_by("pk"):
        people[sheet.assessor_id] = sheet.assessor
        nomination = sheet.scorecard.nomination
        who[sheet.assessor_id, nomination.plan_year_id].append(str(nomination))
    found = []
    for year in years:
        for pk, user in people.items():
            reminder = reminder_of(sheets_owed(year.year, year.reviews_on, who[pk, year.pk]), day)
            found += [(reminder, [user])] if reminder else []
    return found


def _to_those_who_receive(years: list[PlanYear], day: date) -> Found:
    """Each what they may receive: nothing of their own, the board what the office stands too near to."""
    papers = _sent_and_not_received(years)
    found = []
    for user in _receivers(day):
        mine = [waiting for row, of_board, waiting in papers if _receives(user, row, of_board)]
        reminder = receipt_owed(mine, day)
        found += [(reminder, [user])] if reminder else []
    return found


def _to_those_who_propose(day: date) -> Found:
    """A proposal upward is the office's, whatever has become of its year meanwhile."""
    proposals = unsent_proposals()
    if not proposals:
        return []
    holding = {"grants__role__in": [role.key for role in who_may("list.keep")], "grants__revoked_at": None}
    users = list(User.objects.filter(is_active=True, **holding).select_related("person").distinct().order_by("pk"))
    found = []
    for proposal, checklist in proposals:
        missing = [item.label for item in checklist.missing]
        link = address_of(proposal)
        reminder = reminder_of(proposal_owed(proposal.pk, proposal.to, proposal.due_on, missing, link), day)
        found += [(reminder, users)] if reminder else []
    return found


def _receives(user: User, row, of_board: bool) -> bool:
    """`nominations.rights.handles`, with its question about the board answered for all papers at once."""
    handles = may(user, "nomination.handle") or (of_board and may(user, "nomination.stand_in"))
    return handles and not rights.conflict(user, row)


def _sent_and_not_received(years: list[PlanYear]) -> list[tuple]:
    papers = []
    for model, words in ((Registration, _("Đăng ký: %(who)s, %(unit)s")), (Nomination, _("Hồ sơ: %(who)s, %(unit)s"))):
        rows = model.objects.filter(plan_year__in=years, state="submitted")
        of_board = set(rows.filter(rights.of_the_board()).values_list("pk", flat=True))
        for row in rows.with_subject().annotate(last_sent=Max("sendings__at")):
            since = row.last_sent or getattr(row, "sent_at", None) or row.submitted_at
            waiting = Waiting(words % {"who": row, "unit": row.unit}, clock.local(since).date())
            papers.append((row, row.pk in of_board, waiting))
    return papers


def _receivers(day: date) -> Iterable[User]:
    """Office and board, with their grants and units as `rights` asks for them."""
    live = Grant.objects.filter(revoked_at=None).select_related("unit")
    users = (
        User.objects.filter(is_active=True, grants__revoked_at=None, grants__role__in=rights.HANDLING_ROLES)
        .distinct()
        .select_related("person")
        .prefetch_related(Prefetch("grants", live, "live_grants"))
    )
    units: dict[int, set[int]] = defaultdict(set)
    for post in Post.objects.on(day).filter(person__account__in=users):
        units[post.person_id].add(post.unit_id)
    for user in users:
        user.own_unit_ids = units[user.person_id] | {g.unit_id for g in user.live_grants if g.unit_id}
    return users
