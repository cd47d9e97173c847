"""A service's times as an iCalendar (RFC 5545): rules, not dates, on the wall clock of Europe/London.

"Tuesdays at 2pm" is 2pm in winter and in summer: times carry TZID and the calendar its time zone. Closed days, and the
bank holidays of what says it is closed then, are taken out by EXDATE. What it says is what the finder says: a test
expands both and holds them equal.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from icalendar import Calendar, Event, Timezone, vRecur

from alongside.directory import days_off, wording
from alongside.directory.calendar_queries import SINCE
from alongside.directory.finder import recurrence_of
from alongside.directory.models import Schedule, Service
from alongside.directory.schedules import DAYS, LONDON, Closed, Recurrence

LONGEST_LOOK = 800
"""Days in which the first time of a rule is looked for; a rule that never happens within them is left out."""
NO_END = dt.timedelta(hours=1)
"""How long something lasts that says only when it begins."""


def calendar_of(
    name: str, told: Iterable[tuple[Service, list[Schedule], list[Closed]]], *, at: dt.datetime, site: str
) -> bytes:
    """Return the calendar of services with their schedules and closures; `site` is the address pages live under."""
    calendar = Calendar()
    calendar.add("prodid", "-//Alongside//Directory//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "P1D")
    calendar.add_component(Timezone.from_tzinfo(LONDON))
    for service, schedules, closed in told:
        for schedule in schedules:
            event = _event(service, schedule, closed, at=at, site=site)
            if event is not None:
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(
    service: Service, schedule: Schedule, closed: list[Closed], *, at: dt.datetime, site: str
) -> Event | None:
    today = at.astimezone(LONDON).date()
    rule = recurrence_of(schedule, days_off.of_schedule(schedule.service, schedule))
    first = first_day(rule, today=today)
    if first is None:
        return None
    event = Event()
    event.add("uid", f"{schedule.pk}@alongside")
    event.add("dtstamp", service.updated_at)
    event.add("summary", service.name)
    event.add("url", f"{site}/services/{service.pk}/")
    if place := _place(schedule):
        event.add("location", place)
    if words := "\n".join(
        filter(None, (wording.on_bank_holidays(service.bank_holidays), service.description[:500]))
    ):
        event.add("description", words)
    if rule.opens_at is None:
        event.add("dtstart", first)
    else:
        starts = dt.datetime.combine(first, rule.opens_at, tzinfo=LONDON)
        event.add("dtstart", starts)
        event.add(
            "dtend",
            dt.datetime.combine(first, rule.closes_at, tzinfo=LONDON) if rule.closes_at else starts + NO_END,
        )
    if recurs := recurrence_rule(rule):
        event.add("rrule", vRecur(recurs))
    for day in sorted(
        _days_off(rule, closed, since=first) | _holidays_off(rule, since=max(first, today - SINCE))
    ):
        event.add(
            "exdate", day if rule.opens_at is None else dt.datetime.combine(day, rule.opens_at, tzinfo=LONDON)
        )
    return event


def first_day(rule: Recurrence, *, today: dt.date) -> dt.date | None:
    """Return the first day on which the rule happens, counted from its beginning, or from today when it has none."""
    begins = rule.dtstart or rule.valid_from or today
    if not rule.recurs:
        return rule.dtstart if rule.dtstart and rule.happens_on(rule.dtstart) else None
    days = (begins + dt.timedelta(days=n) for n in range(LONGEST_LOOK))
    return next((day for day in days if rule.happens_on(day)), None)


def recurrence_rule(rule: Recurrence) -> dict[str, object]:
    """Return the rule in RFC 5545's words; {} for what happens once."""
    if not rule.recurs:
        return {}
    found: dict[str, object] = {"freq": rule.freq or "WEEKLY", "wkst": "MO"}
    if rule.interval > 1:
        found["interval"] = rule.interval
    if rule.byday:
        found["byday"] = list(rule.byday)
    elif rule.freq == "WEEKLY" and rule.dtstart:
        found["byday"] = [DAYS[rule.dtstart.weekday()]]
    if rule.bymonthday:
        found["bymonthday"] = list(rule.bymonthday)
    if rule.valid_to:
        last = dt.datetime.combine(rule.valid_to, dt.time(23, 59), tzinfo=LONDON)
        found["until"] = rule.valid_to if rule.opens_at is None else last.astimezone(dt.UTC)
    return found


def _days_off(rule: Recurrence, closed: list[Closed], *, since: dt.date) -> set[dt.date]:
    found = set()
    for closure in closed:
        day = max(closure.starts_on, since)
        while day <= closure.ends_on:
            if rule.happens_on(day):
                found.add(day)
            day += dt.timedelta(days=1)
    return found


def _holidays_off(rule: Recurrence, *, since: dt.date) -> set[dt.date]:
    """Bank holidays on which it would happen: as far as they are known; the words of the event go further."""
    otherwise = replace(rule, off=frozenset())
    return {day for day in rule.off if day >= since and otherwise.happens_on(day)}


def _place(schedule: Schedule) -> str:
    links = list(schedule.service.service_at_locations.all())
    if schedule.service_at_location_id:
        links = [link for link in links if link.pk == schedule.service_at_location_id]
    if len(links) != 1:
        return ""
    location = links[0].location
    return ", ".join(
        dict.fromkeys(p for p in (location.name, location.address_1, location.city, location.postcode) if p)
    )
