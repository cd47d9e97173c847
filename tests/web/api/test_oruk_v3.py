"""The directory in Open Referral UK 3.0: right by the official schemas, and honest about what it cannot do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from alongside.directory.models import Eligibility, Schedule, Service, Taxonomy, TaxonomyTerm
from tests.conftest import SHARED
from tests.factories.directory import MOMENT, a_service, an_organization

BASE = "https://openreferraluk.org/specifications/3.0/schema/"
HERE = (534870, 184694)  # near E8 1EA


@pytest.fixture
def problems(shared_data: Path) -> Any:
    """What an official schema says is wrong with a document."""
    folder = shared_data / "directory/spec/oruk-3.0/schema"
    registry = Registry().with_resources(
        [
            (
                BASE + path.name,
                Resource.from_contents(
                    json.loads(path.read_text(encoding="utf-8-sig")), default_specification=DRAFT202012
                ),
            )
            for path in sorted(folder.glob("*.json"))
        ]
    )

    def check(schema: str, document: Any) -> list[str]:
        validator = Draft202012Validator(
            {"$ref": BASE + schema}, registry=registry, format_checker=FormatChecker()
        )
        return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(document)]

    return check


def rich() -> Service:
    """A service with something of everything."""
    service = a_service(
        "Lunch club",
        at=[HERE],
        ways=[{"minimum_age": 55, "maximum_age": 90, "meant_for": ["Older people"]}, {"minimum_age": 50}],
        languages=["tr", "en"],
        cost="3.50",
        schedules=[
            {"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30", "closes_at": "14:30"},
            {"freq": "MONTHLY", "byday": ["-1FR"], "opens_at": "10:00", "valid_from": "2026-01-01"},
        ],
        url="https://example.org/lunch club/é",
        email="lunch@example.org",
        assured_on="2026-10-01",
    )
    needs = Taxonomy.objects.create(code="needs", name="Needs")
    service.service_terms.create(
        term=TaxonomyTerm.objects.create(taxonomy=needs, code="company", name="Company")
    )
    service.phones.create(number="020 7946 0123", extension="12")
    contact = service.contacts.create(name="Ayşe", title="Cook", email="ayse@example.org")
    service.phones.create(contact=contact, number="020 7946 0999")
    service.service_areas.create(name="Hackney", area_code="E09000012", extent={"type": "Point"})
    return service


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/v3/", "api_details.json"),
        ("/v3/services", "service_list.json"),
        ("/v3/services?full=false", "service_list.json"),
        ("/v3/services/{service}", "service.json"),
        ("/v3/service_at_locations", "service_at_location_list.json"),
        ("/v3/service_at_locations/{site}", "service_at_location.json"),
        ("/v3/organizations", "organization_list.json"),
        ("/v3/organizations/{organization}?full_service=true", "organization.json"),
        ("/v3/taxonomies", "taxonomy_list.json"),
        ("/v3/taxonomies/{taxonomy}", "taxonomy.json"),
        ("/v3/taxonomy_terms", "taxonomy_term_list.json"),
        ("/v3/taxonomy_terms/{term}", "taxonomy_term.json"),
    ],
)
def test_every_answer_keeps_to_the_official_schema(
    path: str, schema: str, get: Any, db: None, problems: Any
) -> None:
    service = rich()
    term = TaxonomyTerm.objects.get()
    ids = {
        "service": service.pk,
        "site": service.service_at_locations.get().pk,
        "organization": service.organization_id,
        "taxonomy": term.taxonomy_id,
        "term": term.pk,
    }
    document = get(path.format(**ids))
    assert problems(schema, document) == []
    if "contents" in document:
        assert len(document["contents"]) == document["total_items"] == 1
        assert problems(schema.replace("_list", ""), document["contents"][0]) == []


def test_a_service_is_told_whole(get: Any, db: None) -> None:
    service = rich()
    told = get(f"/v3/services/{service.pk}")
    assert (told["minimum_age"], told.get("maximum_age")) == (50, None), "the widest of its two rules"
    assert [rule.get("maximum_age") for rule in told["eligibilities"]] == [90, None]
    assert {s["byday"] for s in told["schedules"]} == {"TU", "-1FR"}
    assert told["organization"]["name"] == "The Green House"
    assert told["attributes"][0]["taxonomy_term"]["taxonomy"] == "Needs"
    assert told["service_at_locations"][0]["location"]["latitude"] == pytest.approx(51.545, abs=0.01)
    assert told["phones"][0]["extension"] == "12"
    assert told["contacts"][0]["phones"][0]["number"] == "020 7946 0999"
    assert "alert" not in told, "what has no value is left out"


def test_the_official_check_passes_on_bristol(live_bristol: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(SHARED / "tools/oruk_check.py"),
            str(SHARED / "data/directory/spec/oruk-3.0"),
            f"{live_bristol}/v3",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.rstrip().endswith("RESULT PASS"), done.stdout + done.stderr


def test_bristol_published_keeps_to_the_schema_record_by_record(
    bristol: Any, get: Any, problems: Any
) -> None:
    rows = get("/v3/services", per_page=1000)["contents"]
    assert len(rows) == 50
    assert [problem for row in rows for problem in problems("service.json", row)] == []


# What is asked for -----------------------------------------------------------------------------------------------


def names(document: Any) -> set[str]:
    return {row["name"] for row in document["contents"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "lunch"}, {"Lunch club"}),
        ({"search": "walk"}, {"Walk"}),
        ({"taxonomy_term_id": "company"}, {"Lunch club"}),
        ({"taxonomy_id": "Needs"}, {"Lunch club"}),
        ({"taxonomy_id": "nothing"}, set()),
        ({"minimum_age": "55"}, {"Lunch club"}),
        ({"minimum_age": "56"}, set()),
        ({"maximum_age": "90"}, {"Lunch club"}),
        ({"minimum_age": "50", "maximum_age": "90"}, {"Lunch club"}),
        ({"day": "TU"}, {"Lunch club"}),
        ({"day": "friday"}, {"Lunch club"}),
        ({"day": "SU"}, {"Walk"}),
        ({"day": "TU", "start_time": "12:00", "end_time": "15:00"}, {"Lunch club"}),
        ({"day": "TU", "start_time": "13:00"}, set()),
        ({"modified_after": "2026-11-22T12:00:00Z"}, {"Lunch club", "Walk"}),
        ({"modified_after": "2026-11-22T12:00:01Z"}, set()),
        ({"modified_after": "2026-11-22T12:00:00+00:00"}, {"Lunch club", "Walk"}),
        ({"postcode": "E8 1EA", "proximity": "1000"}, {"Lunch club"}),
        ({"unknown": "parameter"}, {"Lunch club", "Walk"}),
    ],
)
def test_a_parameter_filters(asked: dict[str, str], found: set[str], get: Any, db: None) -> None:
    rich()
    a_service("Walk", at=[(530000, 184000)], schedules=[{"freq": "WEEKLY", "byday": ["SU"]}])
    assert names(get("/v3/services", **asked)) == found


def test_the_services_of_one_organisation(get: Any, db: None) -> None:
    rich()
    other = a_service("Walk", organization="Walkers")
    assert names(get("/v3/services", organization_id=other.organization_id)) == {"Walk"}


@pytest.mark.parametrize("kind", ["service_at_locations", "organizations", "taxonomies", "taxonomy_terms"])
def test_an_optional_list_of_which_there_is_nothing_at_all_is_not_offered(
    kind: str, get: Any, db: None
) -> None:
    get(f"/v3/{kind}", 404)
    rich()
    assert get(f"/v3/{kind}")["total_items"] == 1
    assert get(f"/v3/{kind}", search="zzz")["contents"] == []


def test_places_near_a_postcode(get: Any, db: None) -> None:
    near = rich()
    a_service("Walk", at=[(530000, 184000)])
    rows = get("/v3/service_at_locations", postcode="E8 1EA", proximity="800")["contents"]
    assert [row["service_id"] for row in rows] == [str(near.pk)]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "9" * 30), ("page", "１"), ("per_page", "1001"),
        ("per_page", "0"), ("after", "x"), ("organization_id", "1"), ("modified_after", "yesterday"),
        ("minimum_age", "-1"), ("minimum_age", "nan"), ("maximum_age", "old"), ("day", "someday"),
        ("start_time", "25:00"), ("end_time", "late"), ("full", "perhaps"), ("minimal", "2"), ("format", "xml"),
        ("proximity", "near"), ("search", "x" * 201), ("postcode", "E8 1EA 1EA 1EA 1EA 1EA"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_named(parameter: str, value: str, get: Any, db: None) -> None:
    told = get("/v3/services", 400, **{parameter: value})
    assert told["parameter"] == parameter
    assert told["message"]


def test_a_distance_from_nowhere_is_refused(get: Any, db: None) -> None:
    assert get("/v3/services", 400, proximity="100")["parameter"] == "proximity"
    assert get("/v3/services", 400, postcode="ZZ99 9ZZ", proximity="100")["parameter"] == "postcode"


@pytest.mark.parametrize(
    "kind", ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]
)
@pytest.mark.parametrize(
    "own_id", ["4bbcd6ab-6afa-47b4-8868-637a97e4c889", "1", "x" * 300, "%00", "../services"]
)
def test_a_record_that_is_not_there_is_a_404_in_json(kind: str, own_id: str, client: Any, db: None) -> None:
    response = client.get(f"/oruk/v3/{kind}/{own_id}")
    assert response.status_code == 404
    if "/" not in own_id:
        assert response.json()["status"] == 404
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_withdrawn_service_is_published_no_more(get: Any, db: None) -> None:
    gone = a_service("Gone", withdrawn_at=MOMENT)
    a_service("Paused", status="temporarily closed")
    assert names(get("/v3/services")) == {"Paused"}
    get(f"/v3/services/{gone.pk}", 404)


# Pages and streams -------------------------------------------------------------------------------------------------


def test_pages_hold_everything_once(get: Any, db: None) -> None:
    for number in range(7):
        a_service(f"Service {number}")
    first = get("/v3/services", per_page=3)
    assert (first["total_items"], first["total_pages"], first["size"]) == (7, 3, 3)
    assert (first["first_page"], first["last_page"], first["empty"]) == (True, False, False)
    pages = [get("/v3/services", per_page=3, page=n) for n in (1, 2, 3)]
    assert pages[2]["last_page"]
    ids = [row["id"] for page in pages for row in page["contents"]]
    assert len(set(ids)) == len(ids) == 7
    assert get("/v3/services", per_page=3, page=9)["contents"] == []


def test_following_the_link_skips_nothing_while_services_come_and_go(client: Any, db: None) -> None:
    made = [a_service(f"Service {number}") for number in range(9)]
    order = sorted(made, key=lambda service: service.pk)
    response = client.get("/oruk/v3/services?per_page=3")
    seen = [row["id"] for row in response.json()["contents"]]
    Service.objects.filter(pk=order[0].pk).update(withdrawn_at=MOMENT)  # page 2 by number would now skip one
    while "Link" in response.headers:
        response = client.get(response.headers["Link"].split("<")[1].split(">")[0])
        seen += [row["id"] for row in response.json()["contents"]]
    assert seen == [str(service.pk) for service in order]


def test_a_stream_holds_every_service_a_line_each(client: Any, db: None) -> None:
    for number in range(5):
        a_service(f"Service {number}")
    response = client.get("/oruk/v3/services?format=ndjson&per_page=2")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert sorted(json.loads(line)["name"] for line in lines) == [f"Service {n}" for n in range(5)]
    assert response.headers["Content-Type"] == "application/x-ndjson"


def test_minimal_tells_only_what_changed_when(get: Any, db: None) -> None:
    rich()
    assert set(get("/v3/services", minimal="true")["contents"][0]) == {
        "id",
        "name",
        "status",
        "last_modified",
    }


@pytest.mark.parametrize(
    "address", ["/oruk/v3/services", "/oruk/v3/service_at_locations?full=true", "/oruk/v1/services"]
)
def test_a_page_takes_as_many_queries_for_five_services_as_for_one(
    address: str, client: Any, db: None
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    rich()
    one = queries()
    for number in range(4):
        a_service(f"Service {number}", at=[HERE], languages=["tr"], cost="1", ways=[{"minimum_age": 5}])
    assert queries() == one


@pytest.mark.parametrize("full", ["false", "true", None])
def test_a_place_says_of_bank_holidays_what_its_service_says(full: str | None, get: Any, db: None) -> None:
    service = rich()
    Service.objects.update(bank_holidays="closed")
    site = service.service_at_locations.get()
    Schedule.objects.update(service_at_location=site)
    told = get("/v3/service_at_locations", **({"full": full} if full else {}))["contents"]
    for one in (
        *told,
        get(f"/v3/service_at_locations/{site.pk}"),
        *get("/v3/services", full="true")["contents"],
    ):
        times = one.get("schedules") or one["service_at_locations"][0]["schedules"]
        assert all("Not on bank holidays." in time["description"] for time in times)


# Asking again ------------------------------------------------------------------------------------------------------


def test_who_has_it_already_is_told_so(client: Any, db: None) -> None:
    service = rich()
    first = client.get("/oruk/v3/services")
    same = client.get("/oruk/v3/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["Access-Control-Allow-Origin"] == "*"
    since = client.get("/oruk/v3/services", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    Service.objects.filter(pk=service.pk).update(name="Supper club", updated_at="2026-11-23T12:00:00Z")
    assert (
        client.get("/oruk/v3/services", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    )
    assert (
        client.get(
            "/oruk/v3/services", headers={"If-Modified-Since": first.headers["Last-Modified"]}
        ).status_code
        == 200
    )


def test_another_site_may_ask_first(client: Any, db: None) -> None:
    response = client.options("/oruk/v3/services")
    assert response.status_code == 204
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(method: str, client: Any, db: None) -> None:
    assert getattr(client, method)("/oruk/v3/services").status_code == 405


def test_a_question_that_takes_too_long_is_given_up(
    client: Any, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alongside.directory.publishing import selecting
    from alongside.web.api import answering

    def slow(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(answering, "LONGEST", "50ms")
    monkeypatch.setattr(selecting, "cut", slow)
    response = client.get("/oruk/v3/services")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.json()["message"]


def test_the_description_names_every_address_there_is(get: Any, db: None) -> None:
    from alongside.web.page import PAGES

    for version in ("v3", "v1"):
        described = set(get(f"/{version}/openapi.json")["paths"])
        served = {
            page.route.removeprefix(f"oruk/{version}").replace("<str:record_id>", "{id}")
            for page, _view in PAGES.values()
            if page.route.startswith(f"oruk/{version}/") and "openapi" not in page.route
        }
        assert described | {"/"} == served


def test_what_a_feed_said_beyond_the_standard_goes_out_again_without_its_officers(
    get: Any, db: None, tmp_path: Path
) -> None:
    from alongside.core.clock import now
    from alongside.directory.actions.import_feed import Importing, import_feed
    from tests.domain.directory import feed_records as made

    path = tmp_path / "feed.json"
    path.write_text(
        json.dumps(
            [made.service("a", pc_rating=5, assured_by="Jo Officer", assurer_email="jo@council.example")]
        )
    )
    import_feed(Importing(str(path)), at=now())
    text = json.dumps(get("/v3/services"))
    assert '"pc_rating": 5' in text
    assert "Jo Officer" not in text
    assert "jo@council" not in text


def test_words_in_any_script_stay_as_they_are(get: Any, db: None) -> None:
    an_organization("מועדון")
    service = a_service("চা ও আড্ডা", organization="מועדון")
    assert get(f"/v3/services/{service.pk}")["name"] == "চা ও আড্ডা"


def test_a_rule_of_ours_travels_under_a_name_of_ours(get: Any, db: None) -> None:
    service = a_service(
        ways=[{"carers_only": True, "area_codes": ["E09000012"], "area_relations": ["lives"]}]
    )
    assert Eligibility.objects.count() == 1
    told = get(f"/v3/services/{service.pk}")["eligibilities"][0]["alongside"]
    assert told == {"carers_only": True, "area_codes": ["E09000012"], "area_relations": ["lives"]}


def test_schemathesis_finds_nothing_against_the_official_description(
    live_bristol: str, tmp_path: Path
) -> None:
    rich()
    description = SHARED / "data/directory/spec/oruk-3.0-local/openapi.json"
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "st"), "run", str(description), "--url", f"{live_bristol}/v3", "--checks",
            "not_a_server_error,response_schema_conformance,content_type_conformance",
            "--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--no-color", "--workers", "1",
            "--request-timeout", "30", "--seed", "1",
        ],
        capture_output=True, text=True, check=False, timeout=500, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
