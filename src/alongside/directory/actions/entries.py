"""Entries by hand: a steward writes a service down, or changes one whatever feed it came from."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.directory import corrections, fields, offers
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import UpkeepKind
from alongside.directory.models import OrganiserLink, Organization, Service, Upkeep


@transaction.atomic
def enter(*, organization: str, values: Mapping[str, Any], by: By, at: dt.datetime) -> Service:
    """Write a service down. An organisation of that name is taken when we know exactly one, else made anew."""
    name = " ".join(organization.split())[:255]
    known = list(Organization.objects.filter(name__iexact=name).order_by("pk")[:2])
    owner = (
        known[0] if len(known) == 1 else Organization.objects.create(name=name, created_at=at, updated_at=at)
    )
    service = Service.objects.create(
        organization=owner,
        name=values["name"],
        confirmed_on=local(at).date(),
        keywords=owner.name,
        created_at=at,
        updated_at=at,
    )
    fields.write(service, dict(values), at=at)
    offers.refresh([service.pk], on=local(at).date())
    Upkeep.objects.create(
        service=service, kind=UpkeepKind.ENTERED, member=by.member, by_name=by.title, done_at=at
    )
    return service


@transaction.atomic
def edit(*, service: Service, values: Mapping[str, Any], confirms: bool, by: By, at: dt.datetime) -> Upkeep:
    """Change an entry; over what a feed says, as a correction. Raises `CannotKeep` when nothing is different."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    told = {
        field: [before, value]
        for field, value in values.items()
        if (before := fields.value_of(service, field)) != value
    }
    if not told and not confirms:
        raise CannotKeep(_("Nothing is different yet. Change something, or say that all of it is right."))
    after = {field: value for field, (_before, value) in told.items()}
    corrections.remember(service, {field: before for field, (before, _value) in told.items()}, after, at=at)
    earlier = service.confirmed_on
    if confirms:
        service.confirmed_on = max(local(at).date(), earlier or dt.date.min)
    fields.write(service, after, at=at)
    offers.refresh([service.pk], on=local(at).date())
    return Upkeep.objects.create(
        service=service,
        kind=UpkeepKind.EDITED,
        member=by.member,
        by_name=by.title,
        before={
            "fields": told,
            "confirmed_on": earlier.isoformat() if earlier else None,
            "confirms": confirms,
        },
        done_at=at,
    )


@transaction.atomic
def stop_link(*, link: OrganiserLink, at: dt.datetime) -> None:
    """A link works no more: it was sent to somebody who does not run it. Stopping twice stops once."""
    OrganiserLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at)
