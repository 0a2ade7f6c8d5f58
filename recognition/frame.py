"""Header, signers and wording of a paper as they were on its day, as plain values that are frozen beside it."""

from datetime import date

from portal.models import Letterhead
from recognition.models import PaperKind, Wording

# The papers that have addressees, legal bases or recipients; the others print none.
WORDED = (
    PaperKind.SUBMISSION,
    PaperKind.PARTY_SUBMISSION,
    PaperKind.MINUTES,
    PaperKind.DECISION,
    PaperKind.NOTICE,
)


def frame(paper: PaperKind, day: date) -> dict:
    """{"letterhead": {…}, "addressees": […], "bases": […], "recipients": […]}; a `Conflict` without a letterhead."""
    wording = Wording.objects.of(paper, day)
    lines = {name: _lines(getattr(wording, name)) if wording else [] for name in ("addressees", "bases", "recipients")}
    return {"letterhead": Letterhead.objects.of(day).as_plain()} | lines


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
