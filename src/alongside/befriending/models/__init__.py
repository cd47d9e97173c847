"""What is kept of befriending, one file per aggregate."""

from alongside.befriending.models.match import Answer, Cover, Match, Review
from alongside.befriending.models.round import LeftWaiting, Proposal, Round
from alongside.befriending.models.scheme import Scheme, WaitParameter
from alongside.befriending.models.visit import CalendarLink, Series, Visit, VisitLog
from alongside.befriending.models.wish import Exclusion, Wish

__all__ = [
    "Answer",
    "CalendarLink",
    "Cover",
    "Exclusion",
    "LeftWaiting",
    "Match",
    "Proposal",
    "Review",
    "Round",
    "Scheme",
    "Series",
    "Visit",
    "VisitLog",
    "WaitParameter",
    "Wish",
]
