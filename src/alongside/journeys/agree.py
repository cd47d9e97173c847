"""Ask for agreement and take it back: the words we ask with, and what stops when they no longer stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.casework import notify
from alongside.casework.actions import onward as onward_actions
from alongside.casework.models import OnwardReferral
from alongside.casework.models.onward import LIVE
from alongside.people import actions as people
from alongside.people import queries as people_queries
from alongside.people.enums import ConsentChannel, ConsentPurpose

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation
    from alongside.people.models import Consent, Person

#: What is read out until the partnership has written words of its own.
FIRST_WORDS = {
    ConsentPurpose.SUPPORT: _(
        "We would like to keep a record of what you tell us, so that we can support you and you need not "
        "tell your story twice. Only the people who support you can see it. You can see it too, and you "
        "can change your mind at any time. Is that all right?"
    ),
    ConsentPurpose.SHARE: _(
        "We would like to tell them only what they need to know to welcome you, and nothing else. You can "
        "change your mind at any time, and then we stop. Is that all right?"
    ),
    ConsentPurpose.RESEARCH: _(
        "May we use your answers, without your name, to learn what helps people feel less lonely? You get "
        "the same support if you say no."
    ),
}


@dataclass(frozen=True)
class Words:
    """The words to ask with; version 0 while the partnership has written none."""

    text: str
    version: int


def words_for(purpose: ConsentPurpose) -> Words:
    """The words that are read out now for a purpose."""
    wording = people_queries.current_wording(purpose)
    if wording is not None:
        return Words(wording.text, wording.version)
    return Words(str(FIRST_WORDS[purpose]), 0)


@transaction.atomic
def agree(
    *,
    person: Person,
    purpose: ConsentPurpose,
    channel: ConsentChannel,
    by: Member,
    at: datetime,
    shared_with: Organisation | None = None,
    asked_how: str = "",
    capacity_note: str = "",
) -> Consent:
    """Record what the person agreed to, in the words that are read out now."""
    wording = people_queries.current_wording(purpose) or people.write_wording(
        purpose=purpose, text=str(FIRST_WORDS[purpose]), at=at
    )
    return people.record_consent(
        person=person,
        purpose=purpose,
        wording=wording,
        channel=channel,
        by=by,
        at=at,
        asked_how=asked_how,
        capacity_note=capacity_note,
        shared_with=shared_with,
    )


@transaction.atomic
def take_back(*, consent: Consent, by: Member, at: datetime) -> Consent:
    """Take an agreement back; what was asked on the strength of it is called off in the same moment."""
    withdrawn = people.withdraw_consent(consent=consent, by=by, at=at)
    if withdrawn.purpose == ConsentPurpose.SHARE:
        waiting = OnwardReferral.objects.filter(
            case__person=withdrawn.person_id, to_organisation=withdrawn.shared_with_id, status__in=LIVE
        )
        for referral in waiting.order_by("sent_at", "id"):
            call_off(onward=referral, by=by, at=at)
    return withdrawn


@transaction.atomic
def call_off(*, onward: OnwardReferral, by: Member, at: datetime) -> OnwardReferral:
    """Take an onward referral back and tell the organiser: that there is nothing to do, or, when the person is with
    them, that we share nothing any more."""
    waited, was_with_them = onward.is_awaited, onward.is_with_them
    withdrawn = onward_actions.withdraw(onward=onward, by=by, at=at)
    if waited:
        notify.call_off(withdrawn, by=by, at=at)
    elif was_with_them:
        notify.stop_sharing(withdrawn, by=by, at=at)
    return withdrawn
