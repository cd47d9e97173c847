"""Around the finder's results: a map that shows what the list shows, tables to take along, a frame for other sites."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from alongside.core.clock import now
from alongside.directory.finder import shortlist
from alongside.directory.rules import Facts
from alongside.web.near_map import SIZE, near_map
from tests.factories.directory import a_service

HERE = (534_870, 184_694)


@pytest.fixture
def walks(partnership: Any) -> None:
    for number, (east, north) in enumerate(((0, 300), (0, 310), (900, 0), (-400, -700)), 1):
        a_service(f"Walk {number}", at=[(HERE[0] + east, HERE[1] + north)], cost="0")
    a_service("Walk by phone", modes=["phone"])


def results() -> Any:
    facts = Facts(words="walk", easting=HERE[0], northing=HERE[1], within_m=8_000)
    return shortlist(facts, at=now(), order="nearest").results


def test_the_map_shows_what_the_list_shows_north_up_and_you_in_the_middle(walks: None) -> None:
    drawn = near_map(results(), HERE)
    assert drawn is not None
    titles = "; ".join(mark.title for mark in drawn.marks)
    assert all(f"Walk {number}" in titles for number in range(1, 5))
    assert drawn.alone == 1
    assert drawn.marks[0].label == "1+1", "two at one spot share a mark"
    north, east = drawn.marks[0], next(mark for mark in drawn.marks if "Walk 3" in mark.title)
    assert north.x == SIZE / 2 > north.y
    assert east.x > SIZE / 2 == east.y
    assert all(0 <= mark.x <= SIZE and 0 <= mark.y <= SIZE for mark in drawn.marks)
    assert [ring.label for ring in drawn.rings] == ["10 minutes’ walk"]


def test_without_two_things_to_show_there_is_no_map(partnership: Any) -> None:
    assert near_map([], HERE) is None
    a_service("Walk by phone", modes=["phone"])
    assert near_map(results(), HERE) is None


def test_the_page_has_the_map_and_each_mark_leads_to_its_place_in_the_list(
    walks: None, client: Client
) -> None:
    page = client.get("/find/", {"q": "walk", "postcode": "E8 1EA"}).content.decode()
    assert "See them on a map" in page
    for result in results():
        if result.point and result.rank != 2:
            assert f'href="#service-{result.service_id}"' in page
            assert f'id="service-{result.service_id}"' in page


def test_the_results_are_taken_along_as_a_table_and_as_points(walks: None, client: Client) -> None:
    asked = {"q": "walk", "postcode": "E8 1EA"}
    rows = list(csv.reader(io.StringIO(client.get("/find/table.csv", asked).content.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert rows[1][0].startswith("Walk")
    points = json.loads(client.get("/find/points.geojson", asked).content)
    assert len(points["features"]) == 5
    placed = [one for one in points["features"] if one["geometry"]]
    assert len(placed) == 4
    lon, lat = placed[0]["geometry"]["coordinates"]
    assert -0.2 < lon < 0.1
    assert 51.4 < lat < 51.7
    for name in ("table.csv", "points.geojson"):
        assert client.get(f"/find/{name}", {"age": "old"}).url.startswith("/find/?")


def test_formulas_in_names_are_not_run(partnership: Any, client: Client) -> None:
    a_service("=walk()", at=[HERE])
    assert "'=walk()" in client.get("/find/table.csv", {"q": "walk"}).content.decode()


def test_the_finder_may_be_framed_by_anyone_and_sets_no_cookie(walks: None, client: Client) -> None:
    response = client.get("/find/embed/", {"q": "walk"}, HTTP_ORIGIN="https://charity.example.org")
    assert "X-Frame-Options" not in response.headers
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    page = response.content.decode()
    assert "5 things that may suit you" in page
    assert "csrfmiddlewaretoken" not in page


def test_no_other_page_may_be_framed(walks: None, client: Client) -> None:
    response = client.get("/find/", {"q": "walk"})
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_the_snippets_name_this_site(partnership: Any, client: Client) -> None:
    page = client.get("/open-data/finder/").content.decode()
    assert "http://testserver/find/embed/" in page or "/find/embed/" in page
    assert "&lt;iframe" in page


@pytest.mark.parametrize("language", ["pl", "tr"])
def test_the_map_is_drawn_with_points_where_the_language_writes_commas(
    walks: None, client: Client, language: str
) -> None:
    client.cookies["language"] = language
    page = client.get("/find/", {"q": "walk", "postcode": "E8 1EA"}).content.decode()
    drawn = page.split('<figure class="as-map">')[1].split("</svg>")[0]
    assert 'cx="320.0"' in drawn
    assert 'cx="320,0"' not in drawn
