"""Looking places up: postcodes of the test outcodes, areas of Hackney, the City and Camden."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q

from alongside.places import queries
from alongside.places.enums import AreaKind, PostcodeStatus
from alongside.places.fields import Distance
from alongside.places.geo import Point
from alongside.places.models import Area, Postcode

pytestmark = pytest.mark.django_db


def test_a_live_postcode_has_a_place_and_its_areas():
    found = queries.look_up("e81ea")
    assert (found.postcode, found.status, found.easting, found.northing) == ("E8 1EA", "live", 534870, 184694)
    assert found.lat == pytest.approx(51.5453, abs=0.001)
    assert found.lon == pytest.approx(-0.0566, abs=0.001)
    assert found.areas.local_authority == "E09000012"
    assert [str(area) for area in queries.areas_of(found.areas)] == [
        "Hackney 017D",
        "Hackney Central",
        "Hackney",
    ]


def test_a_postcode_outside_the_loaded_areas_has_none():
    Postcode.objects.create(postcode="ZE10AA", loc=Point(447759, 1141280))
    found = queries.look_up("ZE1 0AA")
    assert found.is_live
    assert found.areas == queries.AreaCodes()


def test_a_retired_postcode_says_since_when():
    Postcode.objects.create(postcode="NW11BB", loc=Point(529500, 183000), ended_on=date(1998, 6, 1))
    found = queries.look_up("NW1 1BB")
    assert found.status is PostcodeStatus.RETIRED
    assert found.message == "NW1 1BB has not been in use since 1998."


def test_a_live_postcode_without_a_place_sends_people_to_the_names_of_areas():
    Postcode.objects.create(postcode="AB431AG")
    found = queries.look_up("AB43 1AG")
    assert (found.status, found.point, found.lat) == (PostcodeStatus.LIVE, None, None)
    assert "by name" in found.way_on


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("E8 9ZZ", "unknown", "We do not know the postcode E8 9ZZ."),
        ("E97", "unknown", "We do not know the postcode E97."),
        ("E8", "outcode", "E8 is only the first half of a postcode."),
        (
            "BT1 1AA",
            "northern_ireland",
            "BT1 1AA is in Northern Ireland. We cover England, Scotland and Wales.",
        ),
        ("JE2 3AB", "unknown", "JE2 3AB is in Jersey, Guernsey or the Isle of Man."),
        ("next to the pub", "invalid", "This does not look like a postcode."),
    ],
)
def test_each_kind_of_miss_has_its_own_words_and_a_way_on(typed: str, status: str, says: str):
    found = queries.look_up(typed)
    assert found.status == status
    assert found.message.startswith(says)
    assert "by name" in found.way_on


def test_half_a_postcode_leads_to_the_wards_it_covers():
    names = [area.name for area in queries.areas_in_outcode("e8")]
    assert "Hackney Central" in names
    assert names == sorted(names, key=str.lower)
    assert queries.areas_in_outcode("nowhere at all") == []


def test_areas_are_found_by_any_part_of_their_name():
    assert [area.name for area in queries.areas_called("HACKNEY c")][:1] == ["Hackney Central"]
    assert queries.areas_called("  ") == []


def test_wards_are_offered_authority_by_authority():
    camden = [code for code, _name in queries.names_to_pick(["E09000007"])]
    assert set(camden) == {
        ward.code for ward in Area.objects.filter(kind=AreaKind.WARD, local_authority="E09000007")
    }
    assert len(queries.names_to_pick()) == 66


def test_nearest_first_and_within_a_circle_are_one_index_scan():
    here = queries.look_up("E8 1EA").point
    assert here is not None
    near = (
        Postcode.objects.filter(loc__within=(here, 150)).annotate(away=Distance("loc", here)).order_by("away")
    )
    distances = [postcode.away for postcode in near]
    assert distances == sorted(distances)
    assert max(distances) <= 150
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "places_postcode_loc" in near.explain()


def test_a_point_can_be_matched_exactly_and_refuses_nonsense():
    here = queries.look_up("E8 1EA").point
    assert Postcode.objects.filter(Q(loc=here), pk="E81EA").exists()
    assert Postcode.objects.get(pk="E81EA").loc == here


def test_the_nearest_centre_names_an_area():
    area = queries.nearest_area(Point(534870, 184694), AreaKind.LOCAL_AUTHORITY)
    assert area is not None
    assert area.name == "Hackney"


def test_there_are_285_neighbourhoods_and_each_modelled_figure_is_marked():
    assert Area.objects.filter(kind=AreaKind.LSOA21).count() == 285
    for area in Area.objects.filter(kind=AreaKind.LSOA21).prefetch_related("figures").order_by("code")[:3]:
        marked = {figure.indicator for figure in area.figures.all() if figure.modelled}
        assert marked == {"lonely_modelled"}
