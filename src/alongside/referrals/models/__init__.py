"""What is kept about referrals, one file per aggregate."""

from alongside.referrals.models.knock import Knock
from alongside.referrals.models.referral import Referral
from alongside.referrals.models.system import ReferringSystem, SystemReferral, SystemToken

__all__ = ["Knock", "Referral", "ReferringSystem", "SystemReferral", "SystemToken"]
