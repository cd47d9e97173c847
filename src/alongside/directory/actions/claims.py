"""Claims: who runs a service keeps its entry, and their changes go live at once. A steward says yes, and ends it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.enums import ClaimState
from alongside.directory.models import Claim, OrganiserLink, Service
from alongside.partnerships.models import Member

IN_FORCE = (ClaimState.WAITING, ClaimState.ACCEPTED)


@transaction.atomic
def claim(*, link: OrganiserLink, by_name: str, words: str, at: dt.datetime) -> Claim:
    """Ask to keep the entry a link is for. Raises `CannotKeep` when it is asked or granted already."""
    try:
        with transaction.atomic():
            return Claim.objects.create(
                service_id=link.service_id,
                email=link.email.lower(),
                by_name=by_name[:120],
                words=words.strip()[:500],
                claimed_at=at,
            )
    except IntegrityError:
        raise CannotKeep(_("You have asked for this already.")) from None


@transaction.atomic
def decide(*, claim: Claim, accept: bool, answer: str, by: Member, at: dt.datetime) -> Claim:
    """Say yes or no, once. Raises `CannotKeep` when somebody decided before."""
    held = _held(claim)
    if held.state != ClaimState.WAITING:
        raise CannotKeep(
            _("%(who)s has decided this already.") % {"who": held.decided_by.name if held.decided_by else ""}
        )
    return _settle(held, ClaimState.ACCEPTED if accept else ClaimState.DECLINED, by, at, answer)


@transaction.atomic
def end(*, claim: Claim, by: Member, at: dt.datetime) -> Claim:
    """From now on their changes are read first again. Ending twice ends once."""
    held = _held(claim)
    return held if held.state != ClaimState.ACCEPTED else _settle(held, ClaimState.ENDED, by, at, held.answer)


def keeps(service: Service, link: OrganiserLink) -> bool:
    """Whether what comes by this link goes live: its address was granted the entry, and is still published."""
    address = link.email.lower()
    granted = Claim.objects.filter(service=service, email=address, state=ClaimState.ACCEPTED)
    return service.email.lower() == address and granted.exists()


def follow(service: Service, old: str, new: str) -> None:
    """The address of a granted claim changes with the entry: it works again by a link sent to the new one."""
    Claim.objects.filter(service=service, email=old.lower(), state=ClaimState.ACCEPTED).update(
        email=new.lower()
    )


def _held(claim: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)


def _settle(claim: Claim, state: ClaimState, by: Member, at: dt.datetime, answer: str) -> Claim:
    claim.state, claim.decided_by, claim.decided_at, claim.answer = state, by, at, answer
    claim.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return claim
