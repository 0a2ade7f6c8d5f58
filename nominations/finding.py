"""What a registration and a dossier repeat of the names they bear, so that a list is found and ordered without joins.

Whoever renames a person or a unit, or moves it in the protocol, has these columns follow (`actions.names`).
"""

from typing import TYPE_CHECKING

from portal.text import fold, sort_key

if TYPE_CHECKING:
    from portal.models import Person, Unit

COLUMNS = ("search", "by_unit", "by_name")


def columns(unit: "Unit", subject_unit: "Unit | None", subject_person: "Person | None", *texts: str) -> dict[str, str]:
    """`search`: who, which unit and `texts`, folded; `by_unit` and `by_name`: digits, collectives before people."""
    subject = subject_unit or subject_person
    place = subject_person.sort_key if subject_person else f"{subject.protocol_order:05d}"
    name = subject_person.sort_key if subject_person else sort_key(subject.name)
    own = "" if subject == unit else subject.search
    kind = "1" if subject_person else "0"
    return {
        "search": " ".join(filter(None, [own, unit.search, fold(" ".join(texts))])),
        "by_unit": f"{unit.protocol_order:05d}{unit.pk:010d}{kind}{place}",
        "by_name": kind + name,
    }
