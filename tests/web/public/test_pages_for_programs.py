"""What pages say to programs: structured data, calendars, the list of pages, the whole directory as a file."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from alongside.directory.models import Service
from tests.factories.directory import MOMENT, a_service


@pytest.fixture
def service(partnership: Any) -> Service:
    return a_service(
        "Lunch </script><script>alert(1)</script>",
        at=[(534870, 184694)],
        description="Soup & songs.",
        schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30"}],
        email="=cmd@example.org",
        cost="3.50",
    )


def test_a_service_tells_search_engines_what_its_page_tells(service: Service, client: Client) -> None:
    page = client.get(f"/services/{service.pk}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    told = json.loads(block[1])
    assert told["name"] == service.name
    assert told["@type"] == "Service"
    assert told["provider"]["name"] == "The Green House"
    assert page.count("<script>") == 0
    assert f'<link rel="canonical" href="{told["url"]}">' in page


def test_a_calendar_per_service_and_per_organisation(service: Service, client: Client) -> None:
    for address in (
        f"/services/{service.pk}/calendar.ics",
        f"/organisations/{service.organization_id}/calendar.ics",
    ):
        response = client.get(address)
        assert response.headers["Content-Type"].startswith("text/calendar")
        assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1
    Service.objects.update(withdrawn_at=MOMENT)
    assert not Calendar.from_ical(client.get(f"/services/{service.pk}/calendar.ics").content).walk("VEVENT")


def test_an_organisation_shows_all_it_does(service: Service, client: Client) -> None:
    a_service("Choir")
    page = client.get(f"/organisations/{service.organization_id}/").content.decode()
    assert "Choir" in page
    assert "Lunch" in page


def test_the_list_of_pages_holds_what_people_may_be_shown(service: Service, client: Client) -> None:
    gone = a_service("Gone", withdrawn_at=MOMENT)
    index = client.get("/sitemap.xml")
    assert index.headers["Content-Type"] == "application/xml"
    assert "/sitemap-services-1.xml" in index.content.decode()
    part = b"".join(client.get("/sitemap-services-1.xml").streaming_content).decode()
    assert str(service.pk) in part
    assert str(gone.pk) not in part
    for number in (0, 2, 99999):
        assert client.get(f"/sitemap-services-{number}.xml").status_code == 404


def test_search_engines_stay_out_of_links_and_lists(partnership: Any, client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /keep/" in text
    assert "Disallow: /steward/" in text
    assert "Disallow: /services/" not in text
    assert "/sitemap.xml" in text


def test_the_table_can_be_opened_in_a_spreadsheet_without_running_anything(
    service: Service, client: Client
) -> None:
    response = client.get("/open-data/services.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    header, row = rows[0], dict(zip(rows[0], rows[1], strict=False))
    assert "Open Government Licence" in header[-1]
    assert row["e-mail"] == "'=cmd@example.org"
    assert (row["position"], row["times"]) == ("exact", "weekly TU 12:30")
    assert float(row["latitude"]) == pytest.approx(51.545, abs=0.01)


def test_the_map_marks_what_is_only_roughly_known(service: Service, client: Client) -> None:
    service.service_at_locations.get().location.__class__.objects.update(precision="approximate")
    told = json.loads(b"".join(client.get("/open-data/services.geojson").streaming_content))
    (feature,) = told["features"]
    assert feature["properties"]["roughly"] is True
    assert feature["geometry"]["coordinates"] == [round(x, 2) for x in feature["geometry"]["coordinates"]]


def test_an_empty_directory_is_still_a_file(partnership: Any, client: Client) -> None:
    assert json.loads(b"".join(client.get("/open-data/services.geojson").streaming_content))["features"] == []


def test_a_browser_that_asks_for_an_icon_by_the_old_name_gets_the_mark(client: Client) -> None:
    """It does so where it opens something other than a page of ours: a PDF, a table."""
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert re.fullmatch(r"/static/.*mark.*\.svg", answer.headers["Location"])
