"""What a practice records of an episode in SNOMED CT, and when. Derived, never stored: so it is there exactly once.

Published guidance: the referral is coded once an episode, at the first interaction after the person accepted, and not
for what goes on afterwards. An episode here is a case; the referral that opened it is its only one, and further
referrals of somebody we support already are no new episode.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alongside.casework.models import Case
from alongside.referrals.fhir import snomed


@dataclass(frozen=True)
class Coded:
    """One concept, and the moment it holds from."""

    code: str
    term: str
    at: datetime


def of_episode(case: Case) -> list[Coded]:
    """The codes of one episode: the referral, once, when it was accepted and the case opened."""
    if case.referral_id is None:
        return []
    return [Coded(snomed.REFERRED, snomed.CONCEPTS[snomed.REFERRED].term, case.opened_at)]
