"""Gates after a dossier's conclusion: what each answered then, and where it answers otherwise by now. Pure.

A late or corrected rating, or what became of a head's own collective, changes an answer nobody looks at any more: it is
raised again, until somebody of the office has seen it.
"""

import hashlib
import json
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from criteria import scoring, sentences
from criteria.gates import GateResult
from criteria.models import Scorecard
from criteria.results import Score
from criteria.vocabulary import Answer, Source


@dataclass(frozen=True)
class Change:
    """One gate that answers otherwise than it did."""

    code: str
    label: str
    before: Answer
    now: Answer

    @property
    def words(self) -> str:
        return _("Khi kết luận: %(before)s; nay: %(now)s") % {"before": self.before.label, "now": self.now.label}

    @property
    def sentence(self) -> str:
        return f"“{self.label}”. {self.words}."


def answers_of(score: Score) -> dict[str, str]:
    return {gate.criterion.code: gate.answer.value for gate in score.gates}


def fingerprint(score: Score) -> str:
    """What was on the screen: whoever says "seen" says it of these answers and no later ones."""
    return hashlib.sha256(json.dumps(answers_of(score), sort_keys=True).encode()).hexdigest()[:16]


def changed(card: Scorecard | None, score: Score) -> list[Change]:
    """Against the conclusion, whoever has seen it since."""
    return _against(card.gates_at_close, score) if card else []


def unseen(card: Scorecard | None, score: Score) -> list[Change]:
    """Against what the office has seen last, told by what the conclusion rested on."""
    if card is None:
        return []
    seen = card.gates_at_close | card.gates_seen
    return [
        replace(change, before=Answer(card.gates_at_close.get(change.code, change.before)))
        for change in _against(seen, score)
    ]


def _against(kept: dict[str, str], score: Score) -> list[Change]:
    return [
        Change(gate.criterion.code, gate.criterion.label, Answer(kept[gate.criterion.code]), gate.answer)
        for gate in score.gates
        if kept.get(gate.criterion.code, gate.answer.value) != gate.answer.value
    ]


def as_concluded(card: Scorecard, score: Score) -> Score:
    """The same marks under the answers that were kept: what a list was made from, whatever was recorded since."""
    if not changed(card, score):
        return score
    gates = tuple(_as_kept(gate, card.gates_at_close) for gate in score.gates)
    all_sent = score.sheets_sent >= score.sheets_due
    verdict = scoring.conclude(gates, score.rows, all_sent=all_sent)
    bare = scoring.conclude(gates, score.rows, all_sent=all_sent, with_waivers=False)
    return replace(score, gates=gates, verdict=verdict, verdict_without_waivers=bare)


def _as_kept(gate: GateResult, kept: dict[str, str]) -> GateResult:
    answer = Answer(kept.get(gate.criterion.code, gate.answer.value))
    if answer == gate.answer:
        return gate
    by_rating = gate.criterion.source in (Source.RATING, Source.OWN_COLLECTIVE)
    reason = _("theo kết quả có khi kết luận (%(clause)s)") % {"clause": sentences.cite(gate.criterion)}
    waits = answer == Answer.NO_RESULT and by_rating
    return replace(gate, answer=answer, reason=reason, parts=(), paper="", waits_for_rating=waits)
