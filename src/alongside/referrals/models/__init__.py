"""What is kept about referrals, one file per aggregate."""

from alongside.referrals.models.knock import Knock
from alongside.referrals.models.referral import Referral

__all__ = ["Knock", "Referral"]
