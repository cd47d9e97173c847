"""The connector's and the lead's pages with 1,000 people and with 100,000 in one partnership among fifty.

At the full size 30,000 people have open support and there are two million contacts. `ALONGSIDE_BENCH_PEOPLE=10000`
takes a tenth. For each page: the number of queries, p95, its ratio to the bare SQL of the same question asked inside
the same wall (target: 4 at most) and to the same page with 1,000 people (target: 2 at most). The work in sight is the
same at both sizes: 200 people of the connector's own, 60 referrals at triage, fifty people found at most.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from alongside.core import clock, tenancy
from alongside.insight.jobs import keep_figures
from benchmarks import _caseload as caseload
from benchmarks._timing import percentiles, ratios, times_ms

FEW = 1_000
ROUNDS = int(os.environ.get("ALONGSIDE_BENCH_ROUNDS", "30"))
Rows = Callable[[caseload.Scene], None]


def measure() -> dict[str, Any]:
    """Fill with 1,000 people, measure; fill with 100,000 (or as the environment says), measure again; compare."""
    many = int(os.environ.get("ALONGSIDE_BENCH_PEOPLE", "100000"))
    scene = caseload.scene()
    filled, figures = {}, {}
    for size in (FEW, many):
        filled[size] = caseload.fill(scene, size)
        filled[size]["counted_at_night_s"] = _night(scene)
        figures[size] = _figures(scene)
    return {
        "people": many,
        "filled": filled[many],
        "pages": {name: _compared(figures[FEW][name], figures[many][name]) for name in figures[many]},
    }


def _night(scene: caseload.Scene) -> float:
    """Count for the lead's page, as the job does each night; return how many seconds it took."""
    begun = time.monotonic()
    with tenancy.within(scene.partnership.pk, actor="system:bench"):
        keep_figures(scene.partnership)
    return round(time.monotonic() - begun, 1)


def _compared(few: dict[str, Any], many: dict[str, Any]) -> dict[str, Any]:
    return {
        "queries": many["queries"],
        "queries_equal": few["queries"] == many["queries"],
        "p95_ms": many["page"]["p95_ms"],
        "bare_p95_ms": many["bare"]["p95_ms"],
        "to_bare_sql": ratios(many["page"], many["bare"])["p95"],
        "to_1000_people": ratios(many["page"], few["page"])["p95"],
    }


def _figures(scene: caseload.Scene) -> dict[str, dict[str, Any]]:
    connector, lead = _client(scene.connector), _client(scene.lead)
    with (
        tenancy.within(scene.partnership.pk, actor="system:bench", read_only=True),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT c.id FROM casework_case c WHERE c.connector_id = %s ORDER BY c.id LIMIT 1",
            [scene.connector.pk],
        )
        (case,) = cursor.fetchone()
    asked: dict[str, tuple[Client, str, Rows]] = {
        "today": (connector, "/connector/", _due),
        "worklist_overdue": (connector, "/connector/work/overdue/", _due),
        "worklist_quiet": (connector, "/connector/work/quiet/", _quiet),
        "person": (connector, f"/connector/cases/{case}/", lambda scene: _person(scene, case)),
        "search_name": (connector, "/connector/people/?q=ash", lambda scene: _found(scene, "nash", "name")),
        "search_slip": (connector, "/connector/people/?q=Fatna+Beckash", _slip),
        "search_phone": (
            connector,
            "/connector/people/?q=7919",
            lambda scene: _found(scene, "f9197", "phone"),
        ),
        "search_written": (connector, "/connector/people/?q=chess+garden", _written),
        "triage": (connector, "/connector/referrals/", _triage),
        "lead": (lead, "/lead/", _lead),
    }
    return {name: _one(scene, *how) for name, how in asked.items()}


def _one(scene: caseload.Scene, client: Client, path: str, bare: Rows) -> dict[str, Any]:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}.")
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(path)
    return {
        "queries": len(seen),
        "page": percentiles(times_ms([lambda: client.get(path)] * ROUNDS)),
        "bare": percentiles(times_ms([lambda: bare(scene)] * ROUNDS)),
    }


def _client(member: Any) -> Client:
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# The same questions as one would write them by hand ----------------------------------------------------


