from criteria.models.plans import CriteriaSet, Criterion, EvidenceNote, Group, Plan
from criteria.models.ratings import Rating
from criteria.models.scorecards import AgreedMark, GateAnswer, Mark, Scorecard, Sheet, SteppedAside, Waiver
from criteria.models.years import PlanYear

__all__ = [
    "AgreedMark",
    "CriteriaSet",
    "Criterion",
    "EvidenceNote",
    "GateAnswer",
    "Group",
    "Mark",
    "Plan",
    "PlanYear",
    "Rating",
    "Scorecard",
    "Sheet",
    "SteppedAside",
    "Waiver",
]
