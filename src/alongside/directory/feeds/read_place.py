"""Locations and schedules, read tolerantly. Pure."""

from dataclasses import replace
from typing import Any

from alongside.directory.enums import Frequency, LocationType, Weekday
from alongside.directory.feeds import clean_facts as facts
from alongside.directory.feeds import clean_text as text
from alongside.directory.feeds.records import ReadAccessibility, ReadLocation, ReadSchedule

_VIRTUAL_WORDS = {"virtual", "online", "web", "remote"}


def read_location(raw: dict[str, Any], *, fallback_id: str) -> ReadLocation | None:
    """One location with its first usable address; None when it says nothing at all."""
    given = raw.get("id")
    own_id = text.line(given) if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    out = ReadLocation(source_id=own_id or fallback_id, name=text.line(raw.get("name")))
    out.description = text.words(raw.get("description"), 4000)
    out.location_type = _kind(raw.get("location_type"))
    address = _address(raw)
    out.address_1 = text.line(address.get("address_1"))
    out.city = text.line(address.get("city"), 120)
    out.region = text.line(address.get("region") or address.get("state_province"), 120)
    out.postcode = facts.postcode(address.get("postal_code") or address.get("postcode"))
    _place(out, raw)
    out.external_identifier = text.line(raw.get("external_identifier"), 100)
    out.external_identifier_type = text.line(raw.get("external_identifier_type"), 50)
    out.transport = text.words(raw.get("transportation"), 4000)
    out.accessibilities = _accessibilities(raw)
    said = [f"{item.description}. {item.details}" for item in out.accessibilities]
    out.access_features, out.access_lacking = facts.access(said)
    nothing = ReadLocation(
        source_id=out.source_id, location_type=out.location_type, approximate=out.approximate
    )
    return None if out == nothing and out.location_type != LocationType.VIRTUAL else out


def _place(out: ReadLocation, raw: dict[str, Any]) -> None:
    """Where it is and how surely. Who gave coordinates we cannot believe may have slipped with the postcode too."""
    lat, lon = raw.get("latitude"), raw.get("longitude")
    hidden = raw.get("mask_exact_address") is True or bool(
        out.postcode and " " not in out.postcode and not out.address_1
    )
    found = facts.coordinates(lat, lon)
    if found is None:
        out.approximate = hidden or bool(facts.doubt(lat, lon))
    else:
        out.lat, out.lon, rounded = found
        out.approximate = hidden or rounded


def _kind(value: Any) -> str:
    word = text.line(value).lower()
    if word in _VIRTUAL_WORDS:
        return LocationType.VIRTUAL.value
    return LocationType.POSTAL.value if word == "postal" else LocationType.PHYSICAL.value


def _address(raw: dict[str, Any]) -> dict[str, Any]:
    """The physical address if there is one, else the first."""
    value = raw.get("addresses")
    addresses = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    physical = [item for item in addresses if text.line(item.get("address_type")).lower() == "physical"]
    return (physical or addresses or [{}])[0]


def _accessibilities(raw: dict[str, Any]) -> list[ReadAccessibility]:
    value = raw.get("accessibility")
    found = []
    for item in value if isinstance(value, list) else []:
        words = text.words(item.get("description"), 4000) or text.words(item.get("accessibility"), 4000)
        details = text.words(item.get("details"), 4000)
        if words or details:
            found.append(
                ReadAccessibility(words or details, details if words else "", text.url(item.get("url")))
            )
    return found[:50]


def read_schedules(items: list[dict[str, Any]]) -> list[ReadSchedule]:
    """Schedules that say something, each once; a day with two openings gives two."""
    found: list[ReadSchedule] = []
    for item in items:
        found += [schedule for schedule in _schedules(item) if schedule not in found]
    return found


def _schedules(raw: dict[str, Any]) -> list[ReadSchedule]:
    given = raw.get("id")
    out = ReadSchedule(source_id=text.line(given) if isinstance(given, (str, int)) else "")
    days = raw.get("byday") or raw.get("weekday")
    out.freq, out.interval, every_day = facts.frequency(raw.get("freq"))
    if not every_day and facts.says_every_other(days):
        out.freq, out.interval = Frequency.WEEKLY.value, 2
    interval = facts.number(raw.get("interval"))
    if interval and 1 <= interval <= 52:
        out.interval = max(out.interval, int(interval))
    out.byday = list(Weekday.values) if every_day else facts.days(days)
    out.bymonthday = facts.month_days(raw.get("bymonthday"))
    out.dtstart = facts.date(raw.get("dtstart"))
    out.valid_from, out.valid_to = facts.date(raw.get("valid_from")), facts.date(raw.get("valid_to"))
    out.description = text.words(raw.get("description"), 2000)
    if (notes := text.words(raw.get("notes"), 2000)) and notes not in out.description:
        out.description = f"{out.description}\n{notes}".strip()
    out.schedule_link = text.url(raw.get("schedule_link"))
    _settle(out)
    each = [
        replace(out, byday=[*out.byday], bymonthday=[*out.bymonthday], opens_at=opens_at, closes_at=closes_at)
        for opens_at, closes_at in facts.spans(raw.get("opens_at"), raw.get("closes_at"))
    ]
    return [schedule for schedule in each if schedule != ReadSchedule(source_id=out.source_id)]


def _settle(out: ReadSchedule) -> None:
    """Make the parts agree: days without a frequency are weekly; a week without days has no day to show."""
    if out.valid_from and out.valid_to and out.valid_to < out.valid_from:
        out.valid_from, out.valid_to = out.valid_to, out.valid_from
    if out.byday and not out.freq:
        out.freq = (
            Frequency.MONTHLY.value if any(len(day) > 2 for day in out.byday) else Frequency.WEEKLY.value
        )
    if out.freq == Frequency.WEEKLY:
        out.byday = list(dict.fromkeys(day[-2:] for day in out.byday))
        out.bymonthday = []
        if not out.byday and out.dtstart is None:
            out.freq = ""
    if out.freq == Frequency.MONTHLY and not out.byday and not out.bymonthday and out.dtstart is None:
        out.freq = ""
    if not out.freq:
        out.interval, out.bymonthday = 1, []
