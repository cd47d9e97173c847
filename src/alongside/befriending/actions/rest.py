"""Befriending stands still because a person has died: nothing is booked, nobody is told by us, nothing is ended.

A volunteer hears of a death from somebody they know, by a call. So the match only pauses, and its coordinator is asked
to ring the volunteer and then to end it. If it was a mistake, everything stands as it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_date, parse_datetime

from alongside.befriending import notify, rules
from alongside.befriending.enums import MatchStatus, VisitStatus, WishStatus
from alongside.befriending.models import Match, Visit, Wish

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person

PAUSES = frozenset({MatchStatus.TRIAL, MatchStatus.ACTIVE, MatchStatus.COVERED, MatchStatus.PAUSED})


@dataclass(frozen=True)
class Rested:
    """One row that stands still, and how it stood."""

    kind: str
    row: Match | Visit | Wish
    was: dict[str, Any]


def live(person: Person) -> list[Match]:
    """The person's matches that have not ended, with who stands behind them."""
    return list(
        Match.objects.filter(person=person, status__in=rules.LIVE)
        .select_related("volunteer", "supervisor", "scheme", "person")
        .order_by("proposed_at", "id")
    )


def coming(person: Person, at: datetime) -> list[Visit]:
    """Visits and calls that are booked from now on."""
    return list(
        Visit.objects.filter(
            match__person=person, status=VisitStatus.BOOKED, during__endswith__gt=at
        ).order_by("during", "id")
    )


def waiting(person: Person) -> list[Wish]:
    """Wishes that a round could still match."""
    return list(
        Wish.objects.filter(person=person, status=WishStatus.WAITING, on_hold=False)
        .select_related("scheme")
        .order_by("waiting_since_at", "id")
    )


@transaction.atomic
def rest(*, person: Person, by: Member | None, at: datetime) -> list[Rested]:
    """Let everything stand still. Doing it again finds nothing more to do."""
    found: list[Rested] = []
    for visit in coming(person, at):
        found.append(Rested("visit", visit, {"stopped_at": at.isoformat()}))
        visit.status, visit.cancelled_at, visit.cancelled_by = VisitStatus.CANCELLED, at, by
        visit.save(update_fields=["status", "cancelled_at", "cancelled_by"])
    for match in live(person):
        if match.status not in PAUSES or (match.status == MatchStatus.PAUSED and match.paused_until is None):
            continue
        until = match.paused_until.isoformat() if match.paused_until else ""
        found.append(Rested("match", match, {"status": match.status, "paused_until": until}))
        match.status, match.paused_until = MatchStatus.PAUSED, None
        match.save(update_fields=["status", "paused_until"])
    for wish in waiting(person):
        found.append(Rested("wish", wish, {"on_hold": False}))
        wish.on_hold = True
        wish.save(update_fields=["on_hold"])
    return found


def ask_coordinators(*, person: Person, by: Member, at: datetime) -> int:
    """Write to those who stand behind each match: ring the volunteer yourself, then end it. Returns to how many."""
    return sum(
        notify.tell_supervisors(
            match,
            "befriending_ring_volunteer",
            {},
            key=f"befriending-ring:{match.pk}:{at.isoformat()}",
            at=at,
        )
        for match in live(person)
    )


@transaction.atomic
def stand_again(*, kind: str, row_id: UUID, was: dict[str, Any], at: datetime) -> bool:
    """Undo one row of `rest`. False where it changed since, is past, or the volunteer has something else then."""
    if kind == "visit":
        return _booked_again(row_id, parse_datetime(was["stopped_at"]), at)
    if kind == "wish":
        return bool(Wish.objects.filter(pk=row_id, status=WishStatus.WAITING).update(on_hold=was["on_hold"]))
    match = Match.objects.select_for_update().filter(pk=row_id, status=MatchStatus.PAUSED).first()
    if match is None:
        return False
    match.status = was["status"]
    match.paused_until = parse_date(was["paused_until"]) if was["paused_until"] else None
    match.save(update_fields=["status", "paused_until"])
    return True


def _booked_again(visit_id: UUID, stopped_at: datetime | None, at: datetime) -> bool:
    visit = Visit.objects.select_for_update().filter(pk=visit_id, cancelled_at=stopped_at).first()
    if visit is None or visit.status != VisitStatus.CANCELLED or visit.during.lower <= at:
        return False
    visit.status, visit.cancelled_at, visit.cancelled_by = VisitStatus.BOOKED, None, None
    try:
        with transaction.atomic():
            visit.save(update_fields=["status", "cancelled_at", "cancelled_by"])
    except IntegrityError:
        return False
    return True
