"""People in their entry states. Everything later is reached through actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.partnerships.models import Member, Organisation
from alongside.people import actions
from alongside.people.actions import agreements
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Consent, ConsentWording, Person, Representative

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
MRS_A: dict[str, Any] = {
    "given_name": "Ayten",
    "family_name": "Aydın",
    "known_as": "Mrs A",
    "born_on": dt.date(1948, 3, 27),
    "phone": "07700 900123",
    "postcode": "E8 1EA",
    "languages": ["tr", "en"],
    "access_needs": ["step_free"],
    "gender": "woman",
    "lives_alone": True,
    "contact_times": ["morning"],
}


def a_person(
    *,
    by: Member | None = None,
    organisation: Organisation | None = None,
    at: dt.datetime = AT,
    **details: Any,
) -> Person:
    """Mrs A, unless told otherwise, known to the organisation of `by`."""
    return actions.create(details={**MRS_A, **details}, by=by, organisation=organisation, at=at)


def a_wording(
    purpose: ConsentPurpose = ConsentPurpose.SUPPORT, text: str = "May we keep a record and help you?"
) -> ConsentWording:
    """The words we ask with."""
    return actions.write_wording(purpose=purpose, text=text, at=AT)


def a_consent(
    person: Person,
    *,
    by: Member,
    purpose: ConsentPurpose = ConsentPurpose.SUPPORT,
    shared_with: Organisation | None = None,
    at: dt.datetime = AT,
) -> Consent:
    """An agreement by phone."""
    return actions.record_consent(
        person=person,
        purpose=purpose,
        wording=a_wording(purpose),
        channel=ConsentChannel.PHONE,
        by=by,
        at=at,
        shared_with=shared_with,
    )


def a_representative(person: Person, by: Member, *, at: dt.datetime = AT, **told: Any) -> Representative:
    """Her daughter, attorney for health and welfare, the power seen to be registered."""
    words = {
        "kind": "attorney",
        "name": "Leyla Demir",
        "phone": "07700 900555",
        "email": "",
        "scope": "care and where she lives",
        "health_and_welfare": True,
        "registered_seen_on": dt.date(2026, 10, 1),
        **told,
    }
    return agreements.name_representative(person=person, told=words, by=by, at=at)
