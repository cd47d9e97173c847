"""Raise a concern, say more, acknowledge it, tell the next when nobody has."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import ids
from alongside.core.clock import local
from alongside.safeguarding import access, notify, rules
from alongside.safeguarding.actions.errors import AlreadyAcknowledged, CannotDo
from alongside.safeguarding.enums import Duty, EntryKind
from alongside.safeguarding.models import (
    Acknowledgement,
    Alert,
    Arrangement,
    Concern,
    ConcernReading,
    Entry,
)

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person
    from alongside.referrals.models import Referral
    from alongside.safeguarding.models import BreakGlass


@transaction.atomic
def raise_concern(
    *,
    by: Member,
    at: datetime,
    person: Person | None = None,
    referral: Referral | None = None,
    seen: str = "",
    said: str = "",
    knows: str = "",
    involves: Member | None = None,
    key: UUID | None = None,
) -> Concern:
    """Keep what was seen and said – nothing of it is needed – and tell the lead at once.

    Where the lead is not here or is whom it is about, the deputy is told at once. The same `key` is one concern.
    """
    if key is not None:
        known = Concern.objects.filter(key=key, raised_by=by).first()
        if known is not None:
            return known
    if involves is not None and involves.pk == by.pk:
        raise CannotDo(_("Choose somebody else, or leave it at nobody: you would not see your own concern."))
    concern = Concern.objects.create(
        reference=f"S{ids.new_reference()}",
        person=person,
        referral=referral,
        involves=involves,
        raised_by=by,
        raised_at=at,
        key=key,
    )
    Entry.objects.create(
        concern=concern,
        kind=EntryKind.RAISED,
        at=at,
        by=by,
        seen=seen.strip(),
        said=said.strip(),
        knows=knows,
    )
    _tell(concern, 1, at=at)
    return concern


@transaction.atomic
def say_more(*, concern: Concern, seen: str, said: str, by: Member, at: datetime) -> Entry | None:
    """Let who raised it add words, after the alarm has gone out; None when there are none."""
    if concern.raised_by_id != by.pk:
        raise CannotDo(_("Only who raised it can say more here."))
    if not (seen.strip() or said.strip()):
        return None
    entry = Entry(concern=concern, kind=EntryKind.MORE, at=at, by=by, seen=seen.strip(), said=said.strip())
    entry.save(force_insert=True)
    notify.more(concern, to_tell(concern, access.holders()), key=str(entry.pk), at=at)
    return entry


@transaction.atomic
def acknowledge(*, concern: Concern, by: Member, at: datetime) -> Acknowledgement:
    """ "I have it". The first one stands. Raises AlreadyAcknowledged for a second, naming the first."""
    locked(concern, by)
    first = Acknowledgement.objects.filter(concern=concern).select_related("by").first()
    if first is not None:
        raise AlreadyAcknowledged(
            _("%(name)s has it already, since %(time)s.")
            % {"name": first.by.name, "time": f"{local(first.at):%H:%M}"}
        )
    return Acknowledgement.objects.create(concern=concern, by=by, at=at)


@transaction.atomic
def tell_next(*, concern: Concern, at: datetime) -> int:
    """Nobody has acknowledged it: tell the deputy, and later both again, when it is time. Return how many were told.

    Needs to see the concern, so the job enters as `system:safeguarding`.
    """
    locked(concern, None)
    if Acknowledgement.objects.filter(concern=concern).exists():
        return 0
    alerts = list(
        Alert.objects.filter(concern=concern).select_related("message").order_by("round", "at", "id")
    )
    told = alerts[-1].round if alerts else 0
    latest = [alert for alert in alerts if alert.round == told]
    due = rules.next_round(
        told=told,
        last_at=latest[-1].at if latest else concern.raised_at,
        at=at,
        minutes=alert_minutes(),
        none_can_arrive=bool(latest) and all(alert.cannot_arrive for alert in latest),
    )
    return 0 if due is None else _tell(concern, due, at=at)


def alert_minutes() -> int:
    """How long an alert waits before the next is told."""
    found = Arrangement.objects.values_list("alert_minutes", flat=True).first()
    return rules.TELL_AGAIN_AFTER if found is None else found


def _tell(concern: Concern, round_number: int, *, at: datetime) -> int:
    """Tell whose turn it is: the lead, then the deputy, then everybody again. An empty turn passes to all."""
    holders = to_tell(concern, access.holders())
    deputy = access.on_duty().get(Duty.DEPUTY)
    turn = holders
    if round_number == 1:
        turn = [member for member in holders if member != deputy] or holders
    elif round_number == 2:
        turn = [member for member in holders if member == deputy] or holders
    notify.concern(concern, turn, round_number=round_number, at=at)
    return len(turn)


def to_tell(concern: Concern, members: list[Member]) -> list[Member]:
    """Those of the members whom the concern is not about."""
    return [member for member in members if member.pk != concern.involves_id]


@transaction.atomic
def record_reading(
    *, concern: Concern, by: Member, at: datetime, page: str, glass: BreakGlass | None = None
) -> None:
    """Keep that somebody read the record, on which page, and through which broken glass."""
    ConcernReading.objects.create(concern=concern, by=by, at=at, page=page[:60], glass=glass)


def locked(concern: Concern, by: Member | None) -> Concern:
    """The concern, held until the end of the transaction. Raises CannotDo unless `by` carries the duty for it."""
    found = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    carries = by is None or by.pk in {member.pk for member in access.holders()}
    if found is None or not carries or (by is not None and by.pk == found.involves_id):
        raise CannotDo(_("This concern is not open to you."))
    return found
