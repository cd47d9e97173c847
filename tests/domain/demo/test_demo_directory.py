"""The demo directory: a whole feed, made up of nothing that could reach anybody."""

import csv
import datetime as dt
import gzip
import json
import re
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from alongside.demo import directory
from alongside.demo.directory.venues import ORGS
from alongside.demo.load import TABLES
from alongside.directory.enums import AccessFeature, DeliveryMode, Gender, Relation
from alongside.directory.feeds import clean_facts
from alongside.directory.matters import MATTERS

TODAY = dt.date(2026, 11, 22)
SCHEMAS = "https://openreferraluk.org/specifications/3.0/schema/"
RESERVED_PHONE = re.compile(r"020 7946 0\d{3}|07700 900\d{3}")


@pytest.fixture(scope="module")
def services() -> list[dict]:
    return directory.build(TODAY)["contents"]


def test_there_is_enough_to_look_at(services: list[dict]):
    assert len(services) >= 100
    assert len({service["id"] for service in services}) == len(services)
    assert sum("Library" in service["name"] for service in services) >= 24


def test_the_same_day_gives_the_same_feed():
    assert directory.build(TODAY) == directory.build(TODAY)


def test_nobody_can_be_reached_by_what_is_printed(services: list[dict]):
    for service in services:
        assert service["email"].endswith("@example.org")
        assert service["organization"]["website"].endswith(".example.org/")
        assert re.fullmatch(
            r"https://([a-z]+\.)?example\.org/\w*", service.get("url", "https://example.org/")
        )
        for phone in service["phones"]:
            assert RESERVED_PHONE.fullmatch(phone["number"])


def test_every_offer_uses_the_directorys_own_words():
    orgs, venues = {org.key for org in ORGS}, directory.venues()
    for offer in directory.offers():
        assert offer.by in orgs
        assert set(offer.at) <= set(venues)
        assert set(offer.modes) <= set(DeliveryMode.values)
        assert set(offer.matters) <= set(MATTERS)
        for who in offer.who:
            assert set(who.ties) <= set(Relation.values)
            assert bool(who.areas) == bool(who.ties)
            assert set(who.genders) <= set(Gender.values)
            assert bool(who.genders) <= bool(who.gender_basis)


def test_what_has_no_address_is_by_phone_online_or_at_home():
    for offer in directory.offers():
        assert ("in_person" in offer.modes) == bool(offer.at), offer.key


def test_access_is_written_so_that_the_importer_reads_it():
    features, _ = clean_facts.access(["Step-free entrance and lift.", "Hearing loop."])
    assert {AccessFeature.STEP_FREE, AccessFeature.HEARING_LOOP} <= set(features)
    steps = clean_facts.access(list(directory.venues()["victoria-rooms"].access))
    assert AccessFeature.STEP_FREE in steps[1]


def test_courses_begin_soon_and_end(services: list[dict]):
    courses = [s for service in services for s in service.get("schedules", []) if "valid_to" in s]
    assert courses
    for schedule in courses:
        first, last = (dt.date.fromisoformat(schedule[field]) for field in ("valid_from", "valid_to"))
        assert TODAY < first <= TODAY + dt.timedelta(days=7)
        assert first < last
        assert first.weekday() == ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(schedule["byday"])


def test_the_lunch_club_of_the_story_is_there(services: list[dict]):
    (lunch,) = [service for service in services if service["name"] == "Lunch club at the Green House"]
    (schedule,) = lunch["schedules"]
    assert (schedule["byday"], schedule["opens_at"]) == ("TU", "12:30")
    assert "tr" in {language["code"] for language in lunch["languages"]}
    (site,) = lunch["service_at_locations"]
    assert site["location"]["addresses"][0]["postal_code"].startswith("E8 ")


def test_each_service_is_valid_open_referral_uk(services: list[dict], shared_data: Path):
    folder = shared_data / "directory" / "spec" / "oruk-3.0" / "schema"
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    registry = Registry().with_resources(
        (f"{SCHEMAS}{name}", Resource.from_contents(schema, default_specification=DRAFT202012))
        for name, schema in schemas.items()
    )
    check = jsonschema.Draft202012Validator(schemas["service.json"], registry=registry)
    assert [f"{s['name']}: {e.message}" for s in services for e in check.iter_errors(s)] == []


def test_every_venue_stands_at_a_live_postcode_of_the_three_boroughs():
    with gzip.open(TABLES / "postcodes.csv.gz", "rt") as stream:
        known = {row["postcode"] for row in csv.DictReader(stream)}
    for venue in directory.venues().values():
        assert venue.postcode.replace(" ", "") in known, venue.key
