"""Accept a referral: the person is known, a case is open, the first call is due, the referrer is told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework.actions import cases, contacts
from alongside.casework.enums import Because, CaseStatus, FollowUpKind
from alongside.casework.models import Case
from alongside.core import clock
from alongside.core.working_days import on_or_after
from alongside.referrals import actions as referrals
from alongside.signposting import actions as signposting

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person
    from alongside.referrals.models import Referral


@transaction.atomic
def accept_referral(
    *,
    referral: Referral,
    by: Member,
    at: datetime,
    person: Person | None = None,
    given_name: str = "",
    family_name: str = "",
) -> Case:
    """Take somebody on, as `person` or as a new one. Raises referrals' CannotDecide when a colleague was
    first.

    `referrals.accept` locks the referral and tells the referrer. Somebody we already support keeps their
    case: the new referral is one more reason to ring.
    """
    partnership = referral.partnership
    accepted = referrals.accept(
        referral=referral,
        by=by,
        at=at,
        partnership=partnership,
        person=person,
        given_name=given_name,
        family_name=family_name,
    )
    supported = accepted.person
    if supported is None:
        raise RuntimeError("An accepted referral is about somebody.")
    standing = (
        Case.objects.select_for_update(of=("self",))
        .select_related("person", "connector")
        .filter(person=supported, organisation=accepted.given_to, status=CaseStatus.OPEN)
        .first()
    )
    case = standing or cases.open_case(
        person=supported,
        organisation=accepted.given_to,
        connector=by if by.organisation_id == accepted.given_to_id else None,
        referral=accepted,
        by=by,
        at=at,
    )
    signposting.from_referral(referral=accepted, by=by, at=at)
    today = clock.local(at).date()
    due_on = accepted.ring_by(partnership.first_contact_working_days)
    contacts.arrange(
        case=case,
        due_on=max(due_on, on_or_after(today)) if due_on < today else due_on,
        kind=FollowUpKind.CALL if standing else FollowUpKind.FIRST_CONTACT,
        because=Because.ACCEPTED,
        by=by,
        at=at,
    )
    return case
