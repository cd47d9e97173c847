"""Keeping a service true: what organisers do by link, and connectors and stewards after a call.

Every verb leaves an `Upkeep` behind that says who, and what undoing it puts back. Doing the same twice does it once.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import ids
from alongside.core.clock import local
from alongside.directory import corrections, fields, offers
from alongside.directory.enums import Capacity, ServiceStatus, UpkeepKind
from alongside.directory.models import Closure, OrganiserLink, Service, Upkeep
from alongside.partnerships.models import Member

LINK_LASTS = dt.timedelta(days=120)
LONGEST_CLOSURE = dt.timedelta(days=400)
MOST_CLOSURES = 60


class CannotKeep(Exception):
    """It cannot be done; one sentence for a person."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does it: the holder of a link, by the name they give, or a member."""

    link: OrganiserLink | None = None
    member: Member | None = None
    name: str = ""

    @property
    def title(self) -> str:
        """What the history calls them."""
        return self.name.strip()[:120] or (self.member.name if self.member else "")


@transaction.atomic
def make_link(
    *, service: Service, at: dt.datetime, stage: str = "", counted_from: dt.date | None = None
) -> tuple[OrganiserLink, str]:
    """Make a link to the address the service publishes; return it with its secret. Raises `CannotKeep`."""
    if not service.email:
        raise CannotKeep(_("This service publishes no e-mail address to send a link to."))
    secret = ids.new_secret()
    link = OrganiserLink.objects.create(
        service=service,
        email=service.email,
        token_hash=ids.hash_secret(secret),
        stage=stage,
        counted_from=counted_from,
        made_at=at,
        expires_at=at + LINK_LASTS,
    )
    return link, secret


@transaction.atomic
def confirm(*, service: Service, by: By, at: dt.datetime) -> Upkeep:
    """Somebody who knows says that all of it is right today."""
    service = _held(service)
    today = local(at).date()
    before = {"confirmed_on": _text(service.confirmed_on)}
    service.confirmed_on, service.updated_at = max(today, service.confirmed_on or today), at
    service.save(update_fields=["confirmed_on", "updated_at"])
    offers.refresh([service.pk], on=today)
    return _note(service, UpkeepKind.CONFIRMED, by, at, before=before)


@transaction.atomic
def close(
    *, service: Service, starts_on: dt.date, ends_on: dt.date, reason: str, by: By, at: dt.datetime
) -> Upkeep:
    """Say on which days it is closed. Raises `CannotKeep` for days that cannot be."""
    service = _held(service)
    today = local(at).date()
    if ends_on < starts_on:
        raise CannotKeep(_("The last day is before the first. Change one of them."))
    if ends_on < today:
        raise CannotKeep(_("These days have passed. Give days that are still to come."))
    if ends_on - starts_on > LONGEST_CLOSURE:
        raise CannotKeep(_("That is longer than a year. If it has ended, tell us so instead."))
    if service.closures.filter(ends_on__gte=today).count() >= MOST_CLOSURES:
        raise CannotKeep(_("There are very many closed days already. Take one back first."))
    closure, made = Closure.objects.get_or_create(
        service=service,
        starts_on=starts_on,
        ends_on=ends_on,
        defaults={"reason": " ".join(reason.split())[:120], "made_at": at},
    )
    if not made:
        raise CannotKeep(_("We know that already: these days are closed."))
    _touch(service, at)
    return _note(
        service, UpkeepKind.CLOSED, by, at, before={"closure": str(closure.pk)}, words=closure.reason
    )


@transaction.atomic
def open_again(*, service: Service, closure_id: uuid.UUID, by: By, at: dt.datetime) -> Upkeep:
    """Take a closure back. Raises `CannotKeep` when it is gone."""
    service = _held(service)
    closure = Closure.objects.filter(pk=closure_id, service=service).first()
    if closure is None:
        raise CannotKeep(_("These closed days have been taken back already."))
    before = {
        "starts_on": closure.starts_on.isoformat(),
        "ends_on": closure.ends_on.isoformat(),
        "reason": closure.reason,
    }
    closure.delete()
    _touch(service, at)
    return _note(service, UpkeepKind.OPENED, by, at, before=before)


@transaction.atomic
def tell_busy(
    *, service: Service, capacity: Capacity, waiting_weeks: int | None, by: By, at: dt.datetime
) -> Upkeep:
    """Say how busy it is today."""
    service = _held(service)
    before = {
        "capacity": service.capacity,
        "waiting_weeks": service.waiting_weeks,
        "capacity_on": _text(service.capacity_on),
    }
    service.capacity, service.capacity_on = capacity, local(at).date()
    service.waiting_weeks = waiting_weeks if capacity == Capacity.WAITING else None
    service.updated_at = at
    service.save(update_fields=["capacity", "capacity_on", "waiting_weeks", "updated_at"])
    return _note(service, UpkeepKind.BUSY, by, at, before=before)


