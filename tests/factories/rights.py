"""Requests, erasures, complaints and corrections in their entry states; later states come from the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.partnerships.models import Member
from alongside.people.models import Person
from alongside.rights.actions import complaints, corrections, erasures, requests
from alongside.rights.enums import Asker, Decision, How, Identity, RecipientKind
from alongside.rights.models import AccessRequest, Complaint, Correction, Erasure
from alongside.rights.recipients import Recipient
from tests.factories.casework import AT
from tests.factories.people import a_person

DAY = AT.date()


def an_access_request(
    by: Member, *, person: Person | None = None, at: dt.datetime = AT, **more: Any
) -> AccessRequest:
    """Mrs A rings and asks for a copy; we know her voice."""
    told = {
        "asked_by": Asker.PERSON,
        "asked_how": How.PHONE,
        "received_on": at.date(),
        "identity": Identity.KNOWN,
        "words": "Everything you have on me.",
        **more,
    }
    return requests.log(person=person or a_person(by=by), by=by, at=at, **told)


def a_copy_to_review(
    by: Member, lead: Member, *, person: Person | None = None, at: dt.datetime = AT
) -> AccessRequest:
    """The copy is put together by the team lead and waits to be read through."""
    asked = an_access_request(by, person=person, at=at)
    return requests.prepare(request=asked, by=lead, at=at + dt.timedelta(hours=1))


def a_given_copy(
    by: Member, lead: Member, *, person: Person | None = None, at: dt.datetime = AT
) -> AccessRequest:
    """Every word was left out, and the copy went by letter."""
    asked = a_copy_to_review(by, lead, person=person, at=at)
    later = at + dt.timedelta(hours=2)
    decisions = dict.fromkeys(asked.redactions.values_list("pk", flat=True), Decision.OUT)
    requests.decide(request=asked, decisions=decisions, by=lead, at=later)
    return requests.give(request=asked, how=How.LETTER, by=lead, at=later)


def an_erasure(by: Member, *, person: Person | None = None, at: dt.datetime = AT) -> Erasure:
    """Mrs A wants to be erased; nobody has confirmed it."""
    return erasures.ask(
        person=person or a_person(by=by),
        asked_how=How.PHONE,
        received_on=at.date(),
        words="Take me off your list, all of it.",
        by=by,
        at=at,
    )


def a_complaint(by: Member, *, person: Person | None = None, at: dt.datetime = AT, **more: Any) -> Complaint:
    """Her son complains that a letter went to the neighbour."""
    told = {
        "complainant": "Kemal Aydın",
        "came_how": How.PHONE,
        "received_on": at.date(),
        "words": "The letter about my mother went to number 51.",
        **more,
    }
    return complaints.record(person=person, by=by, at=at, **told)


def a_correction(
    by: Member, *, person: Person | None = None, at: dt.datetime = AT, **more: Any
) -> Correction:
    """The phone number was wrong, and the Green House has it."""
    told = {
        "fact": "phone number",
        "was": "07700 900124",
        "now": "07700 900123",
        "recipients": [Recipient(RecipientKind.ORGANISATION, "The Green House")],
        **more,
    }
    return corrections.correct(person=person or a_person(by=by), by=by, at=at, **told)
