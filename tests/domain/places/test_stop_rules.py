"""What a row of the register of stops means: kinds, names, what is in use, and which positions are believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.places.enums import StopKind
from alongside.places.geo import Point, to_lat_lon, to_point
from alongside.places.stop_rules import Unusable, in_great_britain, is_in_use, kind_of, name_of, place_of

HACKNEY = Point(534_870, 184_694)


@pytest.mark.parametrize(
    ("stop_type", "bus_stop_type", "name", "kind"),
    [
        ("BCT", "MKD", "Mare Street", StopKind.BUS),
        ("bct", "CUS", "The Green", StopKind.BUS),
        ("BCT", "HAR", "Church Lane", None),
        ("BCT", "FLX", "Villages", None),
        ("BCS", "", "Bus Station", StopKind.BUS_STATION),
        ("BCQ", "", "Bus Station", StopKind.BUS_STATION),
        ("BST", "", "Bus Station", StopKind.BUS_STATION),
        ("BCE", "", "Bus Station", StopKind.BUS_STATION),
        ("RLY", "", "Hackney Central Rail Station", StopKind.TRAIN),
        ("RSE", "", "Hackney Central", StopKind.TRAIN),
        ("RPL", "", "Hackney Central", StopKind.TRAIN),
        ("MET", "", "Old Street Underground Station", StopKind.UNDERGROUND),
        ("TMU", "", "Old Street Underground Station", StopKind.UNDERGROUND),
        ("PLT", "", "Wandle Park Tram Stop", StopKind.TRAM),
        ("FER", "", "Greenwich Pier", StopKind.FERRY),
        ("FBT", "", "Greenwich Pier", StopKind.FERRY),
        ("FTD", "", "Greenwich Pier", StopKind.FERRY),
        ("TXR", "", "Taxis", None),
        ("AIR", "", "Airport", None),
        ("LCB", "", "Cable car", None),
        ("", "", "", None),
    ],
)
def test_types_of_the_register_are_what_somebody_finds_there(
    stop_type: str, bus_stop_type: str, name: str, kind: StopKind | None
) -> None:
    assert kind_of(stop_type, bus_stop_type, name) is kind


def test_the_underground_is_known_by_its_codes_too() -> None:
    assert kind_of("MET", "", "Bank", "940GZZLUBNK") is StopKind.UNDERGROUND
    assert kind_of("PLT", "", "Bank DLR", "9400ZZDLBNK1") is StopKind.TRAM


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (StopKind.BUS, "Hackney Central Station", "Hackney Central Station"),
        (StopKind.BUS, "  Mare\tStreet \x00 ", "Mare Street"),
        (StopKind.TRAIN, "Hackney Central Rail Station", "Hackney Central"),
        (StopKind.TRAIN, "Leeds Station", "Leeds"),
        (StopKind.TRAIN, "Station", "Station"),
        (StopKind.TRAIN, "Rail Station", "Rail"),
        (StopKind.UNDERGROUND, "Old Street Underground Station", "Old Street"),
        (StopKind.TRAM, "Shadwell DLR Station", "Shadwell DLR"),
        (StopKind.TRAM, "Wandle Park Tram Stop", "Wandle Park"),
        (StopKind.TRAM, "Haymarket (Tyne and Wear Metro Station)", "Haymarket"),
        (StopKind.TRAM, "Piccadilly Gardens (Manchester Metrolink)", "Piccadilly Gardens"),
        (StopKind.BUS_STATION, "Stroud Bus Station", "Stroud"),
        (StopKind.FERRY, "Greenwich Pier", "Greenwich Pier"),
        (StopKind.BUS, " ", ""),
    ],
)
def test_a_name_does_not_say_again_what_the_kind_says(kind: StopKind, text: str, name: str) -> None:
    assert name_of(kind, text) == name


@pytest.mark.parametrize(
    ("status", "modification", "in_use"),
    [
        ("active", "new", True), ("act", "rev", True), ("ACTIVE", "", True), ("", "", True),
        ("inactive", "", False), ("del", "", False), ("pending", "", False), ("pen", "", False),
        ("active", "del", False),
    ],
)  # fmt: skip
def test_only_what_is_in_use_comes_in(status: str, modification: str, in_use: bool) -> None:
    assert is_in_use(status, modification) is in_use


def test_a_status_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(Unusable, match="“perhaps”"):
        is_in_use("perhaps", "")


@pytest.mark.parametrize(
    ("grid", "degrees", "why"),
    [
        (None, None, "no position"),
        (Point(900_000, 100_000), None, "outside Great Britain"),
        (Point(float("nan"), 1.0), None, "outside Great Britain"),
        (None, Point(float("inf"), float("inf")), "outside Great Britain"),
        (HACKNEY, Point(534_870, 284_694), "100 km apart"),
    ],
)
def test_a_position_nobody_can_believe_is_not_taken(
    grid: Point | None, degrees: Point | None, why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        place_of(grid, degrees)


def test_the_grid_is_taken_where_both_agree() -> None:
    assert place_of(HACKNEY, Point(534_871.4, 184_693.2)) == HACKNEY
    assert place_of(None, HACKNEY) == HACKNEY


@pytest.mark.parametrize(
    ("lat", "lon", "is_here"),
    [
        (53.35, -6.26, False),  # Dublin
        (54.60, -5.93, False),  # Belfast
        (54.49, -5.43, False),  # Portavogie
        (55.21, -6.24, False),  # Ballycastle
        (52.25, -6.34, False),  # Rosslare
        (51.88, -5.27, True),  # St Davids
        (54.84, -5.12, True),  # Portpatrick
        (55.31, -5.80, True),  # Mull of Kintyre
        (55.63, -6.19, True),  # Port Ellen
        (50.07, -5.71, True),  # Land's End
        (49.91, -6.32, True),  # Scilly
        (60.80, -0.80, True),  # Unst
        (52.48, 1.75, True),  # Lowestoft
    ],
)
def test_ireland_lies_inside_the_grid_and_is_not_britain(lat: float, lon: float, is_here: bool) -> None:
    assert in_great_britain(to_point(lat, lon)) is is_here


def test_the_continent_is_not_on_the_grid() -> None:
    assert not in_great_britain(Point(720_000, 50_000))


@given(east=st.integers(200_000, 650_000), north=st.integers(1_000, 1_200_000))
def test_a_place_told_both_ways_is_believed_wherever_it_is(east: int, north: int) -> None:
    here = Point(float(east), float(north))
    assert place_of(here, to_point(*to_lat_lon(here))) == here
