"""How to get there: every page that says where something is names the stops near it, and only stops we know."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.models import Location, Service
from alongside.messaging.models import Message
from alongside.places.geo import Point
from alongside.places.models import Stop, StopSource
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

HERE = (534_870, 184_694)
BUS, TRAIN = "Bus stop Mare Street, 2 minutes’ walk", "Train station Hackney Central, 5 minutes’ walk"


@pytest.fixture
def stops(db: None) -> None:
    """A bus stop with a pole on each side of the road, the next stop on, a station and one too far."""
    for n, (kind, name, east, north) in enumerate(
        (
            ("bus", "Mare Street", 90, 0),
            ("bus", "Mare Street", 104, 0),
            ("bus", "Graham Road", 0, 260),
            ("train", "Hackney Central", 100, 270),
            ("train", "London Fields", 0, -790),
        )
    ):
        Stop.objects.create(
            code=f"S{n}", kind=kind, name=name, loc=Point(HERE[0] + float(east), HERE[1] + float(north))
        )


@pytest.fixture
def lunch(partnership: Any, stops: None) -> Service:
    return a_service("Lunch club", at=[HERE])


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("address", ["/find/?q=lunch", "/find/?q=lunch&sort=soonest", "/find/embed/?q=lunch"])
def test_a_result_names_the_nearest_bus_stop_and_station_once(
    lunch: Service, client: Client, address: str
) -> None:
    told = page(client, address)
    assert told.count(BUS) == told.count(TRAIN) == 1
    assert "Graham Road" not in told
    assert "London Fields" not in told
    assert told.index("Stops near it:") < told.index(BUS) < told.index(TRAIN)


def test_the_page_of_a_service_says_it_under_how_to_get_there_after_the_words_of_the_feed(
    partnership: Any, stops: None, client: Client, tmp_path: Any
) -> None:
    hall = made.location("Hall", postal_code="E8 1EA", transportation="Bus 55. The station has a lift.")
    (tmp_path / "feed.json").write_text(json.dumps([made.service("a", service_at_locations=[made.at(hall)])]))
    import_feed(Importing(str(tmp_path / "feed.json")), at=now())
    told = page(client, f"/services/{Service.objects.get().pk}/")
    order = [told.index(words) for words in ("How to get there", "Bus 55.", "Stops near it:", BUS, TRAIN)]
    assert order == sorted(order)


@pytest.mark.parametrize("address", ["/shortlist/", "/shortlist/print/"])
def test_a_kept_list_and_its_print_name_them(lunch: Service, client: Client, address: str) -> None:
    client.post("/shortlist/save/", {"service": str(lunch.pk), "next": "/find/"})
    told = page(client, address)
    assert BUS in told
    assert TRAIN in told


def test_a_list_that_is_sent_names_them(lunch: Service, client: Client) -> None:
    client.post("/shortlist/save/", {"service": str(lunch.pk), "next": "/find/"})
    client.post("/shortlist/send/", {"to": "daughter@example.org"})
    body = Message.objects.get().body
    assert f"{BUS}\n{TRAIN}\n" in body


def test_a_table_of_results_names_them(lunch: Service, client: Client) -> None:
    told = client.get("/find/table.csv", {"q": "lunch"}).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(told))
    assert row["Stops nearby"] == f"{BUS}; {TRAIN}"


@pytest.mark.parametrize("address", ["/find/?q=lunch", "/services/{}/"])
def test_a_place_that_is_known_only_roughly_has_no_stops(
    lunch: Service, client: Client, address: str
) -> None:
    Location.objects.update(precision="approximate")
    told = page(client, address.format(lunch.pk))
    assert "Lunch club" in told
    assert "Mare Street" not in told
    assert "Stops near it" not in told


@pytest.mark.parametrize("address", ["/find/?q=lunch", "/services/{}/", "/shortlist/"])
def test_where_nothing_is_known_nothing_is_said(partnership: Any, client: Client, address: str) -> None:
    service = a_service("Lunch club", at=[HERE])
    client.post("/shortlist/save/", {"service": str(service.pk), "next": "/find/"})
    told = page(client, address.format(service.pk))
    assert "Lunch club" in told
    for words in ("Bus stop", "station", "Stops near it"):
        assert words not in told


def test_what_is_by_phone_has_no_stops_and_costs_no_question(
    partnership: Any, stops: None, client: Client
) -> None:
    a_service("Lunch by phone", modes=["phone"])
    with CaptureQueriesContext(connection) as queries:
        assert "Bus stop" not in page(client, "/find/?q=lunch")
    assert not [one for one in queries.captured_queries if "places_stop" in one["sql"]]


def test_a_page_of_results_asks_for_stops_once_however_many_there_are(
    partnership: Any, stops: None, client: Client
) -> None:
    asked = []
    for number in range(6):
        a_service(f"Lunch club {number}", at=[(HERE[0] + number, HERE[1]), (HERE[0], HERE[1] + 9)])
        if number in (0, 5):
            with CaptureQueriesContext(connection) as queries:
                assert page(client, "/find/?q=lunch").count("Bus stop Mare Street") == number + 1
            asked.append(sum("places_stop" in one["sql"] for one in queries.captured_queries))
    assert asked == [1, 1]


def test_a_name_from_the_register_stays_text(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club", at=[HERE])
    Stop.objects.create(
        code="1", kind="bus", name="<script>alert(1)</script>%s", loc=Point(float(HERE[0]), float(HERE[1]))
    )
    client.post("/shortlist/save/", {"service": str(service.pk), "next": "/find/"})
    for address in ("/find/?q=lunch", f"/services/{service.pk}/", "/shortlist/", "/shortlist/print/"):
        told = page(client, address)
        assert "<script>alert" not in told
        assert "&lt;script&gt;alert(1)&lt;/script&gt;%s, 1 minute’s walk" in told


def test_whose_facts_they_are_is_said_where_there_are_any(partnership: Any, client: Client) -> None:
    assert "NaPTAN" not in page(client, "/open-data/")
    StopSource.objects.create(name="Stops.csv", stops=1)
    assert "NaPTAN, the register of the Department for Transport" in page(client, "/open-data/")


def test_it_is_said_in_the_language_of_the_page(lunch: Service, client: Client) -> None:
    client.cookies["language"] = "pl"
    told = page(client, f"/services/{lunch.pk}/")
    assert "Bus stop" not in told
    assert "Mare Street" in told
