"""The directory in Open Referral UK 1.0: the shape, and the five searches by which its validator tells a real one."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.models import Taxonomy, TaxonomyTerm
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

HERE = (534870, 184694)


@pytest.fixture
def rich(db: None, tmp_path: Path) -> None:
    """A rich record, as a feed brings it, among others that are not what is looked for."""
    place = made.location("hall", "E8 1EA")
    term = {"id": "esd:101", "name": "Lunch clubs", "vocabulary": "esdServiceTypes"}
    rows = [
        made.service(
            "rich",
            name="Golden Spoon lunch",
            eligibilitys=[{"id": "e", "minimum_age": 55, "maximum_age": 80}],
            service_at_locations=[made.at(place)],
            regular_schedules=[made.weekly("TU", "12:30", "14:30")],
            service_taxonomys=[{"id": "t", "taxonomy": term}],
        ),
        made.service("plain", name="Walk in the park",
                     service_at_locations=[made.at(made.location("park", "NW1 2DB"))]),
        made.service("young", name="Youth choir", eligibilitys=[{"id": "e", "minimum_age": 11, "maximum_age": 17}],
                     regular_schedules=[made.weekly("TU", "18:00", "20:00")]),
    ]  # fmt: skip
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"content": rows}))
    import_feed(Importing(str(path)), at=now())


def the_rich_one(get: Any) -> dict[str, Any]:
    """As the validator picks it: the record of the feed with the most to say."""
    rows = [get(f"/v1/services/{row['id']}") for row in get("/v1/services")["content"]]
    return max(rows, key=len)


def found(get: Any, **asked: Any) -> list[str]:
    return [row["name"] for row in get("/v1/services", **asked)["content"]]


def test_the_validators_first_search_ages(rich: None, get: Any) -> None:
    rule = the_rich_one(get)["eligibilitys"][0]
    assert found(get, minimum_age=rule["minimum_age"], maximum_age=rule["maximum_age"]) == [
        "Golden Spoon lunch"
    ]


def test_the_validators_second_search_near_a_postcode(rich: None, get: Any) -> None:
    address = the_rich_one(get)["service_at_locations"][0]["location"]["physical_addresses"][0]
    assert found(get, postcode=address["postal_code"], proximity=1000) == ["Golden Spoon lunch"]


def test_the_validators_third_search_day_and_times(rich: None, get: Any) -> None:
    times = the_rich_one(get)["regular_schedules"][0]
    asked = {"day": times["byday"], "start_time": times["opens_at"], "end_time": times["closes_at"]}
    assert found(get, **asked) == ["Golden Spoon lunch"]


def test_the_validators_fourth_search_term_and_vocabulary(rich: None, get: Any) -> None:
    term = the_rich_one(get)["service_taxonomys"][0]["taxonomy"]
    assert (term["id"], term["vocabulary"]) == ("esd:101", "esdServiceTypes")
    assert found(get, taxonomy_id=term["id"], vocabulary=term["vocabulary"]) == ["Golden Spoon lunch"]
    assert found(get, taxonomy_id=term["id"], vocabulary="another") == []


def test_the_validators_fifth_search_the_name(rich: None, get: Any) -> None:
    assert found(get, text=the_rich_one(get)["name"]) == ["Golden Spoon lunch"]


def test_bristol_answers_a_search_for_each_of_its_names(bristol: Any, get: Any) -> None:
    rows = get("/v1/services", per_page=100)["content"]
    assert len(rows) == 50
    lost = [row["name"] for row in rows if row["name"] not in found(get, text=row["name"], per_page=100)]
    assert lost == []


def test_every_record_keeps_to_the_schema(rich: None, get: Any, shared_data: Path) -> None:
    schema = json.loads(
        (shared_data / "directory/spec/oruk-1.0/schema/service.json").read_text(encoding="utf-8-sig")
    )
    for row in get("/v1/services")["content"]:
        assert [error.message for error in Draft7Validator(schema).iter_errors(row)] == []


def test_the_envelope_is_that_of_1_0(rich: None, get: Any) -> None:
    page = get("/v1/services", per_page=2)
    del page["content"]
    assert page == {
        "totalElements": 3, "totalPages": 2, "number": 1, "size": 2, "first": True, "last": False, "empty": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"day": "TU,SU", "start_time": "18:00,09:00", "end_time": "20:00,10:00"}, {"Youth choir"}),
        ({"service_type": "esd:101"}, {"Golden Spoon lunch"}),
        ({"need": "nothing"}, set()),
        ({"circumstance": "esd:101"}, {"Golden Spoon lunch"}),
        ({"vocabulary": "esdServiceTypes"}, {"Golden Spoon lunch"}),
        ({"taxonomy_type": "cost_option", "taxonomy_id": "esd:101"}, set()),
        ({"taxonomy_type": "service", "taxonomy_id": "esd:101"}, {"Golden Spoon lunch"}),
        ({"coverage": "E8 1EA"}, {"Golden Spoon lunch", "Walk in the park", "Youth choir"}),
    ],
)
def test_a_parameter_filters(asked: dict[str, str], names: set[str], rich: None, get: Any) -> None:
    assert set(found(get, **asked)) == names


def test_coverage_asks_where_a_service_goes(get: Any, db: None) -> None:
    a_service("For Hackney").service_areas.create(name="Hackney", area_code="E09000012")
    a_service("For Camden").service_areas.create(name="Camden", area_code="E09000007")
    assert set(found(get, coverage="E8 1EA")) == {"For Hackney"}


def test_include_keeps_what_it_names(rich: None, get: Any) -> None:
    row = next(
        r for r in get("/v1/services", include="eligibilitys")["content"] if r["name"] == "Golden Spoon lunch"
    )
    assert "eligibilitys" in row
    assert "regular_schedules" not in row


@pytest.mark.parametrize(
    "asked",
    [
        {"day": "MO,TU", "start_time": "1:00,2:00,3:00"},
        {"taxonomy_id": "a,b,c", "vocabulary": "x,y"},
        {"taxonomy_type": "planet"},
        {"coverage": "nowhere"},
        {"per_page": "0"},
    ],
)
def test_what_cannot_be_read_is_refused(asked: dict[str, str], get: Any, db: None) -> None:
    assert get("/v1/services", 400, **asked)["parameter"] in asked


def test_the_other_lists_and_their_records(rich: None, get: Any) -> None:
    for kind in ("organizations", "locations", "taxonomies"):
        rows = get(f"/v1/{kind}")["content"]
        assert rows
        assert get(f"/v1/{kind}/{rows[0]['id']}")["id"] == rows[0]["id"]
        get(f"/v1/{kind}/00000000-0000-0000-0000-000000000000", 404)
    assert {"id": "esdServiceTypes", "name": "esdServiceTypes"} in get("/v1/vocabularies")
    assert get("/v1/")["version"] == "1.0"


def test_a_taxonomy_without_a_name_of_its_own_is_no_vocabulary(get: Any, db: None) -> None:
    unnamed = Taxonomy.objects.create(code="feed-1", name="Terms without a list")
    TaxonomyTerm.objects.create(taxonomy=unnamed, code="a", name="A")
    assert get("/v1/vocabularies") == []
    assert "vocabulary" not in get("/v1/taxonomies")["content"][0]
