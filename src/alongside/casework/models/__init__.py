"""What is kept of a person's episode of support, one file per aggregate."""

from alongside.casework.models.case import Case
from alongside.casework.models.circle import CircleTie
from alongside.casework.models.contact import Contact, FollowUp
from alongside.casework.models.conversation import Conversation
from alongside.casework.models.cover import Absence, CaseloadMove, MovedCase
from alongside.casework.models.draft import Draft, NeedNote
from alongside.casework.models.goal import BarrierAdvice, Goal, GoalAnswer
from alongside.casework.models.onward import OnwardReferral
from alongside.casework.models.onward_news import OnwardNews
from alongside.casework.models.period import CaseReview, PeriodExtension, SupportPeriod
from alongside.casework.models.plan import Barrier, Step
from alongside.casework.models.seeing import SavedView, TeamRules
from alongside.casework.models.tokens import CaseTokens
from alongside.casework.models.ways import WayOfWorking

__all__ = [
    "Absence",
    "Barrier",
    "BarrierAdvice",
    "Case",
    "CaseReview",
    "CaseTokens",
    "CaseloadMove",
    "CircleTie",
    "Contact",
    "Conversation",
    "Draft",
    "FollowUp",
    "Goal",
    "GoalAnswer",
    "MovedCase",
    "NeedNote",
    "OnwardNews",
    "OnwardReferral",
    "PeriodExtension",
    "SavedView",
    "Step",
    "SupportPeriod",
    "TeamRules",
    "WayOfWorking",
]
