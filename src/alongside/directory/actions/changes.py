"""What organisers would have us say: proposed by link, decided by a named person, field by field."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.directory import corrections, fields, offers
from alongside.directory.actions import claims
from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.enums import ChangeState
from alongside.directory.models import Correction, OrganiserLink, ProposedChange, Service
from alongside.partnerships.models import Member


@transaction.atomic
def propose(
    *,
    service: Service,
    link: OrganiserLink,
    by_name: str,
    after: dict[str, Any],
    note: str,
    at: dt.datetime,
) -> ProposedChange:
    """Keep what an organiser would change. A newer proposal by the same link takes the older one's place."""
    changes = {
        field: {"before": before, "after": value}
        for field, value in after.items()
        if (before := fields.value_of(service, field)) != value
    }
    if not changes and not note.strip():
        raise CannotKeep(
            _("Nothing is different yet. Change something, or go back and say that all is right.")
        )
    waiting = ProposedChange.objects.select_for_update().filter(
        service=service, link=link, state=ChangeState.WAITING
    )
    change = waiting.order_by("proposed_at", "pk").first() or ProposedChange(service=service, link=link)
    change.by_name, change.changes, change.note, change.proposed_at = by_name[:120], changes, note, at
    if changes and not note.strip() and claims.keeps(service, link):
        return _live(change, at)
    change.save()
    return change


def _live(change: ProposedChange, at: dt.datetime) -> ProposedChange:
    """They keep the entry themselves: it goes live at once, and a steward can put it back."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=change.service_id)
    after = {field: part["after"] for field, part in change.changes.items()}
    before = {field: fields.value_of(service, field) for field in after}
    corrections.remember(service, before, after, at=at)
    service.confirmed_on = max(local(at).date(), service.confirmed_on or dt.date.min)
    fields.write(service, after, at=at)
    if "email" in after:
        claims.follow(service, change.link.email, after["email"])
    offers.refresh([service.pk], on=local(at).date())
    change.state, change.decided_at = ChangeState.LIVE, at
    change.save()
    return change


@transaction.atomic
def put_back(*, change: ProposedChange, by: Member, at: dt.datetime) -> ProposedChange:
    """What went live unread is taken back; what was changed again since stays. Raises `CannotKeep`."""
    held = ProposedChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if held.state != ChangeState.LIVE:
        raise CannotKeep(_("It has been put back already."))
    service = Service.objects.select_for_update(of=("self",)).get(pk=held.service_id)
    before = {
        field: part["before"]
        for field, part in held.changes.items()
        if fields.value_of(service, field) == part["after"]
    }
    now = {field: fields.value_of(service, field) for field in before}
    corrections.remember(service, now, before, at=at)
    fields.write(service, before, at=at)
    offers.refresh([service.pk], on=local(at).date())
    return _decide(held, ChangeState.PUT_BACK, by, at, "")


@transaction.atomic
def accept(*, change: ProposedChange, only: Collection[str], by: Member, at: dt.datetime) -> ProposedChange:
    """Take over the named fields and count the entry as confirmed. Raises `CannotKeep` when it was decided before."""
    change = _undecided(change)
    service = Service.objects.select_for_update(of=("self",)).get(pk=change.service_id)
    chosen = {field: part["after"] for field, part in change.changes.items() if field in only}
    if chosen:
        before = {field: fields.value_of(service, field) for field in chosen}
        corrections.remember(service, before, chosen, at=at)
        service.confirmed_on = max(local(change.proposed_at).date(), service.confirmed_on or dt.date.min)
        fields.write(service, chosen, at=at)
        offers.refresh([service.pk], on=local(at).date())
    return _decide(change, ChangeState.ACCEPTED, by, at, "")


@transaction.atomic
def decline(*, change: ProposedChange, answer: str, by: Member, at: dt.datetime) -> ProposedChange:
    """Leave things as they are, and say why. Raises `CannotKeep` when somebody decided before."""
    return _decide(_undecided(change), ChangeState.DECLINED, by, at, answer)


@transaction.atomic
def settle_conflict(*, correction: Correction, keep_ours: bool, at: dt.datetime) -> None:
    """The feed says a third thing: keep ours against it, or let the feed have its way."""
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if keep_ours:
        correction.theirs, correction.theirs_now, correction.in_conflict = correction.theirs_now, None, False
        correction.save(update_fields=["theirs", "theirs_now", "in_conflict"])
        return
    service_id = correction.service_id
    corrections.give_up(correction, at=at)
    offers.refresh([service_id], on=local(at).date())


def _undecided(change: ProposedChange) -> ProposedChange:
    held = ProposedChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if held.state != ChangeState.WAITING:
        raise CannotKeep(
            _("%(who)s has decided this already.") % {"who": held.decided_by.name if held.decided_by else ""}
        )
    return held


def _decide(
    change: ProposedChange, state: ChangeState, by: Member, at: dt.datetime, answer: str
) -> ProposedChange:
    change.state, change.decided_by, change.decided_at, change.answer = state, by, at, answer
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return change
