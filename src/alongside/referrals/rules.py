"""Pure decisions about referrals: what may follow what, what agreement is enough, when someone should ring."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from alongside.core.working_days import add_working_days
from alongside.referrals.enums import Agreed, Basis, ReferralStatus, Urgency

TRANSITIONS: dict[str, frozenset[str]] = {
    ReferralStatus.NEW: frozenset(
        {
            ReferralStatus.WAITING,
            ReferralStatus.ACCEPTED,
            ReferralStatus.DECLINED,
            ReferralStatus.WITHDRAWN,
        }
    ),
    ReferralStatus.WAITING: frozenset(
        {ReferralStatus.NEW, ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}
    ),
    ReferralStatus.ACCEPTED: frozenset(),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
}

OPEN = frozenset({ReferralStatus.NEW, ReferralStatus.WAITING})
DECIDED = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN})

#: Reasons for which a "no" may be overridden: Data (Use and Access) Act 2025, article 6(1)(ea); article 6(1)(d).
OVERRIDES = frozenset({Basis.SAFEGUARDING, Basis.VITAL})


def may_become(status: str, wanted: str) -> bool:
    """Whether a referral in `status` may become `wanted`."""
    return wanted in TRANSITIONS[status]


def basis_for(agreed: str, claimed: str, reason: str) -> str:
    """The lawful basis to hold a referral, or "" where there is none and it must not be taken.

    Agreed: consent. Not asked: we may ring once and ask. Refused: only to protect somebody, and somebody must
    have written down why.
    """
    if agreed == Agreed.YES:
        return Basis.CONSENT
    if agreed == Agreed.NOT_ASKED:
        return claimed if claimed in OVERRIDES and reason.strip() else Basis.ASK_FIRST
    return claimed if claimed in OVERRIDES and reason.strip() else ""


def ring_by(
    received_on: date, working_days: int, urgency: str, holidays: Collection[date] | None = None
) -> date:
    """The day by which somebody should have rung: today for urgent, half the time for soon, else the promise."""
    if urgency == Urgency.URGENT:
        return received_on
    days = max(1, working_days // 2) if urgency == Urgency.SOON else working_days
    return add_working_days(received_on, days, holidays)


LONGEST_CODE = 20


def is_a_code(said: str) -> bool:
    """Whether this could be the code of a frontline link at all."""
    return said.isprintable() and 0 < len(said) <= LONGEST_CODE
