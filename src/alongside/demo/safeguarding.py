"""Safeguarding in the demo place: Helen leads, Grace is her deputy, and one concern is with the council."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock, tenancy
from alongside.demo.partners import team_of
from alongside.partnerships.models import Member, Partnership
from alongside.safeguarding.actions import concerns, duty, record
from alongside.safeguarding.enums import EntryKind

SEEN = (
    "The fridge was empty again, and there was a final demand for the gas on the table. "
    "The nephew came in with no greeting and took the purse from the hook."
)
SAID = "He looks after my card for me. I don't like to ask what is left."
WRITTEN: tuple[tuple[EntryKind, int, dict[str, Any]], ...] = (
    (
        EntryKind.WISHES,
        25,
        {"asked": "yes", "words": "“I want my card back, and I don't want him in trouble.”"},
    ),
    (
        EntryKind.CAPACITY,
        27,
        {"capacity": "has", "words": "Follows it all, says what each choice would mean, and decides slowly."},
    ),
    (EntryKind.CONSENT, 30, {"agreed": "yes", "override": [], "words": "“Yes, tell them. Ring me first.”"}),
    (
        EntryKind.SECTION_42,
        36,
        {
            "needs": "yes",
            "needs_why": "Poor sight and bad knees; cannot get to a shop or a bank.",
            "risk": "yes",
            "risk_why": "The nephew holds the bank card; bills are unpaid; no food in the house.",
            "protect": "yes",
            "protect_why": "Depends on him for shopping and cannot see the statements.",
            "words": "",
        },
    ),
    (
        EntryKind.DECISION,
        40,
        {"decision": "council", "words": "All three limbs; money and food are at risk this week."},
    ),
    (
        EntryKind.REFERRAL,
        70,
        {"sent_to": "Hackney Adults, first response", "council_reference": "ADV-20417", "words": ""},
    ),
)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Name who carries it, and let a concern of five days ago come as far as the council."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        members = team_of(partnership).members
        helen = members["helen"]
        duty.name(lead=helen, deputy=members["grace"], by=members["sam"], at=now - dt.timedelta(days=200))
        duty.arrange(
            council_team="Hackney Adults, first response (invented)",
            council_phone="020 7946 0555",
            council_out_of_hours="020 7946 0556",
            council_email="adults@council.example.org",
        )
        case = Case.objects.filter(status=CaseStatus.OPEN, connector=members["nadia"]).order_by("id").first()
    if case is None:
        return  # a very small place
    at = now - dt.timedelta(days=5)
    with _as(partnership, members["nadia"]):
        concern = concerns.raise_concern(
            person=case.person, seen=SEEN, said=SAID, knows="yes", by=members["nadia"], at=at
        )
    with _as(partnership, helen):
        concerns.acknowledge(concern=concern, by=helen, at=at + dt.timedelta(minutes=12))
        for kind, minutes, answers in WRITTEN:
            moment = at + dt.timedelta(minutes=minutes)
            sent = {"sent_on": clock.local(moment).date()} if kind == EntryKind.REFERRAL else {}
            record.add(concern=concern, kind=kind, answers={**answers, **sent}, by=helen, at=moment)


@contextmanager
def _as(partnership: Partnership, member: Member) -> Iterator[None]:
    with tenancy.within(partnership.pk, actor=f"member:{member.pk}", reason="the demo place"):
        yield
