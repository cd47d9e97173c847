"""Referrals as they come in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.partnerships.models import Partnership
from alongside.referrals import actions
from alongside.referrals.enums import Agreed, ReferralKind
from alongside.referrals.models import Referral

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
TOLD: dict[str, Any] = {
    "name": "Ayten Aydın",
    "phone": "07700 900123",
    "postcode": "E8 1EA",
    "noticed": ["alone", "loss"],
    "note": "She kept me talking after the tap was mended.",
    "referrer_name": "Rob Repairs",
    "referrer_email": "rob@housing.example.org",
    "acknowledge_by": "email",
}


def a_referral(
    partnership: Partnership,
    *,
    kind: ReferralKind = ReferralKind.FRONTLINE,
    agreed: Agreed = Agreed.YES,
    at: dt.datetime = AT,
    told: dict[str, Any] | None = None,
    **more: Any,
) -> Referral:
    """A worker noticed Mrs A; given to the first organisation that supports people unless `source` does."""
    return actions.receive(
        partnership=partnership, kind=kind, told={**TOLD, **(told or {})}, agreed=agreed, at=at, **more
    )
