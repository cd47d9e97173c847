"""The connector's and the lead's pages with 1,000 people and with 100,000 in one partnership among fifty.

At the full size 30,000 people have open support and there are two million contacts. `ALONGSIDE_BENCH_PEOPLE=10000`
takes a tenth. For each page: the number of queries (that it is the same at both sizes), p95, its ratio to the bare SQL
of the same question asked inside the same wall (target: 4 at most; `_bare` says what each is) and to the same page with
1,000 people (target: 2 at most). The work in sight is the same at both sizes: 200 people of the connector's own, 60
referrals at triage, fifty people found at most.

Page and bare SQL are asked in turn, so that a machine that does something else slows both. `empty` is the page of
keyboard shortcuts, which asks nothing: what it costs to be signed in and to draw the frame. `above_empty` is what a
page costs beyond that, against its bare SQL.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from alongside.core import tenancy
from alongside.insight.jobs import keep_figures
from benchmarks import _bare as bare
from benchmarks import _caseload as caseload
from benchmarks._timing import percentiles, ratios, times_ms

FEW = 1_000
ROUNDS = int(os.environ.get("ALONGSIDE_BENCH_ROUNDS", "40"))
Rows = Callable[[], None]


def measure() -> dict[str, Any]:
    """Fill with 1,000 people, measure; fill with 100,000 (or as the environment says), measure again; compare."""
    many = int(os.environ.get("ALONGSIDE_BENCH_PEOPLE", "100000"))
    scene = caseload.scene()
    filled, figures = {}, {}
    for size in (FEW, many):
        filled[size] = caseload.fill(scene, size)
        filled[size]["counted_at_night_s"] = _night(scene)
        figures[size] = pages(scene)
    return {"people": many, "filled": filled[many], "pages": compared(figures[FEW], figures[many])}


def _night(scene: caseload.Scene) -> float:
    """Count for the lead's page, as the job does each night; return how many seconds it took."""
    begun = time.monotonic()
    with tenancy.within(scene.partnership.pk, actor="system:bench"):
        keep_figures(scene.partnership)
    return round(time.monotonic() - begun, 1)


def compared(few: dict[str, dict[str, Any]], many: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each page at the large size, against its bare SQL and against itself at the small size."""
    empty = many["empty"]["page"]["p95_ms"]
    return {
        name: {
            "queries": one["queries"],
            "queries_equal": few[name]["queries"] == one["queries"],
            "p50_ms": one["page"]["p50_ms"],
            "p95_ms": one["page"]["p95_ms"],
            "bare_p50_ms": one["bare"]["p50_ms"],
            "bare_p95_ms": one["bare"]["p95_ms"],
            "to_bare_sql": ratios(one["page"], one["bare"])["p95"],
            "above_empty": round(max(0.0, one["page"]["p95_ms"] - empty) / one["bare"]["p95_ms"], 2),
            "to_1000_people": ratios(one["page"], few[name]["page"])["p95"],
        }
        for name, one in many.items()
    }


def pages(scene: caseload.Scene) -> dict[str, dict[str, Any]]:
    """Measure every page and its bare SQL in the place as it is filled."""
    connector, lead = _client(scene.connector), _client(scene.lead)
    case = _a_case(scene)
    known = bare.params(scene, case)
    asks = lambda statements, **how: lambda: bare.ask(scene, statements, known, **how)  # noqa: E731
    ours, place = _key(scene.organisation.pk), _key(scene.partnership.pk)
    slip = (
        f"'{ours}nfatna':* & '{ours}nbeckash':*",
        f"('{ours}nfatna':* | '{ours}dfata') & ('{ours}nbeckash':* | '{ours}dbeckash')",
    )
    asked: dict[str, tuple[Client, str, Rows]] = {
        "empty": (connector, "/connector/keys/", asks([])),
        "today": (connector, "/connector/", asks(bare.TODAY)),
        "worklist_overdue": (connector, "/connector/work/overdue/", asks(bare.OVERDUE)),
        "worklist_quiet": (connector, "/connector/work/quiet/", asks(bare.QUIET_ONES)),
        "person": (connector, f"/connector/cases/{case}/", asks(bare.ONE_PERSON)),
        "search_name": (connector, "/connector/people/?q=ash", asks(bare.FOUND, sought=(f"'{ours}nash':*",))),
        "search_slip": (
            connector,
            "/connector/people/?q=Fatna+Beckash",
            asks(bare.FOUND + bare.BESIDES, sought=slip),
        ),
        "search_phone": (
            connector,
            "/connector/people/?q=7919",
            asks(bare.FOUND + bare.BESIDES, sought=(f"'{ours}f9197':* | '{place}f9197':*",)),
        ),
        "search_written": (
            connector,
            "/connector/people/?q=chess+garden",
            asks(bare.FOUND + bare.LINES, sought=(f"'{ours}wchess':* & '{ours}wgarden':*",)),
        ),
        "triage": (connector, "/connector/referrals/", asks(bare.TRIAGE)),
        "lead": (lead, "/lead/", asks(bare.LEAD)),
        "lead_live": (lead, "/lead/", asks(bare.LEAD_LIVE)),
    }
    return {name: _one(*how, rounds=ROUNDS if name != "lead_live" else 5) for name, how in asked.items()}


def _a_case(scene: caseload.Scene) -> Any:
    within = tenancy.within(scene.partnership.pk, actor="system:bench", read_only=True)
    with within, connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM casework_case c WHERE c.connector_id = %s ORDER BY c.id LIMIT 1",
            [scene.connector.pk],
        )
        return cursor.fetchone()[0]


def _key(of: Any) -> str:
    """What the tokens of an organisation or a partnership begin with."""
    return str(of)[-3:]


def _one(client: Client, path: str, asked: Rows, *, rounds: int) -> dict[str, Any]:
    for _warm in range(2):
        response = client.get(path)
        asked()
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}.")
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(path)
    taken = times_ms([lambda: client.get(path), asked] * rounds)
    return {"queries": len(seen), "page": percentiles(taken[::2]), "bare": percentiles(taken[1::2])}


def _client(member: Any) -> Client:
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
