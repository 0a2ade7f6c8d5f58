"""Whose eyes: which dossiers and sheets a reader of the appraisal reaches, and who reads what goes back and forth."""

from django.db.models import Q

from criteria.models import Sheet
from criteria.models.scorecards import SheetQuerySet
from nominations.models import Nomination, Registration
from nominations.models.nominations import NominationQuerySet
from nominations.models.registrations import RegistrationQuerySet
from portal.models import User
from portal.rights import may


class _SentDossiers(NominationQuerySet):
    def visible_to(self, user: User) -> "_SentDossiers":
        """The office and the board, once a dossier was sent. To the unit there is no appraisal at all."""
        return self.filter(submitted_at__isnull=False) if may(user, "nomination.read") else self.none()


class _Dossiers(NominationQuerySet):
    def visible_to(self, user: User) -> "_Dossiers":
        """Drafts too, as far as that they exist: a unit that missed the date may be given a later one."""
        return self if may(user, "nomination.read") else self.none()


class _ExchangedDossiers(NominationQuerySet):
    def visible_to(self, user: User) -> "_ExchangedDossiers":
        return self.filter(_writes_or_reads(user, "nomination"))


class _ExchangedRegistrations(RegistrationQuerySet):
    def visible_to(self, user: User) -> "_ExchangedRegistrations":
        return self.filter(_writes_or_reads(user, "registration"))


def _writes_or_reads(user: User, kind: str) -> Q:
    """The unit that writes it, the office and the board; not an assessor, nor the person it is about."""
    units = [unit_id for role, unit_id in user.held_roles if f"{kind}.write" in role.may]
    read = Q(submitted_at__isnull=False) if may(user, f"{kind}.read") else Q(pk=None)
    return Q(unit__in=units) | read


class _SheetsToFill(SheetQuerySet):
    def visible_to(self, user: User) -> "_SheetsToFill":
        """One's own, for as long as one is an assessor."""
        return self.filter(assessor=user) if may(user, "sheet.write") else self.none()


def sent_dossiers() -> NominationQuerySet:
    return _with_all(_SentDossiers(Nomination))


def dossiers() -> NominationQuerySet:
    return _with_all(_Dossiers(Nomination))


def exchanged_dossiers() -> NominationQuerySet:
    return _ExchangedDossiers(Nomination).with_subject()


def exchanged_registrations() -> RegistrationQuerySet:
    return _ExchangedRegistrations(Registration).with_subject()


def _with_all(rows: NominationQuerySet) -> NominationQuerySet:
    return rows.with_subject().select_related(
        "scorecard__criteria_set__plan",
        "plan_year__criteria_set__plan",
        "head_post__unit",
        "entered_by__person",
        "endorsement__minutes",
    )


def sheets() -> SheetQuerySet:
    return _SheetsToFill(Sheet).select_related(
        "assessor__person",
        "scorecard__criteria_set__plan",
        "scorecard__nomination__plan_year__criteria_set__plan",
        "scorecard__nomination__unit",
        "scorecard__nomination__subject_unit",
        "scorecard__nomination__subject_person",
    )
