"""The open interface over 15,000 services: HTTP against the bare SQL that fetches the same rows; the official check.

The bare SQL asks each table once for the rows behind the answer, in psycopg, and builds nothing from them.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from django.db import connection, connections

from alongside.directory.models import Service
from alongside.places.roughly import placed
from benchmarks import _generate as generate
from benchmarks._serving import server
from benchmarks._timing import percentiles, ratios, times_ms

SERVICES, QUESTIONS, WARM_UP = 15_000, 60, 5
SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
POSTCODES = ("E8 1EA", "NW1 2DB", "EC2V 7HH")
_CHILDREN = (
    """eligibility schedule costoption language contact phone servicearea serviceatlocation serviceterm"""
)
CHILDREN = _CHILDREN.split()


def measure() -> dict[str, Any]:
    """Return p50 and p95 of three questions over HTTP and in bare SQL, their ratios, and what the check said."""
    generate.fill(SERVICES)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    dice = random.Random(1)
    ids = [str(key) for key in Service.objects.order_by("id").values_list("pk", flat=True)]
    places = {text: found.point for text, found in placed(POSTCODES).items()}
    figures: dict[str, Any] = {"records": SERVICES, "questions": QUESTIONS}
    with server() as address, httpx.Client(base_url=f"{address}/oruk/v3") as client:
        for kind in ("services", "service", "near"):
            asked = [_question(kind, dice, ids, places) for _ in range(QUESTIONS)]
            pairs = [(_http(client, path, given), bare) for path, given, bare in asked]
            for pair in pairs[:WARM_UP]:
                times_ms(pair)
            taken = [times_ms(pair) for pair in pairs]
            http, sql = (percentiles([row[n] for row in taken]) for n in (0, 1))
            figures[kind] = {"http": http, "bare_sql": sql, "ratio_to_bare_sql": ratios(http, sql)}
        figures["oruk_check"] = _check(f"{address}/oruk/v3")
    return figures


def _question(kind: str, dice: random.Random, ids: list[str], places: dict[str, Any]) -> Any:
    """The address, its parameters, and the same rows by hand."""
    if kind == "service":
        own = dice.choice(ids)
        return f"/services/{own}", {}, lambda: nested([own])
    if kind == "services":
        start = 50 * dice.randrange(len(ids) // 50)
        return "/services", {"page": start // 50 + 1, "per_page": 50, "full": "true"}, lambda: _listed(start)
    postcode = dice.choice([text for text in POSTCODES if text in places])
    return (
        "/service_at_locations",
        {"postcode": postcode, "proximity": 1000},
        lambda: near(str(places[postcode]), 1_000),
    )


def _http(client: httpx.Client, path: str, given: dict[str, Any]) -> Callable[[], Any]:
    def ask() -> None:
        client.get(path, params=given).raise_for_status()

    return ask


def _all(statement: str, values: Any = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _listed(start: int) -> None:
    _all("SELECT count(*) FROM directory_service WHERE withdrawn_at IS NULL")
    page = "SELECT id FROM directory_service WHERE withdrawn_at IS NULL ORDER BY id LIMIT 50 OFFSET %s"
    nested([str(row[0]) for row in _all(page, [start])])


def nested(ids: list[str], run: Callable[..., list[Any]] = _all) -> None:
    """Ask for the rows behind a page of services, each table once."""
    run(
        "SELECT s.*, o.* FROM directory_service s JOIN directory_organization o ON o.id = s.organization_id"
        " WHERE s.id = ANY(%s::uuid[])",
        [ids],
    )
    for table in CHILDREN:
        run(f"SELECT * FROM directory_{table} WHERE service_id = ANY(%s::uuid[])", [ids])
    sites = "SELECT location_id FROM directory_serviceatlocation WHERE service_id = ANY(%s::uuid[])"
    run(f"SELECT * FROM directory_location WHERE id IN ({sites})", [ids])
    run(f"SELECT * FROM directory_accessibility WHERE location_id IN ({sites})", [ids])


def near(point: str, metres: int, run: Callable[..., list[Any]] = _all) -> None:
    """Ask how many pairs of service and place there are within a distance, and for the rows of the first fifty."""
    within = (
        "FROM directory_serviceatlocation a JOIN directory_location l ON l.id = a.location_id"
        " JOIN directory_service s ON s.id = a.service_id"
        " WHERE s.withdrawn_at IS NULL AND l.point <@ circle(%s::point, %s)"
    )
    run(f"SELECT count(*) {within}", [point, metres])
    run(f"SELECT a.*, l.* {within} ORDER BY a.id LIMIT 50", [point, metres])


def _check(url: str) -> str:
    """The last line of the official check; says so where the shared folder is absent."""
    tool, spec = SHARED / "tools/oruk_check.py", SHARED / "data/directory/spec/oruk-3.0"
    if not tool.is_file():
        return "not run: no shared folder"
    said = subprocess.run([sys.executable, tool, spec, url], capture_output=True, text=True, check=False)
    return said.stdout.strip().splitlines()[-1] if said.stdout else said.stderr[-300:]
