"""What stands at the door of the demo place: two schemes of its own, and a prompt in its own words."""

from __future__ import annotations

from datetime import datetime

from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Partnership
from alongside.referrals.actions import own_schemes, prompts
from alongside.referrals.enums import Sign
from alongside.referrals.models import OwnScheme


def begins(partnership: Partnership, at: datetime) -> None:
    """Put them up once, as the steward of the place; a place without a steward has none. Call it within the wall."""
    steward = Member.objects.filter(role=Role.STEWARD).order_by("id").first()
    if steward is None or OwnScheme.objects.exists():
        return
    for said in (
        {
            "name": "Wellbeing Practitioners",
            "about": "Up to six talks about what matters to you, and company on the first step.",
            "minimum_age": 18,
            "area_codes": list(partnership.area_codes),
            "area_relations": ["gp"],
        },
        {
            "name": "Telephone friends",
            "about": "Somebody rings you once a week for a chat.",
            "minimum_age": 50,
            "area_codes": list(partnership.area_codes),
            "area_relations": ["lives", "gp"],
        },
    ):
        own_schemes.add(said=said, by=steward, at=at)
    prompts.say(
        code=Sign.KEEPS_ME,
        label="Keeps you talking at the door, rings often",
        ask="I like our talks. Who else do you get to talk to?",
        seen=0,
        by=steward,
        at=at,
    )
