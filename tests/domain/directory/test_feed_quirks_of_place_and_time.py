"""What real feeds do with places (10), hours (11) and coordinates (12); the other quirks are in `test_feed_quirks`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.feeds import clean_facts as facts
from alongside.directory.feeds.outline import in_united_kingdom
from alongside.directory.feeds.read_v3 import read_service
from alongside.directory.feeds.records import Note, ReadLocation
from alongside.directory.models import FeedRun, Location, Offer, Schedule
from alongside.places.geo import to_lat_lon, to_point
from tests.domain.directory import feed_records as made
from tests.domain.directory.feed_reading import bring_in, placed

pytestmark = pytest.mark.django_db
TEA = {"latitude": 51.5412, "longitude": -0.0612}


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., FeedRun]:
    """Import a feed that holds these records; again and again it is the same feed."""
    return partial(bring_in, tmp_path)


def read_place(**more: Any) -> tuple[ReadLocation, list[str]]:
    """That location as the reader gives it, and what it noted."""
    service = read_service(placed(**more))
    return service.locations[0], [note.reason for note in service.notes]


def weeks(**more: Any) -> list[tuple[list[str], dt.time | None, dt.time | None]]:
    """The times of a service with one schedule."""
    schedules = read_service(made.service("a", schedules=[{"id": "s", **more}])).schedules
    return [(one.byday, one.opens_at, one.closes_at) for one in schedules]


# 10 Places half told ---------------------------------------------------------------------------------------------


def test_quirk_10_a_service_without_a_location_comes_in_and_has_none(read: Callable[..., FeedRun]) -> None:
    read(made.service("a", service_at_locations=[{"id": "x"}, {"location": None}, {"location": {"id": "l"}}]))
    assert not Location.objects.exists()
    assert Offer.objects.get().point is None


@pytest.mark.parametrize(
    ("written", "postcode", "precision"),
    [("e81ea", "E8 1EA", "exact"), ("E8 1EA.", "E8 1EA", "exact"), ("London E8 1EA", "E8 1EA", "exact"),
     ("E8", "E8", "approximate"), ("E8 ***", "E8", "approximate"), ("e8 1**", "E8", "approximate"),
     ("NW1 1BB", "NW1 1BB", "approximate"), ("AB10 1AA", "AB10 1AA", ""), ("not known", "", "")],
)  # fmt: skip
def test_quirk_10_a_postcode_places_as_surely_as_it_was_told_and_a_retired_one_roughly(
    read: Callable[..., FeedRun], written: str, postcode: str, precision: str
) -> None:
    read(placed(postal_code=written))
    place = Location.objects.get()
    assert (place.postcode, place.precision, place.point is None) == (postcode, precision, not precision)


def test_quirk_10_that_a_postcode_is_not_in_use_is_told_to_the_steward(read: Callable[..., FeedRun]) -> None:
    run = read(placed(postal_code="NW1 1BB"))
    assert [(told.came_in, told.reason) for told in run.rejections.all()] == [
        (
            True,
            "The postcode NW1 1BB is not in use, as far as we know. The place is shown as only roughly known.",
        )
    ]


@pytest.mark.parametrize(
    "masked",
    [{"latitude": 51.54, "longitude": -0.06}, {"latitude": "51.540", "longitude": "-0.060"},
     {**TEA, "mask_exact_address": True},
     {**TEA, "addresses": [{"city": "London", "postal_code": "E8"}]}],
)  # fmt: skip
def test_quirk_10_a_place_that_is_masked_is_never_exact(
    read: Callable[..., FeedRun], masked: dict[str, Any]
) -> None:
    read(placed(**({"postal_code": "E8 1EA"} if "addresses" not in masked else {}) | masked))
    assert Location.objects.get().precision == "approximate"


# 11 Hours --------------------------------------------------------------------------------------------------------


def test_quirk_11_hours_in_prose_are_shown_and_never_guessed(read: Callable[..., FeedRun]) -> None:
    read(
        made.service("a", schedules=[{"id": "s", "description": "Most Mondays, ten till noon", "byday": ""}])
    )
    told = Schedule.objects.get()
    assert (told.description, told.byday, told.opens_at) == ("Most Mondays, ten till noon", [], None)
    assert Offer.objects.get().times is None


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [("10:00", "02:00", (10, 14)), ("14:00", "04:00", (14, 16)), ("20:00", "06:00", (20, None)),
     ("17:00", "07:00", (17, None)), ("10:00", "10:00", (10, None)), ("9:00", "11:00", (9, 11))],
)  # fmt: skip
def test_quirk_11_an_end_before_its_start_is_put_right_or_unknown(
    opens: str, closes: str, kept: tuple[int, int | None]
) -> None:
    start, end = kept
    assert weeks(byday="MO", opens_at=opens, closes_at=closes) == [
        (["MO"], dt.time(start), None if end is None else dt.time(end))
    ]


@pytest.mark.parametrize(
    "split",
    [[{"opens_at": "09:00", "closes_at": "12:00"}, {"opens_at": "14:00", "closes_at": "17:00"}],
     [{"opens_at": "09:00, 14:00", "closes_at": "12:00, 17:00"}],
     [{"opens_at": "9:00-12:00 and 2pm to 5pm"}]],
)  # fmt: skip
def test_quirk_11_a_day_with_two_openings_has_both(read: Callable[..., FeedRun], split: Any) -> None:
    read(
        made.service("a", schedules=[{"id": "s", "freq": "WEEKLY", "byday": "MO", **part} for part in split])
    )
    told = sorted(Schedule.objects.order_by("pk").values_list("opens_at", "closes_at"))
    assert told == [(dt.time(9), dt.time(12)), (dt.time(14), dt.time(17))]


def test_quirk_11_openings_that_do_not_pair_up_are_not_known() -> None:
    assert weeks(byday="MO", opens_at="09:00, 14:00", closes_at="12:00") == [(["MO"], None, None)]


@pytest.mark.parametrize(
    ("freq", "byday", "kept"),
    [("week", "Monday", ("WEEKLY", 1, ["MO"])), ("WEEKLY", "MO", ("WEEKLY", 1, ["MO"])),
     ("", "First and third Tuesday", ("MONTHLY", 1, ["1TU", "3TU"])),
     ("month", "last Friday", ("MONTHLY", 1, ["-1FR"])),
     ("", "Every other Tuesday", ("WEEKLY", 2, ["TU"])), ("bi-weekly", "Weds", ("WEEKLY", 2, ["WE"]))],
)  # fmt: skip
def test_quirk_11_days_and_frequencies_in_words(
    read: Callable[..., FeedRun], freq: str, byday: str, kept: tuple[str, int, list[str]]
) -> None:
    read(made.service("a", schedules=[{"id": "s", "freq": freq, "byday": byday}]))
    told = Schedule.objects.get()
    assert (told.freq, told.interval, told.byday) == kept


@pytest.mark.parametrize(("freq", "kept"), [("week", "WEEKLY"), ("Month", "MONTHLY"), ("WEEKLY", "WEEKLY")])
def test_quirk_11_a_frequency_in_other_words_repeats_though_no_day_is_named(
    read: Callable[..., FeedRun], freq: str, kept: str
) -> None:
    read(made.service("a", schedules=[{"id": "s", "freq": freq, "dtstart": "2026-11-02"}]))
    assert Schedule.objects.get().freq == kept


@pytest.mark.parametrize(
    "written",
    ["2023-06-04T23:00:00Z", "2023-06-05T00:00:00+01:00", "2023-06-05 09:00:00", "20230605T080000Z"],
)
def test_quirk_11_a_full_timestamp_begins_on_londons_day(read: Callable[..., FeedRun], written: str) -> None:
    read(made.service("a", schedules=[made.weekly("MO", dtstart=written, valid_from=written)]))
    assert (Schedule.objects.get().dtstart, Schedule.objects.get().valid_from) == (dt.date(2023, 6, 5),) * 2


# 12 Coordinates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lat", "lon", "noted"),
    [("51.5412", "-0.0612", []), (" 51,5412 ", "-0,0612", []), ("51.5412° N", "0.0612° W", []),
     (-0.0612, 51.5412, [facts.SWAPPED]), ("-0.0612", "51.5412", [facts.SWAPPED])],
)  # fmt: skip
def test_quirk_12_coordinates_as_text_or_swapped_are_put_right_and_exact(
    read: Callable[..., FeedRun], lat: Any, lon: Any, noted: list[str]
) -> None:
    read(placed(latitude=lat, longitude=lon))
    place = Location.objects.get()
    assert place.precision == "exact"
    assert to_lat_lon(place.point) == pytest.approx((51.5412, -0.0612), abs=1e-5)
    assert read_place(latitude=lat, longitude=lon)[1] == noted


def test_quirk_12_the_meridian_is_not_nowhere() -> None:
    place, noted = read_place(latitude=51.4779, longitude=0)
    assert (place.lat, place.lon, place.approximate, noted) == (51.4779, 0, False, [])


NOT_BELIEVED = [
    (0, 0, facts.NOBODY_FILLED_IN), ("0.0", "0", facts.NOBODY_FILLED_IN), (48.8566, 2.3522, facts.ABROAD),
    (53.3498, -6.2603, facts.ABROAD), (50.9513, 1.8587, facts.ABROAD), (100, 101, facts.ABROAD),
    ("near the park", "-", facts.UNREADABLE), ([51.5], {}, facts.UNREADABLE), ("51.5412", "", facts.HALF),
    (None, -0.0612, facts.HALF),
]  # fmt: skip


@pytest.mark.parametrize(("lat", "lon", "reason"), NOT_BELIEVED)
def test_quirk_12_coordinates_nobody_can_believe_are_refused_with_the_reason(
    lat: Any, lon: Any, reason: str
) -> None:
    place, noted = read_place(postal_code="E8 1EA", latitude=lat, longitude=lon)
    assert (place.lat, place.lon, noted) == (None, None, [reason])
    assert place.approximate, "where its postcode puts it is only roughly true"


def test_quirk_12_a_reason_names_the_location_and_is_told_once() -> None:
    bad = made.at(made.location("hall", latitude=0, longitude=0))
    lonely = {"location": {"latitude": 91, "longitude": 181}}
    service = read_service(made.service("a", service_at_locations=[bad, bad, lonely]))
    assert service.notes == [Note("hall", facts.NOBODY_FILLED_IN), Note("of:a:2", facts.ABROAD)]
    assert [place.source_id for place in service.locations] == ["hall"], "nothing else was said of the other"


def test_quirk_12_a_place_whose_coordinates_are_refused_is_roughly_where_its_postcode_is(
    read: Callable[..., FeedRun],
) -> None:
    read(placed(postal_code="E8 1EA", latitude=0, longitude=0))
    place = Location.objects.get()
    assert place.point is not None
    assert place.precision == "approximate"
    run = FeedRun.objects.get()
    told = run.rejections.get()
    assert (run.noted, run.rejected, told.came_in, told.reason) == (1, 0, True, facts.NOBODY_FILLED_IN)


@given(st.floats(49, 62), st.floats(-10, 3))
def test_quirk_12_whatever_lies_in_the_outline_can_be_kept_on_the_grid(lat: float, lon: float) -> None:
    if in_united_kingdom(lat, lon):
        to_point(lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(49.914, -6.315), (51.129, 1.313), (52.4805, 1.7535), (60.8, -0.82), (59.53, -1.63), (57.8133, -8.5655),
     (54.479, -8.09), (54.997, -7.32), (54.18, -6.34), (55.29, -6.19)],
)  # fmt: skip
def test_quirk_12_the_edges_of_the_country_are_in_it(lat: float, lon: float) -> None:
    assert in_united_kingdom(lat, lon)
