"""Reads of the directory for pages that are not the finder: what is on this week."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch

from alongside.directory import days_off
from alongside.directory.closures import closed_of
from alongside.directory.finder import recurrence_of
from alongside.directory.models import Offer, Schedule
from alongside.directory.schedules import occurrences
from alongside.places.fields import Distance, Point

LOOKED_AT = 90
"""How many of the nearest services a week is put together from."""

OCCASIONS_A_WEEK = 3
"""What happens on more days than this is a place that is open, not an occasion."""


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

    Only what is open to everybody, so that nobody who reads a home page is turned away at a door; only occasions,
    not the opening hours of a place; and from as many days as there are, so that one Monday does not fill the list.
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
    nearest = list(
        offers.select_related("service", "location").prefetch_related(
            Prefetch("service__schedules", schedules), "service__service_at_locations__location"
        )[:LOOKED_AT]
    )
    closed = closed_of({offer.service_id for offer in nearest}, since=at.date())
    for offer in nearest:
        if offer.service_id in found:
            continue
        place = offer.location
        nations = days_off.where([place.postcode]) if place else days_off.where_of(offer.service)
        off = days_off.left_out(offer.service.bank_holidays, nations)
        mine = [
            recurrence_of(schedule, off)
            for schedule in offer.service.schedules.all()
            if schedule.service_at_location is None
            or schedule.service_at_location.location_id == offer.location_id
        ]
        until = at + dt.timedelta(days=days)
        times = [
            o.starts
            for o in occurrences(mine, at=at, days=days + 1, closed=closed.get(offer.service_id, ()))
            if o.starts and at < o.starts <= until
        ]
        if 0 < len({starts.date() for starts in times}) <= OCCASIONS_A_WEEK:
            starts = times[0]
            metres = round(offer.metres) if near is not None else None  # type: ignore[attr-defined]
            found[offer.service_id] = ComingUp(offer.service_id, offer.name, starts, str(place or ""), metres)
    return _spread(list(found.values()), limit)


def _spread(found: list[ComingUp], limit: int) -> list[ComingUp]:
    """Choose from all days in turn, the first found (the nearest) of each day first; the choice in order of time."""
    turn: Counter[dt.date] = Counter()
    ranked = []
    for place, coming in enumerate(found):
        day = coming.starts_at.date()
        ranked.append((turn[day], day, place, coming))
        turn[day] += 1
    chosen = [coming for _, _, _, coming in sorted(ranked, key=lambda row: row[:3])[:limit]]
    return sorted(chosen, key=lambda coming: (coming.starts_at, coming.name))
