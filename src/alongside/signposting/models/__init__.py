"""What is kept about life events, one file per aggregate."""

from alongside.signposting.models.life_event import LifeEvent, Proposal
from alongside.signposting.models.reason import ReferralReason
from alongside.signposting.models.rule import LifeEventRule

__all__ = ["LifeEvent", "LifeEventRule", "Proposal", "ReferralReason"]
