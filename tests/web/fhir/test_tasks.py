"""What changed since: the search by which a practice learns what became of its referrals."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core import clock
from alongside.referrals import actions
from alongside.referrals.enums import DeclineReason
from alongside.referrals.models import Referral
from tests.factories.systems import a_bundle
from tests.web.fhir.independent import read


def numbers(found):
    return [one["resource"]["focus"]["reference"] for one in found.json().get("entry", [])]


def send_many(gp, how_many):
    start = clock.now() - dt.timedelta(hours=1)
    for number in range(how_many):
        with time_machine.travel(start + dt.timedelta(minutes=number), tick=False):
            assert gp.send(a_bundle(number=f"R-{number}")).status_code == 200


def test_only_what_changed_since_is_told(gp, cast):
    send_many(gp, 3)
    newest = read(gp.get("Task").json())["entry"][-1]["resource"]["lastModified"]
    assert len(numbers(gp.get("Task", _lastUpdated=f"ge{newest}"))) == 1
    assert numbers(gp.get("Task", _lastUpdated=f"gt{newest}")) == []
    actions.decline(
        referral=Referral.objects.order_by("received_at").first(),
        reason=DeclineReason.OUTSIDE_AREA,
        by=cast.owner,
        at=clock.now(),
    )
    found = gp.get("Task", _lastUpdated=f"gt{newest}").json()["entry"]
    assert [one["resource"]["status"] for one in found] == ["rejected"]


def test_bounds_may_be_days_and_may_be_several(gp):
    send_many(gp, 1)
    today = clock.today()
    tomorrow, yesterday = today + dt.timedelta(days=1), today - dt.timedelta(days=1)
    assert len(numbers(gp.get("Task", _lastUpdated=f"ge{yesterday}"))) == 1
    assert len(numbers(gp.get("Task", _lastUpdated=[f"ge{yesterday}", f"lt{tomorrow}"]))) == 1
    assert numbers(gp.get("Task", _lastUpdated=f"gt{today}")) == []
    assert numbers(gp.get("Task", _lastUpdated=f"lt{yesterday}")) == []


def test_pages_lead_to_every_task_once(gp):
    send_many(gp, 5)
    seen, path, query = [], "/fhir/R4/Task", "_count=2"
    while query:
        found = gp.client.get(f"{path}?{query}", headers=gp.headers)
        seen += numbers(found)
        following = [link["url"] for link in read(found.json())["link"] if link["relation"] == "next"]
        query = urlsplit(following[0]).query if following else ""
    assert len(seen) == len(set(seen)) == 5
    assert seen == numbers(gp.get("Task"))


def test_one_task_is_found_by_its_id_or_its_request(gp):
    send_many(gp, 2)
    key = gp.get("Task").json()["entry"][0]["resource"]["id"]
    assert numbers(gp.get("Task", _id=key)) == [f"ServiceRequest/{key}"]
    assert numbers(gp.get("Task", focus=f"ServiceRequest/{key}")) == [f"ServiceRequest/{key}"]
    assert numbers(gp.get("Task", _id="no such thing")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"_lastUpdated": "yesterday"},
        {"_lastUpdated": "ge2026-02-31"},
        {"_lastUpdated": "ge9999-12-31"},
        {"_lastUpdated": ""},
        {"_count": "-1"},
        {"_count": "٣"},
        {"_sort": "name"},
        {"after": "x"},
        {"after": "2026-11-29T09:30:00Z_x"},
        {"name": "Ayten"},
    ],
)
def test_a_question_we_cannot_read_is_refused_not_guessed(gp, query):
    answer = gp.get("Task", **query)
    assert answer.status_code == 400
    assert read(answer.json())["issue"][0]["expression"][0].startswith("Task?")


def test_a_page_costs_the_same_number_of_queries_however_long_it_is(gp):
    counts = []
    for how_many in (1, 5):
        Referral.objects.none()
        send_many(gp, how_many)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            gp.get("Task")
        counts.append(len(seen))
    assert counts[0] == counts[1]