def _ask(scene: caseload.Scene, *questions: tuple[str, list[Any]], sought: str = "") -> None:
    within = tenancy.within(scene.partnership.pk, actor="system:bench", read_only=True)
    with within, connection.cursor() as cursor:
        if sought:
            cursor.execute("SELECT set_config('alongside.sought', %s, true)", [sought])
        for sql, params in questions:
            cursor.execute(sql, params)
            cursor.fetchall()


#: What both lists count besides the rows they show.
COUNTS = (
    "SELECT count(*) FILTER (WHERE f.due_on < current_date), count(*) FILTER (WHERE f.due_on = current_date)"
    " FROM casework_followup f JOIN casework_case c ON c.id = f.case_id"
    " WHERE f.owner_id = %s AND f.done_at IS NULL AND c.status = 'open'",
    "SELECT count(*) FROM casework_onwardreferral o JOIN casework_case c ON c.id = o.case_id"
    " WHERE c.connector_id = %s AND c.status = 'open' AND o.status = 'sent'",
    "SELECT count(*) FROM casework_case c WHERE c.connector_id = %s AND c.status = 'open' AND c.opened_at <"
    " now() - interval '30 days' AND NOT EXISTS (SELECT 1 FROM casework_contact k WHERE k.case_id = c.id"
    " AND k.at > now() - interval '30 days')",
    "SELECT count(*) FROM casework_case c WHERE c.connector_id = %s AND c.status = 'open' AND NOT EXISTS"
    " (SELECT 1 FROM casework_step s WHERE s.case_id = c.id AND s.status = 'open')",
    "SELECT count(*) FROM casework_case c WHERE c.connector_id = %s AND c.status = 'open' AND EXISTS"
    " (SELECT 1 FROM people_consent k WHERE k.person_id = c.person_id AND k.given_at < now() - interval '1 year')",
)


def _due(scene: caseload.Scene) -> None:
    me = scene.connector.pk
    _ask(
        scene,
        (
            "SELECT f.due_on, f.due_time, f.kind, f.because, p.given_name, p.family_name, p.phone,"
            " (SELECT count(*) FROM casework_contact k WHERE k.case_id = c.id AND k.result <> 'reached' AND k.at > "
            "  coalesce((SELECT max(at) FROM casework_contact r WHERE r.case_id = c.id AND r.result = 'reached'),"
            "  'epoch')) FROM casework_followup f JOIN casework_case c ON c.id = f.case_id"
            " JOIN people_person p ON p.id = c.person_id"
            " WHERE f.owner_id = %s AND f.done_at IS NULL AND c.status = 'open' AND f.due_on <= current_date"
            " ORDER BY f.due_on, f.due_time LIMIT 30",
            [me],
        ),
        *((sql, [me]) for sql in COUNTS),
    )


def _quiet(scene: caseload.Scene) -> None:
    me = scene.connector.pk
    _ask(
        scene,
        (
            "SELECT p.given_name, p.family_name, p.phone, c.opened_at, (SELECT max(at) FROM casework_contact k WHERE"
            " k.case_id = c.id) AS last FROM casework_case c JOIN people_person p ON p.id = c.person_id"
            " WHERE c.connector_id = %s AND c.status = 'open' AND c.opened_at < now() - interval '30 days'"
            " AND NOT EXISTS (SELECT 1 FROM casework_contact k WHERE k.case_id = c.id AND k.at > now() - interval"
            " '30 days') ORDER BY last NULLS FIRST LIMIT 25",
            [me],
        ),
        *((sql, [me]) for sql in COUNTS),
    )


def _person(scene: caseload.Scene, case: Any) -> None:
    _ask(
        scene,
        (
            "SELECT c.*, p.* FROM casework_case c JOIN people_person p ON p.id = c.person_id WHERE c.id = %s",
            [case],
        ),
        ("SELECT * FROM casework_conversation WHERE case_id = %s ORDER BY held_on DESC", [case]),
        ("SELECT * FROM casework_step WHERE case_id = %s ORDER BY due_on", [case]),
        ("SELECT * FROM casework_barrier WHERE case_id = %s", [case]),
        ("SELECT * FROM casework_onwardreferral WHERE case_id = %s", [case]),
        ("SELECT * FROM casework_contact WHERE case_id = %s ORDER BY at DESC LIMIT 10", [case]),
        ("SELECT * FROM casework_followup WHERE case_id = %s AND done_at IS NULL", [case]),
        (
            "SELECT t.* FROM people_timelineevent t JOIN casework_case c ON c.person_id = t.person_id"
            " WHERE c.id = %s ORDER BY t.at DESC LIMIT 300",
            [case],
        ),
        (
            "SELECT t.* FROM people_consent t JOIN casework_case c ON c.person_id = t.person_id WHERE c.id = %s",
            [case],
        ),
        (
            "SELECT t.* FROM measures_response t JOIN casework_case c ON c.person_id = t.person_id WHERE c.id = %s",
            [case],
        ),
    )


