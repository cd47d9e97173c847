"""Bank holidays: a service that is closed then loses those days everywhere, one that meets is not doubted."""

import calendar
import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.core.clock import now
from alongside.core.working_days import Nation, bank_holidays, bank_holidays_known_until
from alongside.directory import days_off
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.finder import Result, shortlist
from alongside.directory.models import Location, Schedule, Service
from alongside.directory.queries import coming_up
from alongside.directory.rules import Facts
from alongside.directory.schedules import DAYS, HORIZON_DAYS, Closed, Recurrence, occurrences
from alongside.directory.service_facts import facts_of
from alongside.places.nations import nations_of
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_location, a_service

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = dt.datetime(2026, 12, 24, 12, tzinfo=LONDON)
"""Friday 25 December and Monday 28 are bank holidays; in Scotland Monday 4 January too."""
MONDAYS = {"freq": "WEEKLY", "byday": ["MO"], "opens_at": "14:00", "closes_at": "16:00"}
E, W, S = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND


def hall(postcode: str) -> Location:
    place = a_location(534_870, 184_694)
    place.postcode = postcode
    place.save()
    return place


def found(at: dt.datetime = CHRISTMAS) -> Result:
    (result,) = shortlist(Facts(), at=at).results
    return result


def days(result: Result) -> list[dt.date]:
    return [one.day for one in result.next]


# The finder -------------------------------------------------------------------------------------------------


def test_what_is_closed_then_is_not_on_and_the_day_left_out_is_said(partnership: Any) -> None:
    a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="closed")
    assert days(found()) == [dt.date(2027, 1, 4), dt.date(2027, 1, 11), dt.date(2027, 1, 18)]
    assert "Not on 28 December, a bank holiday" in found().obstacles
    assert not any("ask if it is on" in line for line in found().obstacles)


def test_a_day_left_out_later_than_the_next_is_not_in_the_way(partnership: Any) -> None:
    a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="closed")
    result = found(dt.datetime(2026, 12, 20, 12, tzinfo=LONDON))
    assert days(result) == [dt.date(2026, 12, 21), dt.date(2027, 1, 4), dt.date(2027, 1, 11)]
    assert not any("bank holiday" in line for line in result.obstacles)


def test_what_meets_then_is_not_doubted(partnership: Any) -> None:
    a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="meets")
    assert days(found())[0] == dt.date(2026, 12, 28)
    assert "On, although 28 December is a bank holiday" in found().reasons
    assert not any("bank holiday" in line for line in found().obstacles)


def test_where_nobody_said_one_is_told_to_ask(partnership: Any) -> None:
    a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS])
    assert days(found())[0] == dt.date(2026, 12, 28)
    assert "28 December is a bank holiday – ask if it is on" in found().obstacles


def test_the_days_are_those_of_the_nation_it_is_in(partnership: Any) -> None:
    a_service("Walk", at=[hall("EH1 1AA")], schedules=[MONDAYS], bank_holidays="closed")
    assert days(found())[0] == dt.date(2027, 1, 11), "in Scotland the day after New Year moves to the Monday"


def test_what_has_no_place_of_its_own_goes_by_the_places_of_its_service(partnership: Any) -> None:
    a_service("Ring", at=[hall("EH1 1AA")], modes=["phone"], schedules=[MONDAYS], bank_holidays="closed")
    assert found().distance_m is None
    assert days(found())[0] == dt.date(2027, 1, 11)


def test_on_the_border_a_day_is_left_out_only_where_both_have_it_and_asked_about_where_one_has(
    partnership: Any,
) -> None:
    a_service("Walk", at=[hall("TD15 1AA")], schedules=[MONDAYS], bank_holidays="closed")
    assert days(found())[0] == dt.date(2027, 1, 4)
    assert "4 January is a bank holiday – ask if it is on" in found().obstacles


def test_a_date_that_is_named_itself_stands(partnership: Any) -> None:
    once = {"dtstart": dt.date(2026, 12, 25), "opens_at": "12:00"}
    a_service("Christmas lunch", at=[hall("E8 1EA")], schedules=[once], bank_holidays="closed")
    assert days(found()) == [dt.date(2026, 12, 25)]
    assert "25 December is a bank holiday – ask if it is on" in found().obstacles


def test_beyond_the_years_that_are_known_it_says_so(partnership: Any) -> None:
    a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="closed")
    last = bank_holidays_known_until()
    after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(9), tzinfo=LONDON)
    assert f"The bank holidays of {after.year} are not known yet – ask" in found(after).obstacles
    assert not any("not known yet" in line for line in found(after - dt.timedelta(days=60)).obstacles)


