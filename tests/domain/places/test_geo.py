"""Distance, walking time and conversion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.places.geo import Point, distance_m, read_point, to_lat_lon, to_point, walking_minutes


def test_the_ordnance_survey_worked_example_converts_within_three_metres():
    """Caister water tower, from “A guide to coordinate systems in Great Britain”, annexe C."""
    tower = to_point(52.657977, 1.716074)
    assert distance_m(tower, Point(651_409.9, 313_177.3)) < 3


def test_a_position_outside_great_britain_is_refused():
    with pytest.raises(ValueError, match="outside Great Britain"):
        to_point(48.85, 2.35)


@given(st.floats(100_000, 600_000), st.floats(50_000, 1_000_000))
def test_there_and_back_is_within_a_metre(easting: float, northing: float):
    here = Point(easting, northing)
    assert distance_m(here, to_point(*to_lat_lon(here))) < 1


@pytest.mark.parametrize(("metres", "usual", "gentle"), [(0, 1, 1), (80, 2, 3), (400, 7, 11), (1000, 17, 28)])
def test_walking_time_counts_the_detour_and_the_pace(metres: float, usual: int, gentle: int):
    assert walking_minutes(metres) == usual
    assert walking_minutes(metres, gentle=True) == gentle


@pytest.mark.parametrize("text", ["(1,2)", "( 1 , 2 )", "(1.0,2.0)", "(1e0,2)"])
def test_a_point_is_read_as_postgresql_writes_it(text: str):
    assert read_point(text) == Point(1, 2)


@pytest.mark.parametrize("text", ["", "1,2", "(1)", "(a,b)", "(1,2) or 1=1"])
def test_what_is_not_a_point_is_refused(text: str):
    with pytest.raises(ValueError):
        read_point(text)
