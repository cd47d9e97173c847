"""What is kept about referrals, one file per aggregate."""

from alongside.referrals.models.attachment import Attachment, AttachmentContent, AttachmentReading
from alongside.referrals.models.knock import Knock
from alongside.referrals.models.looking import Looking
from alongside.referrals.models.prompt import PromptOrder, PromptWords
from alongside.referrals.models.referral import Referral
from alongside.referrals.models.scheme import OwnScheme
from alongside.referrals.models.system import ReferringSystem, SystemReferral, SystemToken

__all__ = [
    "Attachment",
    "AttachmentContent",
    "AttachmentReading",
    "Knock",
    "Looking",
    "OwnScheme",
    "PromptOrder",
    "PromptWords",
    "Referral",
    "ReferringSystem",
    "SystemReferral",
    "SystemToken",
]
