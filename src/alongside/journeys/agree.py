"""Ask for agreement and take it back: the words we ask with, and what stops when they no longer stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import notify
from alongside.casework.actions import contacts
from alongside.casework.actions import onward as onward_actions
from alongside.casework.actions.stopping import STOPS
from alongside.casework.enums import CaseStatus, FollowUpKind
from alongside.casework.models import Case, OnwardReferral
from alongside.core import clock
from alongside.core.working_days import on_or_after
from alongside.messaging import actions as messaging
from alongside.people import actions as people
from alongside.people import queries as people_queries
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Consent

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation
    from alongside.people.models import Person

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
    not_shared: Collection[str] = (),
    decided: people.Decided | None = None,
) -> Consent:
    """Record what the person agreed to, in the words that are read out now. Raises people's CannotRecord."""
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
        not_shared=not_shared,
        decided=decided,
    )


@transaction.atomic
def take_back(
    *,
    consent: Consent,
    by: Member | None,
    at: datetime,
    channel: ConsentChannel | None = None,
    note: str = "",
) -> Consent:
    """Take an agreement back; what was asked or is on its way on the strength of it stops in the same moment.

    Sharing with an organisation: requests that wait and those that were accepted are called off, their links show
    nothing, and what has not left yet to that organisation about the person stays here. Keeping a record: every
    sharing rests on it, so all of them are taken back too, and the connectors decide today what that means. Without
    `by` the person did it themselves, by their link.
    """
    withdrawn = people.withdraw_consent(consent=consent, by=by, at=at, channel=channel, note=note)
    if withdrawn.purpose == ConsentPurpose.SHARE and withdrawn.shared_with is not None:
        _stop_sharing(withdrawn.person, withdrawn.shared_with, by, at)
    if withdrawn.purpose == ConsentPurpose.SUPPORT:
        shares = Consent.objects.filter(
            person=withdrawn.person_id, purpose=ConsentPurpose.SHARE, withdrawn_at__isnull=True
        )
        for share in shares.order_by("given_at", "id"):
            take_back(consent=share, by=by, at=at, channel=channel, note=note)
        _ask_what_now(withdrawn.person, by, at)
    return withdrawn


def _stop_sharing(person: Person, organisation: Organisation, by: Member | None, at: datetime) -> None:
    """Everything that reaches one organisation about a person."""
    asked = OnwardReferral.objects.filter(
        case__person=person, to_organisation=organisation, status__in=STOPS
    ).select_related("sent_by", "case__connector")
    requests = list(asked.order_by("sent_at", "id"))
    messaging.keep_here(
        about=person,
        why=_t("The person took back that we share with %(name)s.") % {"name": organisation.name},
        addresses=[
            organisation.email,
            *(one.to_email for one in requests),
            *organisation.members.values_list("user__email", flat=True),
        ],
        spare=["onward_withdrawn"],
    )
    for referral in requests:
        # By their own link a person acts without a member: whoever has the case answers for the request.
        call_off(onward=referral, by=by or referral.case.connector or referral.sent_by, at=at)


def _ask_what_now(person: Person, by: Member | None, at: datetime) -> None:
    """Keeping a record has no agreement any more: whoever supports the person decides today."""
    open_ones = Case.objects.filter(person=person, status=CaseStatus.OPEN).select_related(
        "connector", "person"
    )
    for case in open_ones.order_by("opened_at", "id"):
        contacts.arrange(
            case=case,
            due_on=on_or_after(clock.local(at).date()),
            kind=FollowUpKind.DECIDE,
            note=_t("They took back that we keep a record"),
            by=by,
            owner=case.connector or by or case.opened_by,
            at=at,
        )


@transaction.atomic
def call_off(*, onward: OnwardReferral, by: Member, at: datetime) -> OnwardReferral:
    """Take an onward referral back and tell the organiser that there is nothing to do, or nothing more."""
    told = onward.status in STOPS
    withdrawn = onward_actions.withdraw(onward=onward, by=by, at=at)
    if told:
        notify.call_off(withdrawn, by=by, at=at)
    return withdrawn
