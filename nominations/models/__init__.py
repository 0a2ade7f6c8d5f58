from nominations.models.commendations import Commendation
from nominations.models.evidence import Evidence, EvidenceUse
from nominations.models.exchange import Paper, ReturnNote, Sending
from nominations.models.nominations import Endorsement, Nomination, Presence, PriorAward, Result, Statement
from nominations.models.registrations import Registration, Target

__all__ = [
    "Commendation",
    "Endorsement",
    "Evidence",
    "EvidenceUse",
    "Nomination",
    "Paper",
    "Presence",
    "PriorAward",
    "Registration",
    "Result",
    "ReturnNote",
    "Sending",
    "Statement",
    "Target",
]