@transaction.atomic
def end(*, service: Service, words: str, by: By, at: dt.datetime) -> Upkeep:
    """It has stopped for good: out of the results; its page stays and says so. The next import changes nothing."""
    service = _held(service)
    if service.status == ServiceStatus.DEFUNCT:
        raise CannotKeep(_("We know already that it has ended."))
    before = {"status": service.status}
    corrections.remember(service, before, {"status": ServiceStatus.DEFUNCT.value}, at=at)
    fields.write(service, {"status": ServiceStatus.DEFUNCT.value}, at=at)
    offers.refresh([service.pk], on=local(at).date())
    return _note(service, UpkeepKind.ENDED, by, at, before=before, words=words)


@transaction.atomic
def note_not_reached(*, service: Service, by: By, at: dt.datetime) -> Upkeep:
    """A member rang or wrote and nobody answered."""
    return _note(_held(service), UpkeepKind.NOT_REACHED, by, at)


@transaction.atomic
def stop_letters(*, service: Service, by: By, at: dt.datetime) -> Upkeep:
    """The organiser does not want to be reminded again."""
    return _note(_held(service), UpkeepKind.NO_LETTERS, by, at)


@transaction.atomic
def undo(*, upkeep: Upkeep, at: dt.datetime) -> Upkeep:
    """Take one thing back. Raises `CannotKeep` when it was taken back, or something newer stands on it."""
    upkeep = Upkeep.objects.select_for_update(of=("self",)).get(pk=upkeep.pk)
    service = _held(upkeep.service)
    if upkeep.undone_at is not None:
        return upkeep
    newer = Upkeep.objects.filter(
        service=service, kind=upkeep.kind, undone_at__isnull=True, done_at__gt=upkeep.done_at
    )
    kind = UpkeepKind(upkeep.kind)
    if kind in _RESTORES and newer.exists():
        raise CannotKeep(_("Something newer was said since. Undo that first."))
    _RESTORES.get(kind, _nothing)(
        service, {**upkeep.before, "done_on": _text(local(upkeep.done_at).date())}, at
    )
    upkeep.undone_at = at
    upkeep.save(update_fields=["undone_at"])
    offers.refresh([service.pk], on=local(at).date())
    return upkeep


def _restore_confirmed(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    """What stood before, or what the publisher has assured since; a date somebody else has set stays."""
    if service.confirmed_on != _day(before["done_on"]):
        return
    known = [day for day in (_day(before["confirmed_on"]), service.assured_on) if day is not None]
    service.confirmed_on, service.updated_at = max(known, default=None), at
    service.save(update_fields=["confirmed_on", "updated_at"])


def _restore_busy(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    service.capacity, service.waiting_weeks = before["capacity"], before["waiting_weeks"]
    service.capacity_on, service.updated_at = _day(before["capacity_on"]), at
    service.save(update_fields=["capacity", "capacity_on", "waiting_weeks", "updated_at"])


def _restore_status(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    corrections.remember(service, {"status": service.status}, before, at=at)
    fields.write(service, {"status": before["status"]}, at=at)


def _restore_edited(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    """Each field as it was, but for what was changed again since."""
    told = {
        field: [old, new]
        for field, (old, new) in before["fields"].items()
        if fields.value_of(service, field) == new
    }
    old_values = {field: old for field, (old, _new) in told.items()}
    corrections.remember(service, {field: new for field, (_old, new) in told.items()}, old_values, at=at)
    if before["confirms"] and service.confirmed_on == _day(before["done_on"]):
        service.confirmed_on = _day(before["confirmed_on"])
    fields.write(service, old_values, at=at)


def _restore_open(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    Closure.objects.filter(pk=before["closure"], service=service).delete()
    _touch(service, at)


def _restore_closed(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    Closure.objects.get_or_create(
        service=service,
        starts_on=dt.date.fromisoformat(before["starts_on"]),
        ends_on=dt.date.fromisoformat(before["ends_on"]),
        defaults={"reason": before["reason"], "made_at": at},
    )
    _touch(service, at)


def _nothing(service: Service, before: dict[str, Any], at: dt.datetime) -> None:
    return


_RESTORES = {
    UpkeepKind.CONFIRMED: _restore_confirmed,
    UpkeepKind.BUSY: _restore_busy,
    UpkeepKind.ENDED: _restore_status,
    UpkeepKind.EDITED: _restore_edited,
    UpkeepKind.CLOSED: _restore_open,
    UpkeepKind.OPENED: _restore_closed,
}


def _held(service: Service) -> Service:
    """The service as it stands, held until the end of the transaction."""
    return Service.objects.select_for_update(of=("self",)).get(pk=service.pk)


def _touch(service: Service, at: dt.datetime) -> None:
    service.updated_at = at
    service.save(update_fields=["updated_at"])


def _note(
    service: Service,
    kind: UpkeepKind,
    by: By,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    words: str = "",
) -> Upkeep:
    return Upkeep.objects.create(
        service=service,
        kind=kind,
        link=by.link,
        member=by.member,
        by_name=by.title,
        words=words[:500],
        before=before or {},
        done_at=at,
    )


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
