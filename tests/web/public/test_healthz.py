"""`GET /healthz`: 200 once web, database and worker are up, else 503 that says which is not."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client


def beat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_it_is_well_when_a_worker_reported_lately(client: Client):
    beat(seconds_ago=12)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "up", "worker": "up"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("seconds_ago", [None, 31])
def test_it_is_unavailable_without_a_worker_or_with_a_silent_one(client: Client, seconds_ago: int | None):
    if seconds_ago:
        beat(seconds_ago)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "up", "worker": "down"}


def test_it_answers_while_the_database_does_not(client: Client, monkeypatch: pytest.MonkeyPatch):
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("the server is gone")

    with monkeypatch.context() as outage:
        outage.setattr(connection, "cursor", gone)
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"
