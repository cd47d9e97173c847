"""Ask an organiser to welcome a person: agreement, the minimum, a link by e-mail; nudge, reply, call off.

What may be shared is decided in three steps: the person agreed to share with this very organisation; of the
things that can be shared at all (`casework.enums.Shareable`) the connector chose some; and the link shows
them only while the agreement stands.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import facts, notify
from alongside.casework.actions import onward as onward_actions
from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotRefer
from alongside.casework.enums import Owner, Shareable
from alongside.casework.models import Case, OnwardReferral, Step
from alongside.messaging import rules as message_rules
from alongside.messaging.enums import Channel
from alongside.people import queries as people_queries
from alongside.people.enums import AccessNeed, ConsentPurpose, Language, Shared
from alongside.people.rules import spoken_phone

if TYPE_CHECKING:
    from alongside.directory.models import Service
    from alongside.partnerships.models import Member, Organisation
    from alongside.people.models import Consent, Person


class NotAgreed(CannotRefer):
    """The person has not agreed that anything is shared with this organisation."""


#: What a person keeps back, in the words of what an onward referral carries.
KEPT_BACK = {
    Shared.PHONE: (Shareable.PHONE, Shareable.CONTACT_RULES),
    Shared.AREA: (Shareable.AREA,),
    Shared.LANGUAGES: (Shareable.LANGUAGES,),
    Shared.ACCESS: (Shareable.ACCESS,),
    Shared.HOPES: (Shareable.HOPES,),
}


def may_share(person: Person, organisation: Organisation) -> bool:
    """Whether the person's agreement to share with this organisation stands."""
    return _agreement(person, organisation) is not None


def kept_back(person: Person, organisation: Organisation) -> set[str]:
    """What is not told to this organisation although the person agreed to the rest; everything without agreement."""
    agreement = _agreement(person, organisation)
    if agreement is None:
        return set(Shareable.values)
    return {str(what) for kind in agreement.not_shared for what in KEPT_BACK[Shared(kind)]}


def _agreement(person: Person, organisation: Organisation, *, hold: bool = False) -> Consent | None:
    if person.deceased_on is not None:
        return None
    return people_queries.live_consent(person, ConsentPurpose.SHARE, organisation, hold=hold)


def shareable(person: Person, area: str = "") -> dict[str, str]:
    """Everything about a person that could be shared with an organiser, in words; what is unknown is left
    out."""
    languages = [str(Language(code).label) for code in person.languages if code in Language.values]
    if person.interpreter_needed:
        languages.append(_("needs an interpreter"))
    access = [str(AccessNeed(need).label) for need in person.access_needs if need in AccessNeed.values]
    if person.access_note:
        access.append(person.access_note)
    found = {
        Shareable.CALLED: person.called,
        Shareable.AREA: area or person.postcode.partition(" ")[0],
        Shareable.LANGUAGES: ", ".join(languages),
        Shareable.ACCESS: ", ".join(access),
        Shareable.HOPES: facts.wishes_in_words(person),
        Shareable.FULL_NAME: person.name,
        Shareable.PHONE: spoken_phone(person.phone) if person.may_ring else "",
        Shareable.CONTACT_RULES: person.contact_rules,
    }
    return {str(what): words for what, words in found.items() if words}


@transaction.atomic
def refer_onward(
    *,
    case: Case,
    to_organisation: Organisation,
    to_email: str,
    share: Collection[str],
    by: Member,
    at: datetime,
    service: Service | None = None,
    step: Step | None = None,
    message: str = "",
) -> OnwardReferral:
    """Ask an organiser, by a link to what the person agreed to share. Raises NotAgreed or CannotRefer."""
    person = case.person
    # Held until the request is written: who takes the agreement back at this moment then calls the request off.
    if _agreement(person, to_organisation, hold=True) is None:
        raise NotAgreed(
            _("%(name)s has not agreed that anything is shared with %(organisation)s. Ask first.")
            % {"name": person.called, "organisation": to_organisation.name}
        )
    if not message_rules.is_address(Channel.EMAIL, to_email):
        raise CannotRefer(_("This is not an e-mail address: %(email)s") % {"email": to_email})
    known = shareable(person)
    share = set(share) - kept_back(person, to_organisation)
    step = step or plan.add_step(
        case=case,
        title=service.name if service else to_organisation.name,
        owner=Owner.ORGANISATION,
        owner_name=to_organisation.name,
        service=service,
        by=by,
        at=at,
    )
    onward, secret = onward_actions.send(
        case=case,
        to_organisation=to_organisation,
        to_email=to_email,
        shared={what: words for what, words in known.items() if what in share},
        message=message,
        service=service,
        step=step,
        by=by,
        at=at,
    )
    notify.ask_organiser(onward, secret=secret, template="onward_request", by=by, at=at)
    return onward


@transaction.atomic
def nudge(*, onward: OnwardReferral, by: Member, at: datetime) -> OnwardReferral:
    """Ask an organiser who has not answered again. Raises CannotRefer, or NotAgreed when consent has gone."""
    _check_still_agreed(onward)
    nudged, secret = onward_actions.nudge(onward=onward, by=by, at=at)
    notify.ask_organiser(nudged, secret=secret, template="onward_nudge", by=by, at=at)
    return nudged


@transaction.atomic
def reply(*, onward: OnwardReferral, words: str, by: Member, at: datetime) -> OnwardReferral:
    """Answer an organiser's question. Raises CannotRefer, or NotAgreed when consent has gone."""
    _check_still_agreed(onward)
    replied, secret = onward_actions.reply(onward=onward, words=words, by=by, at=at)
    notify.ask_organiser(replied, secret=secret, template="onward_reply", by=by, at=at)
    return replied


def _check_still_agreed(onward: OnwardReferral) -> None:
    if _agreement(onward.case.person, onward.to_organisation, hold=True) is None:
        raise NotAgreed(
            _("The agreement to share with %(name)s no longer stands.") % {"name": onward.to_name}
        )
