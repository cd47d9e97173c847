"""What is kept of a person's episode of support, one file per aggregate."""

from alongside.casework.models.case import Case
from alongside.casework.models.circle import CircleTie
from alongside.casework.models.contact import Contact, FollowUp
from alongside.casework.models.conversation import Conversation
from alongside.casework.models.onward import OnwardReferral
from alongside.casework.models.plan import Barrier, Step
from alongside.casework.models.seeing import SavedView, TeamRules
from alongside.casework.models.tokens import CaseTokens

__all__ = [
    "Barrier",
    "Case",
    "CaseTokens",
    "CircleTie",
    "Contact",
    "Conversation",
    "FollowUp",
    "OnwardReferral",
    "SavedView",
    "Step",
    "TeamRules",
]
