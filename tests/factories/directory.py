"""Services for tests, told in one call: `a_service("Lunch club", at=[(534870, 184694)], ways=[{…}])`."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from alongside.directory import offers
from alongside.directory.models import (
    CostOption,
    Eligibility,
    Language,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
)
from alongside.places.fields import Point

MOMENT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TODAY = MOMENT.date()


def an_organization(name: str = "The Green House") -> Organization:
    """Return the organisation of that name, made when needed."""
    found = Organization.objects.filter(name=name).order_by("id").first()
    return found or Organization.objects.create(name=name, created_at=MOMENT, updated_at=MOMENT)


def a_location(
    easting: float,
    northing: float,
    *,
    access: Sequence[str] = (),
    lacking: Sequence[str] = (),
    name: str = "The hall",
) -> Location:
    """Return a place with an exact point."""
    return Location.objects.create(
        name=name,
        point=Point(easting, northing),
        precision="exact",
        access_features=list(access),
        access_lacking=list(lacking),
        created_at=MOMENT,
        updated_at=MOMENT,
    )


def a_service(
    name: str = "Lunch club",
    *,
    organization: str = "The Green House",
    at: Iterable[tuple[float, float] | Location] = (),
    ways: Iterable[Mapping[str, Any]] = (),
    languages: Iterable[str] = (),
    access: Sequence[str] = (),
    lacking: Sequence[str] = (),
    cost: str | None = None,
    modes: Sequence[str] = ("in_person",),
    schedules: Iterable[Mapping[str, Any]] = (),
    refresh: bool = True,
    on: dt.date = TODAY,
    **fields: Any,
) -> Service:
    """Return a listed service with its sites, ways of being eligible, languages, cost and times."""
    service = Service.objects.create(
        **{
            "name": name,
            "organization": an_organization(organization),
            "delivery_modes": list(modes),
            "is_free": True if cost == "0" else None,
            "confirmed_on": TODAY,
            "created_at": MOMENT,
            "updated_at": MOMENT,
            **fields,
        }
    )
    for site in at:
        location = site if isinstance(site, Location) else a_location(*site, access=access, lacking=lacking)
        ServiceAtLocation.objects.create(service=service, location=location)
    for way in ways:
        gender_basis = {"gender_basis": "Paragraph 27"} if way.get("genders") else {}
        Eligibility.objects.create(service=service, **{**gender_basis, **way})
    for code in languages:
        Language.objects.create(service=service, code=code)
    if cost and cost != "0":
        CostOption.objects.create(service=service, amount=Decimal(cost))
    for schedule in schedules:
        Schedule.objects.create(service=service, **schedule)
    if refresh:
        offers.refresh([service.pk], on=on)
    return service
