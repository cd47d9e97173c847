"""The triage board of the demo place: a GP's urgent referral with a risk and a letter, somebody told of twice, a
question that waits for its answer, and two records of one person that wait for a second pair of eyes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.core import tenancy
from alongside.demo.partners import Team, team_of
from alongside.joining import actions as joining
from alongside.partnerships.models import Partnership
from alongside.people import actions as people
from alongside.referrals import actions as referrals
from alongside.referrals.actions import attachments, looking
from alongside.referrals.enums import Agreed, ReferralKind, Sign, Urgency
from alongside.referrals.fhir.snomed import CONCEPTS

LETTER = (
    "Dear colleague,\n\nThank you for seeing Mr Ferreira. His wife died in August and he has stopped coming to his\n"
    "walking group. His knees are stable and he may do as much as he likes.\n\nDr P. Lane\n"
)
MR_FERREIRA = {
    "name": "Joaquim Ferreira",
    "nhs_number": "9990000018",
    "born_on": dt.date(1944, 6, 2),
    "phone": "020 7946 0184",
    "address": "9 Malt House Court",
    "postcode": "E8 3RD",
    "language": "pt",
    "reasons": [code for code, concept in CONCEPTS.items() if concept.term == "Feeling lonely"],
    "note": "Lost his wife in August. Would like to walk again with others. Best in the mornings.",
    "risks": "A large dog that does not like strangers. Ring before you come, so that he can shut the kitchen door.",
    "urgency": Urgency.URGENT,
    "contact_times": ["morning"],
    "referrer_name": "Dr P. Lane",
    "referrer_role": "GP",
    "referrer_email": "lane@partners.example.org",
    "acknowledge_by": "email",
}
MS_PEREZ = {
    "phone": "020 7946 0191",
    "postcode": "E8 1HE",
    "noticed": [Sign.QUIET.value, Sign.ALONE.value],
}
RECORDS = (
    {"given_name": "Winifred", "family_name": "Adeyemi-Cole", "known_as": "Winnie", "phone": "020 7946 0193"},
    {"given_name": "Winnie", "family_name": "Cole", "phone": "020 7946 0139", "leave_message": True},
)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Fill the board, as of the last few days before now."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        team = team_of(partnership)
        _a_gp_refers(partnership, team, now)
        _somebody_is_told_of_twice(partnership, team, now)
        _two_records_of_one(team, now)


def _a_gp_refers(partnership: Partnership, team: Team, now: dt.datetime) -> None:
    by = team.members["nadia"]
    referral = referrals.receive(
        partnership=partnership,
        kind=ReferralKind.PROFESSIONAL,
        told=MR_FERREIRA,
        agreed=Agreed.YES,
        source=team.organisations["gp"],
        at=now - dt.timedelta(hours=2),
    )
    looked = [attachments.look_at("letter.txt", LETTER.encode())]
    attachments.attach(referral=referral, looked=looked, by=None, at=now - dt.timedelta(hours=2))
    looking.look_at(referral=referral, by=by, at=now - dt.timedelta(minutes=5))


def _somebody_is_told_of_twice(partnership: Partnership, team: Team, now: dt.datetime) -> None:
    told: dict[str, Any] = {
        "partnership": partnership,
        "kind": ReferralKind.FRONTLINE,
        "source": team.organisations["homes"],
    }
    referrals.receive(
        told={**MS_PEREZ, "name": "Ms Perez", "note": "Her post lies behind the door."},
        agreed=Agreed.NOT_ASKED,
        at=now - dt.timedelta(days=2),
        **told,
    )
    referrals.receive(
        told={**MS_PEREZ, "name": "Lucía Pérez", "note": "Comes for the warmth and talks to nobody."},
        agreed=Agreed.YES,
        at=now - dt.timedelta(days=1),
        **told,
    )
    asked = referrals.receive(
        told={
            "name": "Mr Solomon",
            "address": "Somewhere on the Pembury estate",
            "note": "A gentleman with a stick.",
        },
        agreed=Agreed.NOT_ASKED,
        at=now - dt.timedelta(days=3),
        **told,
    )
    referrals.ask_for_information(
        referral=asked,
        question="Which block, and on which days does he pass by?",
        partnership=partnership,
        by=team.members["nadia"],
        at=now - dt.timedelta(days=2),
    )


def _two_records_of_one(team: Team, now: dt.datetime) -> None:
    by, at = team.members["nadia"], now - dt.timedelta(days=20)
    born = {"born_on": dt.date(1939, 4, 30), "postcode": "E8 2JS", "address": "2 Greenwood Road"}
    kept, gone = (people.create(details={**born, **details}, by=by, at=at) for details in RECORDS)
    joining.propose(
        kept=kept,
        gone=gone,
        reason="Winnie told me today that she married again and that the lunch club wrote her down as Cole.",
        by=by,
        at=now - dt.timedelta(hours=3),
    )
