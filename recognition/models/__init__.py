from recognition.models.before import Evaluation, KeptEntry, WideSpread
from recognition.models.decisions import Award, AwardForm, Decision, Proposal, Recognition, Revocation
from recognition.models.earlier import EarlierCase
from recognition.models.lists import Entry, ListVersion, ReviewList
from recognition.models.meetings import Attendance, BallotCount, Council, Meeting, Member, Recusal
from recognition.models.papers import IssuedPaper, PaperKind, Wording

__all__ = [
    "Attendance",
    "Award",
    "AwardForm",
    "BallotCount",
    "Council",
    "Decision",
    "EarlierCase",
    "Entry",
    "Evaluation",
    "IssuedPaper",
    "KeptEntry",
    "ListVersion",
    "Meeting",
    "Member",
    "PaperKind",
    "Proposal",
    "Recognition",
    "Recusal",
    "ReviewList",
    "Revocation",
    "WideSpread",
    "Wording",
]
