"""A calendar says the same dates as the finder, on the wall clock of London, closed days left out."""

import datetime as dt
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from alongside.directory import days_off
from alongside.directory.calendar_queries import of_services
from alongside.directory.calendars import calendar_of
from alongside.directory.finder import recurrence_of
from alongside.directory.models import Closure, Schedule
from alongside.directory.schedules import LONDON, Closed, occurrences
from tests.factories.directory import a_location, a_service

AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
DAYS = 120


def dates_of(text: bytes) -> list[dt.datetime | dt.date]:
    """The starts in the calendar from AT on, expanded by somebody else's code."""
    found: list[Any] = []
    for event in Calendar.from_ical(text).walk("VEVENT"):
        starts = event["dtstart"].dt
        naive = (
            starts.replace(tzinfo=None)
            if isinstance(starts, dt.datetime)
            else dt.datetime.combine(starts, dt.time())
        )
        days = [naive]
        if "rrule" in event:
            rule = event["rrule"].to_ical().decode()
            parts = [p for p in rule.split(";") if not p.startswith("UNTIL")]
            last = event["rrule"].get("until", [dt.datetime(2100, 1, 1, tzinfo=dt.UTC)])[0]
            last = last.astimezone(LONDON).date() if isinstance(last, dt.datetime) else last
            end = dt.datetime.combine((AT + dt.timedelta(days=DAYS - 1)).date(), dt.time.max)
            days = [
                d
                for d in rrulestr(";".join(parts), dtstart=naive).between(naive, end, inc=True)
                if d.date() <= last
            ]
        off = event.get("exdate", [])
        off = off if isinstance(off, list) else [off]
        gone = {d.dt.date() if isinstance(d.dt, dt.datetime) else d.dt for one in off for d in one.dts}
        for day in days:
            if day.date() in gone:
                continue
            found.append(day.replace(tzinfo=LONDON) if isinstance(starts, dt.datetime) else day.date())
    return sorted({d for d in found if (d.date() if isinstance(d, dt.datetime) else d) >= AT.date()}, key=str)


def said_by_the_finder(schedules: list[Schedule], closed: list[Closed]) -> list[dt.datetime | dt.date]:
    rules = [recurrence_of(one, days_off.of_schedule(one.service, one)) for one in schedules]
    begin = dt.datetime.combine(AT.date(), dt.time(), tzinfo=LONDON) - dt.timedelta(seconds=1)
    found = occurrences(rules, at=begin + dt.timedelta(seconds=1), days=DAYS, closed=closed)
    return sorted({o.starts or o.day for o in found}, key=str)


BYDAY = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
)
NTH = st.lists(st.sampled_from(["1MO", "2TU", "3WE", "-1FR", "4SU"]), min_size=1, max_size=2, unique=True)
START = st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)))
RULES = st.one_of(
    st.fixed_dictionaries(
        {"freq": st.just("WEEKLY"), "byday": BYDAY, "interval": st.just(1), "dtstart": START}
    ),
    st.fixed_dictionaries(
        {
            "freq": st.just("WEEKLY"),
            "byday": BYDAY,
            "interval": st.integers(2, 4),
            "dtstart": st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
        }
    ),
    st.fixed_dictionaries(
        {"freq": st.just("MONTHLY"), "byday": NTH, "interval": st.just(1), "dtstart": START}
    ),
    st.fixed_dictionaries({"freq": st.just("MONTHLY"), "bymonthday": st.sampled_from([[1], [15, 31], [-1]])}),
    st.fixed_dictionaries(
        {"freq": st.just(""), "dtstart": st.dates(dt.date(2026, 10, 2), dt.date(2026, 12, 1))}
    ),
)


@pytest.mark.django_db
@given(
    rule=RULES,
    opens=st.sampled_from([None, "00:30", "01:30", "14:00"]),
    until=st.one_of(st.none(), st.dates(dt.date(2026, 11, 1), dt.date(2027, 3, 1))),
    shut=st.one_of(
        st.none(), st.tuples(st.dates(dt.date(2026, 10, 1), dt.date(2026, 12, 1)), st.integers(0, 20))
    ),
    says=st.sampled_from(["", "meets", "closed"]),
    postcode=st.sampled_from(["", "E8 1EA", "EH1 1AA", "BT1 1AA", "TD15 1AA"]),
)
@settings(max_examples=90, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_says_the_dates_the_finder_says(  # noqa: PLR0917 – what hypothesis draws
    rule: Any, opens: str | None, until: Any, shut: Any, says: str, postcode: str
) -> None:
    place = a_location(534_870, 184_694)
    place.postcode = postcode
    place.save()
    service = a_service(
        schedules=[{**rule, "opens_at": opens, "valid_to": until}],
        at=[place],
        bank_holidays=says,
        refresh=False,
    )
    if shut:
        Closure.objects.create(
            service=service, starts_on=shut[0], ends_on=shut[0] + dt.timedelta(days=shut[1]), made_at=AT
        )
    ((_service, schedules, closed),) = of_services([service.pk], at=AT)
    text = calendar_of("Test", [(service, schedules, closed)], at=AT, site="https://example.org")
    assert dates_of(text) == said_by_the_finder(schedules, closed)


@pytest.mark.django_db
def test_two_in_the_afternoon_stays_two_when_the_clocks_change() -> None:
    service = a_service(
        schedules=[{"freq": "WEEKLY", "byday": ["SU"], "opens_at": "14:00", "closes_at": "16:00"}]
    )
    text = calendar_of("Test", of_services([service.pk], at=AT), at=AT, site="https://example.org").decode()
    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=Europe/London:20261004T140000" in text
    assert "DTEND;TZID=Europe/London:20261004T160000" in text


@pytest.mark.django_db
def test_an_event_keeps_its_name_and_uid_and_nothing_breaks_out() -> None:
    service = a_service(
        "Tea; chat,\r\nBEGIN:VALARM", schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "10:00"}]
    )
    once, twice = (calendar_of("x", of_services([service.pk], at=AT), at=AT, site="") for _ in range(2))
    assert once == twice
    (event,) = Calendar.from_ical(once).walk("VEVENT")
    assert not Calendar.from_ical(once).walk("VALARM")
    assert "Tea; chat," in str(event["summary"])
