"""Which stops are told beside a place: the nearest of each way, within a walk, many places at once."""

from __future__ import annotations

import math

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.places.enums import StopKind
from alongside.places.geo import Point
from alongside.places.models import Stop
from alongside.places.stops import WAYS, NearStop, nearest

HERE = Point(534_870.0, 184_694.0)
pytestmark = pytest.mark.django_db


def put(*stops: tuple[StopKind, str, float, float]) -> None:
    """Stops so many metres east and north of here."""
    Stop.objects.bulk_create(
        Stop(code=f"T{n:04}", kind=kind, name=name, loc=Point(HERE.easting + east, HERE.northing + north))
        for n, (kind, name, east, north) in enumerate(stops)
    )


def told(*, at: Point = HERE) -> list[str]:
    return [str(stop) for stop in nearest([at]).get(at, ())]


def test_a_bus_stop_with_a_pole_on_each_side_is_told_once_and_nearest_comes_first() -> None:
    put(
        (StopKind.BUS, "Mare Street", 110, 0),
        (StopKind.BUS, "Mare Street", 90, 0),
        (StopKind.BUS, "Graham Road", 200, 0),
        (StopKind.TRAIN, "Hackney Central", 0, 500),
        (StopKind.UNDERGROUND, "Bethnal Green", 0, 700),
        (StopKind.FERRY, "Canal Steps", 0, 30),
    )
    assert told() == [
        "Ferry Canal Steps, 1 minute’s walk",
        "Bus stop Mare Street, 2 minutes’ walk",
        "Train station Hackney Central, 9 minutes’ walk",
    ]


@pytest.mark.parametrize(
    ("kind", "metres", "is_told"),
    [
        (StopKind.BUS, 400, True),
        (StopKind.BUS, 401, False),
        (StopKind.BUS_STATION, 400, True),
        (StopKind.TRAIN, 800, True),
        (StopKind.TRAIN, 801, False),
        (StopKind.TRAM, 800, True),
        (StopKind.FERRY, 801, False),
    ],
)
def test_one_walks_farther_to_a_train_than_to_a_bus(kind: StopKind, metres: int, is_told: bool) -> None:
    put((kind, "There", metres, 0))
    assert bool(told()) is is_told


def test_nothing_known_is_nothing_said() -> None:
    assert nearest([HERE]) == {}
    assert nearest([]) == {}


def test_every_kind_is_one_way_of_getting_about_and_has_its_words() -> None:
    kinds = [kind for _reach, kinds in WAYS for kind in kinds]
    assert sorted(kinds) == sorted(StopKind)
    for kind in kinds:
        assert str(NearStop(kind, "There", 1)).startswith(f"{kind.label} There, ")


def test_on_a_page_from_right_to_left_the_minutes_stay_with_their_words() -> None:
    with translation.override("he"):
        assert "\u2068Mare Street\u2069" in str(NearStop(StopKind.BUS, "Mare Street", 90))


def test_many_places_are_one_query() -> None:
    put((StopKind.BUS, "Mare Street", 90, 0))
    with CaptureQueriesContext(connection) as queries:
        found = nearest(Point(HERE.easting + n, HERE.northing) for n in range(200))
    assert len(found) == 200
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        nearest([])
    assert len(queries) == 0


@pytest.mark.parametrize(
    ("changed", "constraint"), [({"kind": "taxi"}, "places_stop_kind"), ({"name": ""}, "places_stop_named")]
)
def test_a_stop_has_a_kind_we_know_and_a_name(changed: dict[str, str], constraint: str) -> None:
    usual = {"code": "1", "kind": "bus", "name": "Mare Street", "loc": HERE}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Stop.objects.create(**(usual | changed))


metres = st.integers(-900, 900)
some_stops = st.lists(
    st.tuples(st.sampled_from(list(StopKind)), st.sampled_from("ABC"), metres, metres), max_size=25
)


def by_hand(at: Point, stops: list[tuple[StopKind, str, float, float]]) -> list[tuple[str, str, float]]:
    """What is told, looked for one stop after the other."""
    found = []
    for reach, kinds in WAYS:
        near = [
            (math.hypot(HERE.easting + east - at.easting, HERE.northing + north - at.northing), name, n, kind)
            for n, (kind, name, east, north) in enumerate(stops)
            if kind in kinds
        ]
        found += [(kind, name, far) for far, name, _n, kind in sorted(near)[:1] if far <= reach]
    return sorted(found, key=lambda one: one[2])


@settings(max_examples=60, deadline=None)
@given(stops=some_stops, places=st.lists(st.tuples(metres, metres), min_size=1, max_size=5, unique=True))
def test_the_database_chooses_as_one_would_by_hand(
    stops: list[tuple[StopKind, str, float, float]], places: list[tuple[int, int]]
) -> None:
    Stop.objects.all().delete()
    put(*stops)
    points = [Point(HERE.easting + east, HERE.northing + north) for east, north in places]
    found = nearest(points)
    for point in points:
        assert [
            (stop.kind, stop.name, pytest.approx(stop.metres)) for stop in found.get(point, ())
        ] == by_hand(point, stops)