def test_soonest_first_goes_by_the_days_that_are_left(partnership: Any) -> None:
    a_service("Closed then", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="closed")
    a_service("Tuesdays", at=[hall("E8 1EA")], schedules=[{**MONDAYS, "byday": ["TU"]}])
    order = shortlist(Facts(), at=CHRISTMAS, order="soonest").results
    assert [one.service for one in order] == ["Tuesdays", "Closed then"]


# Pages and the week ---------------------------------------------------------------------------------------------


def test_its_page_and_the_week_leave_the_day_out_too(partnership: Any) -> None:
    service = a_service("Walk", at=[hall("E8 1EA")], schedules=[MONDAYS], bank_holidays="closed")
    facts = facts_of(service.pk, at=CHRISTMAS)
    assert facts is not None
    assert facts.next[0].date() == dt.date(2027, 1, 4)
    assert facts.on_holidays == "Not on bank holidays."
    assert coming_up(at=CHRISTMAS) == []
    Service.objects.update(bank_holidays="meets")
    assert [one.starts_at.date() for one in coming_up(at=CHRISTMAS)] == [dt.date(2026, 12, 28)]


# What a feed says, and what people say over it ----------------------------------------------------------------------


def test_what_was_put_right_outlives_the_next_import(partnership: Any, tmp_path: Path, cast: Any) -> None:
    from alongside.directory.actions import entries
    from alongside.directory.actions.upkeep import By

    def fed(**more: Any) -> Service:
        path = tmp_path / "city.json"
        schedule = made.weekly("MO", description="Except bank holidays")
        path.write_text(json.dumps([made.service("1", schedules=[schedule], **more)]))
        import_feed(Importing(str(path), "City list"), at=now())
        return Service.objects.get()

    service = fed()
    assert service.bank_holidays == "closed"
    by = By(member=cast.steward, name="Stu")
    entries.edit(service=service, values={"bank_holidays": "meets"}, confirms=False, by=by, at=now())
    assert fed(alert="New hall").bank_holidays == "meets"


# The nation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "nations"),
    [
        ("E8 1EA", {E}), ("CF10 1AA", {E}), ("NE1", {E}), ("EH1 1AA", {W}), ("G2", {W}), ("ZE1 0AA", {W}),
        ("TD9 7AA", {W}), ("TD15 1AA", {E, W}), ("BT1 1AA", {S}), ("JE2 3AB", set()), ("", set()), ("?", set()),
    ],
)  # fmt: skip
def test_a_postcode_tells_the_nation(postcode: str, nations: set[Nation]) -> None:
    assert nations_of(postcode) == nations


def test_each_nation_has_days_of_its_own() -> None:
    assert dt.date(2026, 11, 30) in bank_holidays(Nation.SCOTLAND) - bank_holidays()
    assert dt.date(2026, 3, 17) in bank_holidays(Nation.NORTHERN_IRELAND) - bank_holidays()
    assert days_off.where(["EH1 1AA", "E8 1EA"]) == {E, W}
    assert days_off.where(["", "JE2 3AB"]) == {E}, "where nothing tells, England and Wales"


# Against a naive reading, day by day -----------------------------------------------------------------------------


