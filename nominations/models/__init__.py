from nominations.models.evidence import Evidence, EvidenceUse
from nominations.models.nominations import Endorsement, Nomination, Result, Statement
from nominations.models.registrations import Registration, Target

__all__ = [
    "Endorsement",
    "Evidence",
    "EvidenceUse",
    "Nomination",
    "Registration",
    "Result",
    "Statement",
    "Target",
]