FOUND = (
    "SELECT p.given_name, p.family_name, p.known_as, p.postcode, c.status, m.name, t.tokens FROM casework_casetokens t"
    " JOIN casework_case c ON c.id = t.case_id JOIN people_person p ON p.id = c.person_id"
    " LEFT JOIN partnerships_member m ON m.id = c.connector_id WHERE t.organisation_id = %s LIMIT 201"
)


def _found(scene: caseload.Scene, token: str, _kind: str) -> None:
    """By the index of tokens itself, which is the bare form of the question."""
    ours = scene.organisation.pk
    _ask(scene, (FOUND, [ours]), sought=f"'{str(ours)[-3:]}{token}':*")


def _slip(scene: caseload.Scene) -> None:
    ours, key = scene.organisation.pk, str(scene.organisation.pk)[-3:]
    strict = f"'{key}nfatna':* & '{key}nbeckash':*"
    loose = f"('{key}nfatna':* | '{key}dfata' | '{key}dfata') & ('{key}nbeckash':* | '{key}dbeckash')"
    _ask(scene, (FOUND, [ours]), sought=strict)
    _ask(scene, (FOUND, [ours]), sought=loose)


def _written(scene: caseload.Scene) -> None:
    ours, key = scene.organisation.pk, str(scene.organisation.pk)[-3:]
    _ask(
        scene,
        (FOUND, [ours]),
        (
            "SELECT k.case_id, k.note FROM casework_contact k WHERE k.note ILIKE '%%chess%%' AND k.case_id IN"
            " (SELECT case_id FROM casework_casetokens t WHERE t.organisation_id = %s LIMIT 50)",
            [ours],
        ),
        sought=f"'{key}wchess':* & '{key}wgarden':*",
    )


def _triage(scene: caseload.Scene) -> None:
    ours = scene.organisation.pk
    _ask(
        scene,
        (
            "SELECT r.*, o.name FROM referrals_referral r LEFT JOIN partnerships_organisation o ON o.id = r.source_id"
            " WHERE r.given_to_id = %s AND r.status IN ('new', 'waiting_for_information') ORDER BY r.received_at",
            [ours],
        ),
        (
            "SELECT r.*, o.name FROM referrals_referral r LEFT JOIN partnerships_organisation o ON o.id = r.source_id"
            " WHERE r.given_to_id = %s AND r.decided_at IS NOT NULL ORDER BY r.decided_at DESC LIMIT 10",
            [ours],
        ),
    )


def _lead(scene: caseload.Scene) -> None:
    """The newest year alone, straight from the rows: the page also protects small numbers over two years."""
    year = clock.today() - dt.timedelta(days=365)
    _ask(
        scene,
        (
            "SELECT date_trunc('quarter', c.opened_at), r.kind, p.ward, count(*) FROM casework_case c"
            " JOIN people_person p ON p.id = c.person_id LEFT JOIN referrals_referral r ON r.id = c.referral_id"
            " WHERE c.opened_at >= %s GROUP BY 1, 2, 3",
            [year],
        ),
        (
            "SELECT date_trunc('quarter', first), count(*) FROM (SELECT c.person_id, min(k.at) AS first"
            " FROM casework_contact k JOIN casework_case c ON c.id = k.case_id WHERE k.result = 'reached'"
            " GROUP BY 1) AS spoken WHERE first >= %s GROUP BY 1",
            [year],
        ),
        (
            "SELECT date_trunc('quarter', k.at), k.channel, k.result, count(*) FROM casework_contact k"
            " WHERE k.at >= %s GROUP BY 1, 2, 3",
            [year],
        ),
        (
            "SELECT date_trunc('quarter', answered_at), status, count(*) FROM casework_onwardreferral"
            " WHERE answered_at >= %s GROUP BY 1, 2",
            [year],
        ),
    )
