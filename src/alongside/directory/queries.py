"""Reads of the directory for pages that are not the finder: what is on this week."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch

from alongside.directory.finder import recurrence_of
from alongside.directory.models import Offer, Schedule
from alongside.directory.schedules import occurrences
from alongside.places.fields import Distance, Point

LOOKED_AT = 60
"""How many of the nearest services a week is put together from."""


@dataclass(frozen=True, slots=True)
class ComingUp:
    """One time something happens soon."""

    service_id: uuid.UUID
    name: str
    starts_at: dt.datetime
    place: str
    distance_m: int | None


def coming_up(
    *, at: dt.datetime, near: Point | None = None, within_m: int = 8_000, days: int = 7, limit: int = 6
) -> list[ComingUp]:
    """Return what anyone can go to in the next days, soonest first, each service once, nearest ones first choice.

    Only what is open to everybody, so that nobody who reads a home page is turned away at a door.
    """
    offers = Offer.objects.filter(
        minimum_age=None,
        maximum_age=None,
        times__isnull=False,
        open_to=[],
        genders=[],
        carers_only=False,
        parents_only=False,
        new_parents_only=False,
    )
    if near is not None:
        offers = (
            offers.filter(point__within=(near, within_m))
            .annotate(metres=Distance("point", near))
            .order_by("metres", "id")
        )
    else:
        offers = offers.order_by("name", "id")
    schedules = Schedule.objects.select_related("service_at_location").order_by("dtstart", "opens_at", "id")
    found: dict[uuid.UUID, ComingUp] = {}
    for offer in offers.select_related("service", "location").prefetch_related(
        Prefetch("service__schedules", schedules)
    )[:LOOKED_AT]:
        if offer.service_id in found:
            continue
        mine = [
            recurrence_of(schedule)
            for schedule in offer.service.schedules.all()
            if schedule.service_at_location is None
            or schedule.service_at_location.location_id == offer.location_id
        ]
        starts = next(
            (o.starts for o in occurrences(mine, at=at, days=days + 1) if o.starts and o.starts > at), None
        )
        if starts is not None and starts <= at + dt.timedelta(days=days):
            place = str(offer.location) if offer.location else ""
            metres = round(offer.metres) if near is not None else None  # type: ignore[attr-defined]
            found[offer.service_id] = ComingUp(offer.service_id, offer.name, starts, place, metres)
    return sorted(found.values(), key=lambda coming: (coming.starts_at, coming.name))[:limit]