def naive(rule: dict[str, Any], day: dt.date) -> bool:
    """Whether it happens on a day, by counting: written without a look at the rule it checks."""
    if rule["dtstart"] and day < rule["dtstart"]:
        return False
    if rule["valid_to"] and day > rule["valid_to"]:
        return False
    if rule["freq"] == "":
        return day == rule["dtstart"]
    name, start = DAYS[day.weekday()], rule["dtstart"]
    if rule["freq"] == "WEEKLY":
        week, first = (one - dt.timedelta(days=one.weekday()) for one in (day, start))
        return name in rule["byday"] and ((week - first).days // 7) % rule["interval"] == 0
    month = [dt.date(day.year, day.month, n + 1) for n in range(calendar.monthrange(day.year, day.month)[1])]
    chosen = [month[n - 1 if n > 0 else n] for n in rule["bymonthday"] if abs(n) <= len(month)]
    for entry in rule["byday"]:
        same = [one for one in month if DAYS[one.weekday()] == entry[-2:]]
        nth = int(entry[:-2])
        chosen += [same[nth - 1 if nth > 0 else nth]] if abs(nth) <= len(same) else []
    between = (day.year - start.year) * 12 + day.month - start.month
    return day in chosen and between % rule["interval"] == 0


def on_the_wall(day: dt.date, opens: dt.time) -> dt.datetime:
    """The moment clocks show it; where they skip it, an hour on, as in spring at half past one."""
    moment = dt.datetime.combine(day, opens, tzinfo=LONDON)
    back = moment.astimezone(dt.UTC).astimezone(LONDON)
    return (
        moment
        if back.time() == opens
        else dt.datetime.combine(day, dt.time(opens.hour + 1, opens.minute), LONDON)
    )


START = st.dates(dt.date(2025, 9, 1), dt.date(2027, 6, 1))
ONE = {"byday": st.just([]), "bymonthday": st.just([]), "dtstart": START, "interval": st.integers(1, 3)}
ANY_RULE = st.one_of(
    st.fixed_dictionaries({**ONE, "freq": st.just("")}),
    st.fixed_dictionaries(
        {
            **ONE,
            "freq": st.just("WEEKLY"),
            "byday": st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True),
        }
    ),
    st.fixed_dictionaries(
        {
            **ONE,
            "freq": st.just("MONTHLY"),
            "byday": st.lists(
                st.sampled_from(["1MO", "2FR", "-1MO", "-1FR", "5TU"]), min_size=1, unique=True
            ),
        }
    ),
    st.fixed_dictionaries(
        {
            **ONE,
            "freq": st.just("MONTHLY"),
            "bymonthday": st.lists(st.sampled_from([1, 2, 25, 26, 31, -1, -7]), min_size=1, unique=True),
        }
    ),
)
DIVISIONS = {E: BankHolidays.ENGLAND_AND_WALES, W: BankHolidays.SCOTLAND, S: BankHolidays.NORTHERN_IRELAND}
EVERY_MONDAY = {
    "freq": "WEEKLY",
    "byday": ["MO"],
    "bymonthday": [],
    "dtstart": dt.date(2026, 1, 5),
    "interval": 1,
}


@given(
    rule=ANY_RULE,
    until=st.one_of(st.none(), st.dates(dt.date(2026, 11, 1), dt.date(2027, 12, 1))),
    opens=st.sampled_from([dt.time(0, 30), dt.time(1, 30), dt.time(14)]),
    asked=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 1)),
    shut=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=2),
    nation=st.sampled_from([E, W, S]),
    says=st.sampled_from(["", "meets", "closed"]),
)
@example(EVERY_MONDAY, None, dt.time(14), dt.date(2026, 12, 24), [], E, "closed")
@example(EVERY_MONDAY, None, dt.time(14), dt.date(2026, 3, 20), [(5, 9)], S, "closed")
def test_what_is_expanded_is_what_one_counts_on_a_calendar(  # noqa: PLR0917 – what hypothesis draws, in the examples' order
    rule: Any, until: Any, opens: dt.time, asked: dt.date, shut: Any, nation: Nation, says: str
) -> None:
    rule = {**rule, "valid_to": until}
    package = BankHolidays(use_cached_holidays=True).get_holidays(division=DIVISIONS[nation])
    holidays = {one["date"] for one in package} if says == "closed" and rule["freq"] else set()
    closed = [
        Closed(asked + dt.timedelta(days=first), asked + dt.timedelta(days=first + more))
        for first, more in shut
    ]
    expected = []
    for ahead in range(HORIZON_DAYS):
        day = asked + dt.timedelta(days=ahead)
        is_closed = any(one.starts_on <= day <= one.ends_on for one in closed)
        if naive(rule, day) and day not in holidays and not is_closed:
            expected.append(on_the_wall(day, opens))
    ours = Recurrence(
        **{**rule, "byday": tuple(rule["byday"]), "bymonthday": tuple(rule["bymonthday"])},
        opens_at=opens,
        off=days_off.left_out(says, frozenset({nation})),
    )
    begin = dt.datetime.combine(asked, dt.time(), tzinfo=LONDON)
    found = [one.starts for one in occurrences([ours], at=begin, closed=closed)]
    assert [one.isoformat() for one in found if one] == [one.isoformat() for one in expected]


def test_every_way_of_repeating_is_counted_on_the_calendar() -> None:
    """Whoever adds a frequency adds it to the rules above."""
    assert set(Schedule._meta.get_field("freq").choices or ()) == {
        ("WEEKLY", "Every week"),
        ("MONTHLY", "Every month"),
    }
