"""A postcode that we do not hold – out of use, or newer than our list – is placed by its neighbours, and said so."""

import datetime as dt

import pytest

from alongside.people import whereabouts
from alongside.places import roughly
from alongside.places.geo import Point, distance_m
from alongside.places.models import Postcode
from alongside.places.queries import look_up

pytestmark = pytest.mark.django_db
GONE = "NW1 1BB"
"""Of a sector that Code-Point Open holds, itself not in it."""


def test_it_lies_in_the_middle_of_those_that_share_all_but_two_letters() -> None:
    sector = Postcode.objects.filter(postcode__startswith="NW11", postcode__regex="^.{6}$", loc__isnull=False)
    points = [row.loc for row in sector.order_by("pk") if row.loc is not None]
    found = roughly.placed([GONE])[GONE]
    assert found.point == Point(
        round(sum(p.easting for p in points) / len(points)),
        round(sum(p.northing for p in points) / len(points)),
    )
    assert (found.roughly, found.is_exact) == ("NW1 1", False)


def test_a_sector_is_not_mistaken_for_one_that_begins_alike() -> None:
    """NW1 1BB and NW11 1BB: E1 1 and E11 1 begin alike as keys."""
    Postcode.objects.create(postcode="NW111AA", loc=Point(1_000, 1_000))
    assert distance_m(roughly.placed([GONE])[GONE].point, Point(529_500, 183_000)) < 2_000


def test_one_we_hold_is_where_it_is_and_one_that_ended_is_where_it_was() -> None:
    Postcode.objects.create(postcode="NW11BB", loc=Point(529_501, 183_001), ended_on=dt.date(1998, 6, 1))
    found = roughly.placed(["E8 1EA", GONE, "E8", "nowhere", "AB10 1AA"])
    assert {text: (one.roughly, one.is_exact) for text, one in found.items()} == {
        "E8 1EA": ("", True), GONE: ("", False), "E8": ("E8", False),
    }  # fmt: skip
    assert found[GONE].point == Point(529_501, 183_001)


def test_neighbours_spread_over_a_glen_tell_nothing() -> None:
    for number, letters in enumerate(("AA", "AB", "AD")):
        Postcode.objects.create(postcode=f"IV274{letters}"[:7], loc=Point(220_000 + 9_000 * number, 930_000))
    assert roughly.placed(["IV27 4ZZ"]) == {}
    Postcode.objects.filter(postcode__startswith="IV274").update(loc=Point(220_000, 930_000))
    assert roughly.placed(["IV27 4ZZ"])["IV27 4ZZ"].roughly == "IV27 4"


def test_those_that_ended_do_not_count_as_neighbours() -> None:
    Postcode.objects.create(postcode="IV274AA", loc=Point(220_000, 930_000), ended_on=dt.date(2001, 1, 1))
    assert roughly.placed(["IV27 4ZZ"]) == {}


def test_a_look_up_keeps_saying_that_it_does_not_know_it_and_where_to_look_instead() -> None:
    found = look_up(GONE)
    assert (found.status, found.point) == ("unknown", None)
    assert found.start is not None
    assert found.caution == (
        "We do not know the postcode NW1 1BB. We have looked around NW1 1 instead, so distances are rough."
        " Check it and try again, or pick your area by name."
    )
    assert look_up("E8 1EA").caution == ""


def test_a_person_there_is_placed_roughly_and_in_no_area() -> None:
    placed = whereabouts.of(GONE)
    assert placed["easting"] is not None
    assert (placed["lsoa21"], placed["ward"], placed["local_authority"]) == ("", "", "")
    assert "distances are rough" in whereabouts.caution(GONE)
    assert whereabouts.caution("E8 1EA") == whereabouts.caution("") == ""
    assert whereabouts.caution("ZZ9 9ZZ").startswith("We do not know the postcode ZZ9 9ZZ.")
