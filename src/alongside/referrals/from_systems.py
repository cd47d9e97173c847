"""Taking what a system sends: a new referral, a repeat, a change, a withdrawal – each once, in whatever order.

The database's unique number of system and identifier decides who is first; whoever is second waits for it and is
then answered as a repeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alongside.people import actions as people
from alongside.people.enums import TimelineKind
from alongside.referrals import actions
from alongside.referrals.enums import Agreed, ReferralKind
from alongside.referrals.fhir.problems import Problem, Refused
from alongside.referrals.fhir.reading import Reading
from alongside.referrals.fhir.rules import Order, order
from alongside.referrals.models import Referral, SystemReferral

if TYPE_CHECKING:
    from alongside.partnerships.models import Partnership
    from alongside.referrals.models import ReferringSystem

SAID_NO = Problem(
    "business-rule",
    "The person said no to this referral.",
    "If you are worried that they are not safe, ring us.",
    "Consent",
)
WITHDRAWN_FOR_NO = "The person no longer agrees, says the system that sent it."


class What(StrEnum):
    """What came of it."""

    NEW = "new"
    REPEAT = "repeat"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    OLDER = "older"
    TOO_LATE = "too late"


@dataclass(frozen=True)
class Taken:
    """The referral as we hold it, and what came of this sending."""

    sent: SystemReferral
    what: What


class _SecondToCome(Exception):
    """Somebody else wrote this number between our look and our write."""


@transaction.atomic
def take(*, system: ReferringSystem, partnership: Partnership, reading: Reading, at: datetime) -> Taken:
    """Take a sending. Raises Refused (422) where it cannot be a referral at all."""
    held = _held(system, reading)
    if held is None:
        try:
            with transaction.atomic():
                return _first(system, partnership, reading, at)
        except _SecondToCome:
            held = _held(system, reading)
    if held is None:
        raise RuntimeError("The number is taken and yet not there.")
    return _again(held, system, reading, at)


def _held(system: ReferringSystem, reading: Reading) -> SystemReferral | None:
    return (
        SystemReferral.objects.select_for_update()
        .filter(
            system=system,
            identifier_system=reading.identifier_system,
            identifier_value=reading.identifier_value,
        )
        .order_by("id")
        .first()
    )


def _first(system: ReferringSystem, partnership: Partnership, reading: Reading, at: datetime) -> Taken:
    """The first we hear of it. A withdrawal is remembered, so that the referral it overtook is not taken."""
    if not reading.cancelled and reading.agreed == Agreed.NO:
        raise Refused(422, SAID_NO)
    referral = None
    if not reading.cancelled:
        try:
            referral = actions.receive(
                partnership=partnership,
                kind=ReferralKind.PROFESSIONAL,
                told=reading.told,
                agreed=reading.agreed,
                source=system.organisation,
                system=system,
                at=at,
            )
        except actions.CannotReceive as refusal:
            raise Refused(
                422, Problem("business-rule", str(refusal), "Put it right and send it again.")
            ) from None
    sent = SystemReferral(
        system=system,
        identifier_system=reading.identifier_system,
        identifier_value=reading.identifier_value,
        referral=referral,
        digest=reading.digest,
        sent_version=reading.sent_version,
        sent_at=reading.sent_at,
        received_at=at,
        changed_at=at,
        cancelled_at=at if reading.cancelled else None,
    )
    try:
        sent.save(force_insert=True)
    except IntegrityError as error:
        if "referrals_sent_once" in str(error):
            raise _SecondToCome from None
        raise
    return Taken(sent, What.CANCELLED if reading.cancelled else What.NEW)


def _again(held: SystemReferral, system: ReferringSystem, reading: Reading, at: datetime) -> Taken:
    if reading.digest == held.digest:
        return Taken(_stamped(held, reading), What.REPEAT)
    came = order(
        held_at=held.sent_at,
        held_version=held.sent_version,
        sent_at=reading.sent_at,
        sent_version=reading.sent_version,
    )
    if came == Order.OLDER:
        return Taken(held, What.OLDER)
    if held.cancelled_at is not None or held.referral is None:
        return Taken(held, What.TOO_LATE)
    if reading.cancelled or reading.agreed == Agreed.NO:
        return _cancel(held, held.referral, system, reading, at)
    try:
        held.referral = actions.amend(
            referral=held.referral, told=reading.told, agreed=reading.agreed, system=system, at=at
        )
    except actions.CannotDecide:
        return Taken(held, What.TOO_LATE)
    except actions.CannotReceive as refusal:
        raise Refused(
            422, Problem("business-rule", str(refusal), "Put it right and send it again.")
        ) from None
    return Taken(_kept(held, reading, at), What.CHANGED)


def _cancel(
    held: SystemReferral, referral: Referral, system: ReferringSystem, reading: Reading, at: datetime
) -> Taken:
    """Withdraw it; when support has begun already, write it where the connector looks."""
    try:
        held.referral = actions.withdraw(
            referral=referral, by=None, at=at, note="" if reading.cancelled else WITHDRAWN_FOR_NO
        )
    except actions.CannotDecide:
        if referral.person is not None and held.cancel_asked_at is None:
            people.remember(
                person=referral.person,
                sentence=f"The system “{system.name}” asks to take back referral {referral.reference}. Ring the "
                "practice: it may be about somebody else, or no longer wanted.",
                by=None,
                at=at,
                kind=TimelineKind.REFERRAL,
            )
            held.cancel_asked_at = at
            held.save(update_fields=["cancel_asked_at"])
        return Taken(held, What.TOO_LATE)
    held.cancelled_at = at
    return Taken(_kept(held, reading, at), What.CANCELLED)


def _stamped(held: SystemReferral, reading: Reading) -> SystemReferral:
    """Remember the later stamp of a repeat, so that what is older than it stays older."""
    later = order(
        held_at=held.sent_at,
        held_version=held.sent_version,
        sent_at=reading.sent_at,
        sent_version=reading.sent_version,
    )
    known = (held.sent_at, held.sent_version)
    if later == Order.NEWER and (reading.sent_at or reading.sent_version):
        held.sent_at = reading.sent_at or held.sent_at
        held.sent_version = reading.sent_version or held.sent_version
        if (held.sent_at, held.sent_version) != known:
            held.save(update_fields=["sent_at", "sent_version"])
    return held


def _kept(held: SystemReferral, reading: Reading, at: datetime) -> SystemReferral:
    held.digest, held.changed_at = reading.digest, max(at, held.changed_at)
    held.sent_at = reading.sent_at or held.sent_at
    held.sent_version = reading.sent_version or held.sent_version
    held.version += 1
    held.save(update_fields=["digest", "changed_at", "sent_at", "sent_version", "version", "cancelled_at"])
    return held
