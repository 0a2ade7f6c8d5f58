"""What a paper prints that stands neither in its version nor in the letterhead: frozen with it when it is issued."""

from django.db.models import Exists, OuterRef, QuerySet

from nominations.documents.staff import addressed
from nominations.models import Nomination
from portal.models import Unit
from recognition.models import Entry, ListVersion, PaperKind
from recognition.queries.awards import proposed

PROPOSING = (PaperKind.SUBMISSION, PaperKind.PARTY_SUBMISSION)


def beside(frozen: ListVersion, paper: PaperKind, unit: Unit | None = None) -> dict:
    """ "forms": {dossier: [[form, whether it is given above the school]]} of a tờ trình; "awards": {dossier: names of
    the school's own} of a draft decision; "unit" (its name), "reasons" and "beside" of a notice."""
    if paper in PROPOSING:
        forms = {str(pk): [[form.name, form.is_upward] for form in mine] for pk, mine in proposed(frozen).items()}
        return {"forms": forms}
    if paper == PaperKind.DECISION:
        own = {pk: [form.name for form in mine if not form.is_upward] for pk, mine in proposed(frozen).items()}
        return {"awards": {str(pk): names for pk, names in own.items() if names}}
    return _results(frozen, unit) if paper == PaperKind.NOTICE else {}


def _results(frozen: ListVersion, unit: Unit) -> dict:
    """Of the unit's dossiers that were not recognised: why, and those that were never put to the vote."""
    rows = list(_refused(frozen, unit).with_subject().order_by("by_name", "pk"))
    voted = {int(pk) for pk in frozen.content.get("votes", {})}
    names = {row["nomination"]: row["name"] for row in frozen.content["outside"] if row.get("nomination")}
    return {
        "unit": str(unit),
        "reasons": {str(row.pk): row.outcome for row in rows},
        "beside": [
            {"nomination": row.pk, "name": _named(row, names.get(row.pk, str(row))), "scope": row.scope_label}
            for row in rows
            if row.pk not in voted
        ],
    }


def _refused(frozen: ListVersion, unit: Unit) -> QuerySet[Nomination]:
    """Of the year's first list also whoever stood on none; a supplement speaks of its own only."""
    review_list = frozen.review_list
    rows = Nomination.objects.filter(plan_year=review_list.plan_year, unit=unit, state="not_recognised")
    listed = Entry.objects.filter(nomination=OuterRef("pk"))
    if review_list.is_supplement:
        return rows.filter(Exists(listed.filter(version=frozen)))
    return rows.exclude(Exists(listed.filter(version__review_list__number__gt=1)))


def _named(row: Nomination, name: str) -> str:
    return addressed(row.subject_person).replace(str(row.subject_person), name) if row.subject_person_id else name
