"""What a page of results shows of its offers: exactly those columns, in one query, as plain data.

Written by hand because a page is drawn from it for everybody who looks: models with everything that hangs on them took
longer to make than the finder takes to choose.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from alongside.directory import days_off
from alongside.directory.rules import Way
from alongside.directory.schedules import Closed, Recurrence

SAMPLE: Final = 600
"""Characters of a description from which its language is told."""

_RANGE = re.compile(r"\[(\d+),(\d+)\)")

_SHOWN: Final = f"""
SELECT o.id, o.service_id, o.mode, o.point[0], o.point[1], o.languages, o.access, o.access_lacking, o.cost_pence,
  o.paid, o.times::text, s.name, left(s.description, {SAMPLE}), s.attending_access, s.alert, s.capacity, s.capacity_on,
  s.waiting_weeks, s.confirmed_on, s.bank_holidays, org.name, l.name, l.address_1, l.postcode, l.precision,
  (SELECT json_agg(json_build_array(e.minimum_age, e.maximum_age, e.area_relations, e.area_codes, e.carers_only,
      e.parents_only, e.new_parents_only, e.genders, e.referral_routes, e.meant_for, e.other_conditions)
      ORDER BY e.minimum_age, e.id)
    FROM directory_eligibility e WHERE e.service_id = o.service_id),
  (SELECT json_agg(json_build_array(c.freq, c.interval, c.byday, c.bymonthday, c.dtstart, c.valid_from, c.valid_to,
      c.opens_at, c.closes_at, c.description) ORDER BY c.dtstart, c.opens_at, c.id)
    FROM directory_schedule c LEFT JOIN directory_serviceatlocation a ON a.id = c.service_at_location_id
    WHERE c.service_id = o.service_id
      AND (c.service_at_location_id IS NULL OR a.location_id IS NOT DISTINCT FROM o.location_id)),
  (SELECT json_agg(json_build_array(t.code, t.name) ORDER BY t.name)
    FROM directory_serviceterm x JOIN directory_taxonomyterm t ON t.id = x.term_id
    JOIN directory_taxonomy v ON v.id = t.taxonomy_id
    WHERE x.service_id = o.service_id AND v.code = 'matters'),
  (SELECT json_agg(json_build_array(d.starts_on, d.ends_on, d.reason) ORDER BY d.starts_on, d.id)
    FROM directory_closure d WHERE d.service_id = o.service_id AND d.ends_on >= %(since)s),
  CASE WHEN l.id IS NOT NULL THEN ARRAY[l.postcode]
    ELSE (SELECT array_agg(m.postcode)
      FROM directory_serviceatlocation n JOIN directory_location m ON m.id = n.location_id
      WHERE n.service_id = o.service_id) END
FROM directory_offer o
JOIN directory_service s ON s.id = o.service_id
JOIN directory_organization org ON org.id = s.organization_id
LEFT JOIN directory_location l ON l.id = o.location_id
WHERE o.id = ANY(%(ids)s)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offer is."""

    name: str
    address_1: str
    postcode: str
    precision: str

    @property
    def in_a_line(self) -> str:
        """Return name, street and postcode, each once."""
        street = self.address_1 if self.address_1 != self.name else ""
        return ", ".join(part for part in (self.name, street, self.postcode) if part)


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with what a result says of its service; lists are in the order they are read."""

    offer_id: int
    service_id: uuid.UUID
    mode: str
    point: tuple[float, float] | None
    languages: tuple[str, ...]
    access: tuple[str, ...]
    access_lacking: tuple[str, ...]
    cost_pence: int | None
    paid: bool
    times: tuple[tuple[int, int], ...] | None
    name: str
    sample: str
    attending_access: str
    alert: str
    capacity: str
    capacity_on: dt.date | None
    waiting_weeks: int | None
    confirmed_on: dt.date | None
    bank_holidays: str
    """An `OnBankHolidays`; "" when nobody said."""
    organisation: str
    place: Place | None
    ways: tuple[Way, ...]
    schedules: tuple[tuple[Recurrence, str], ...]
    """Those that hold at its site, each with the provider's own words."""
    matters: tuple[tuple[str, str], ...]
    """What it is about: code and name."""
    closed: tuple[Closed, ...]
    nations: days_off.Nations
    """Whose bank holidays count."""


def shown(offer_ids: Iterable[int], *, since: dt.date) -> dict[int, Shown]:
    """Return the offers by id, with closures that end on a day or later; those that have just gone are missing."""
    ids = list(offer_ids)
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, {"ids": ids, "since": since})
        return {row[0]: _read(row) for row in cursor.fetchall()}


def _read(row: tuple[Any, ...]) -> Shown:
    offer_id, service_id, mode, east, north, languages, access, lacking, pence, paid, times, *about = row
    name, sample, attending, alert, capacity, capacity_on, weeks, confirmed_on, on_holidays, *rest = about
    organisation, place_name, address_1, postcode, precision, ways, schedules, *others = rest
    matters, closed, postcodes = others
    nations = days_off.where(postcodes or ())
    off = days_off.left_out(on_holidays, nations)
    return Shown(
        offer_id=offer_id,
        service_id=service_id,
        mode=mode,
        point=None if east is None else (east, north),
        languages=tuple(languages),
        access=tuple(access),
        access_lacking=tuple(lacking),
        cost_pence=pence,
        paid=paid,
        times=None if times is None else tuple((int(a), int(b)) for a, b in _RANGE.findall(times)),
        name=name,
        sample=sample,
        attending_access=attending,
        alert=alert,
        capacity=capacity,
        capacity_on=capacity_on,
        waiting_weeks=weeks,
        confirmed_on=confirmed_on,
        bank_holidays=on_holidays,
        organisation=organisation,
        place=None if place_name is None else Place(place_name, address_1, postcode, precision),
        ways=tuple(way(one) for one in ways or ()),
        schedules=tuple(_schedule(one, off) for one in schedules or ()),
        matters=tuple((code, term) for code, term in matters or ()),
        closed=tuple(_closed(*one) for one in closed or ()),
        nations=nations,
    )


def way(told: Iterable[Any]) -> Way:
    """Return one way of being eligible from its columns in their order. An age of 0, or of 120, limits nobody."""
    low, high, relations, areas, carers, parents, new_parents, genders, routes, meant_for, note = told
    codes = list(areas)
    return Way(
        minimum_age=low if low and low > 0 else None,
        maximum_age=high if high is not None and high < 120 else None,
        open_to=frozenset(f"{relation}:{area}" for relation in relations for area in codes),
        carers_only=carers,
        parents_only=parents,
        new_parents_only=new_parents,
        genders=frozenset(genders),
        referral_routes=frozenset(routes),
        meant_for=tuple(meant_for),
        note=note.strip(),
    )


def _schedule(told: Iterable[Any], off: frozenset[dt.date]) -> tuple[Recurrence, str]:
    freq, interval, byday, bymonthday, dtstart, valid_from, valid_to, opens_at, closes_at, description = told
    rule = Recurrence(
        freq=freq,
        interval=interval,
        byday=tuple(byday),
        bymonthday=tuple(bymonthday),
        dtstart=_day(dtstart),
        valid_from=_day(valid_from),
        valid_to=_day(valid_to),
        opens_at=dt.time.fromisoformat(opens_at) if opens_at else None,
        closes_at=dt.time.fromisoformat(closes_at) if closes_at else None,
        off=off,
    )
    return rule, description


def _closed(starts_on: str, ends_on: str, reason: str) -> Closed:
    return Closed(dt.date.fromisoformat(starts_on), dt.date.fromisoformat(ends_on), reason)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
