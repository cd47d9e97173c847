"""A service ages, leaves the results and comes back; the rule and its SQL agree."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory import offers
from alongside.directory.models import Offer
from alongside.directory.rules.freshness import GRACE_MONTHS, Ages, Freshness, freshness, out_on
from tests.factories.directory import a_service

AGES = Ages()
CAME = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-01-31", Freshness.FRESH),
        ("2026-07-30", Freshness.FRESH),
        ("2026-07-31", Freshness.AGEING),
        ("2026-10-30", Freshness.AGEING),
        ("2026-10-31", Freshness.STALE),
        ("2027-01-30", Freshness.STALE),
        ("2027-01-31", Freshness.OUT),
    ],
)
def test_months_are_those_of_the_calendar(on: str, state: Freshness) -> None:
    confirmed = dt.date(2026, 1, 31)
    assert freshness(confirmed_on=confirmed, came_on=CAME, on=dt.date.fromisoformat(on), ages=AGES) == state


def test_what_was_never_confirmed_counts_from_when_it_came() -> None:
    came = dt.date(2026, 1, 15)
    assert freshness(confirmed_on=None, came_on=came, on=dt.date(2026, 7, 14), ages=AGES) == Freshness.FRESH
    assert freshness(confirmed_on=None, came_on=came, on=dt.date(2027, 1, 15), ages=AGES) == Freshness.OUT


def test_a_new_feed_with_old_dates_keeps_its_place_for_a_while_marked_as_old() -> None:
    came, old = dt.date(2026, 11, 1), dt.date(2019, 5, 1)
    assert freshness(confirmed_on=old, came_on=came, on=came, ages=AGES) == Freshness.STALE
    assert out_on(confirmed_on=old, came_on=came, ages=AGES) == dt.date(2027, 2, 1)


@pytest.mark.parametrize("numbers", [(0, 9, 12), (9, 6, 12), (6, 9, 9), (6, 9, 121)])
def test_ages_that_make_no_sense_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        Ages(*numbers)


@given(
    since=st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 31)),
    came=st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 31)),
    days=st.integers(0, 800),
)
def test_a_service_never_gets_fresher_by_waiting(since: dt.date, came: dt.date, days: int) -> None:
    order = list(Freshness)
    early, late = (
        freshness(confirmed_on=since, came_on=came, on=max(since, came) + dt.timedelta(n), ages=AGES)
        for n in (0, days)
    )
    assert order.index(early) <= order.index(late)


@pytest.mark.django_db
@pytest.mark.parametrize("confirmed", [None, dt.date(2024, 2, 29), dt.date(2026, 8, 31)])
@pytest.mark.parametrize("came", [dt.date(2023, 3, 31), dt.date(2026, 8, 31)])
def test_the_results_hold_it_until_the_very_day(confirmed: dt.date | None, came: dt.date) -> None:
    created = dt.datetime.combine(came, dt.time(12), tzinfo=dt.UTC)
    last = out_on(confirmed_on=confirmed, came_on=came, ages=AGES)
    service = a_service(confirmed_on=confirmed, created_at=created, on=last - dt.timedelta(1))
    assert Offer.objects.filter(service=service).exists()
    offers.refresh([service.pk], on=last)
    assert not Offer.objects.filter(service=service).exists()


@pytest.mark.django_db
def test_a_place_may_set_its_own_months(settings: Any) -> None:
    settings.DIRECTORY_MONTHS = (1, 2, 4)
    service = a_service(confirmed_on=dt.date(2026, 1, 1), on=dt.date(2026, 4, 30))
    assert GRACE_MONTHS < 4
    assert Offer.objects.filter(service=service).exists() is True
    offers.refresh([service.pk], on=dt.date(2027, 2, 22))
    assert not Offer.objects.filter(service=service).exists()
