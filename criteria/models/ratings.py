from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from criteria.vocabulary import Level, RatingOf
from portal import clock
from portal.models import Person, Post, StoredFile, Unit
from portal.rights import may

if TYPE_CHECKING:
    from portal.models import User

OF_A_PERSON = [of.value for of in RatingOf if of.is_of_a_person]
OF_A_UNIT = [of.value for of in RatingOf if not of.is_of_a_person]


class RatingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "RatingQuerySet":
        """Everything to those who keep or read ratings; to a unit its own and its people's; to each one's own."""
        if may(user, "rating.read"):
            return self
        units = [unit_id for role, unit_id in user.held_roles if "rating.read_unit" in role.may]
        people = Post.objects.on(clock.today()).filter(unit__in=units).values("person")
        own_units = Q(unit__in=units) | Q(unit__parent__in=units)
        return self.filter(own_units | Q(person__in=people) | Q(person__isnull=False, person=user.person_id))

    def standing(self) -> "RatingQuerySet":
        """Those that hold now: a correction is a new row, the old one stays as history."""
        return self.filter(superseded_at=None)


class Rating(models.Model):
    """A year-end result, as decided elsewhere: a fact with its paper. The portal records it and never computes it."""

    of = models.CharField(_("Xếp loại của"), max_length=20, choices=RatingOf.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="ratings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ratings")
    year = models.PositiveSmallIntegerField(_("Năm"))
    level = models.CharField(_("Mức xếp loại"), max_length=20, choices=Level.choices())
    decision_number = models.CharField(_("Số quyết định, thông báo"), max_length=60)
    decision_date = models.DateField(_("Ngày ban hành"))
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name=_("Bản chụp văn bản"))
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(of__in=OF_A_UNIT, unit__isnull=False, person=None)
                | Q(of__in=OF_A_PERSON, unit=None, person__isnull=False),
                name="rating_of_a_unit_or_of_a_person",
            ),
            models.UniqueConstraint(
                "of", "unit", "year", condition=Q(superseded_at=None, person=None), name="rating_one_standing_of_a_unit"
            ),
            models.UniqueConstraint(
                "of",
                "person",
                "year",
                condition=Q(superseded_at=None, unit=None),
                name="rating_one_standing_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}, {self.get_of_display()}, {self.year}"

    @property
    def subject(self) -> Unit | Person:
        return self.unit or self.person

    @property
    def paper(self) -> str:
        return f"{self.decision_number}, {self.decision_date:%d/%m/%Y}"
