from django.db.models import Model, Q

from nominations import finding
from nominations.models import Nomination, Registration
from portal.models import Person, Unit


def follow(kept: Model) -> None:
    """A person or a unit was changed: what registrations and dossiers repeat of them says the same."""
    if isinstance(kept, Person):
        mine = Q(subject_person=kept)
    elif isinstance(kept, Unit):
        mine = Q(unit=kept) | Q(subject_unit=kept)
    else:
        return
    for model in (Registration, Nomination):
        rows = list(model.objects.filter(mine).with_subject())
        for row in rows:
            row.derive()
        model.objects.bulk_update(rows, finding.COLUMNS, batch_size=200)
