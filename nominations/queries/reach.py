"""Whose eyes: which dossiers and sheets a reader of the appraisal reaches."""

from criteria.models import Sheet
from criteria.models.scorecards import SheetQuerySet
from nominations.models import Nomination
from nominations.models.nominations import NominationQuerySet
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


class _SheetsToFill(SheetQuerySet):
    def visible_to(self, user: User) -> "_SheetsToFill":
        """One's own, for as long as one is an assessor."""
        return self.filter(assessor=user) if may(user, "sheet.write") else self.none()


def sent_dossiers() -> NominationQuerySet:
    return _with_all(_SentDossiers(Nomination))


def dossiers() -> NominationQuerySet:
    return _with_all(_Dossiers(Nomination))


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
