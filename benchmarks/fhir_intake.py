"""Referrals from a GP's system over HTTP: 32 clients at once, every Bundle sent, some twice; none lost, none doubled.

The peer is the same referral taken by `referrals.actions.receive` in this process, one after the other, inside the same
wall: what the database and the audit cost without HTTP, token and FHIR. The floor is `/about/` over the same server by
the same clients. Clients and server share the machine, so both figures are lower than a machine of its own would give.
"""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from django.db import connection

from alongside.core import clock, tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation, Partnership
from alongside.referrals import actions, systems
from alongside.referrals.enums import Agreed, ReferralKind
from alongside.referrals.fhir.bundle import opened
from alongside.referrals.fhir.reading import read
from alongside.referrals.models import Referral, ReferringSystem, SystemReferral
from benchmarks._serving import server
from benchmarks._timing import percentiles, times_ms

CLIENTS, REFERRALS, AGAIN, WORKERS = 32, 600, 0.2, 2
JSON = "application/fhir+json"


def measure() -> dict[str, Any]:
    """Return requests per second, p50 and p95 under 32 clients; what was lost or doubled; and the floors."""
    with server(workers=WORKERS) as address:
        partnership = Partnership.objects.get(slug="bench")
        with tenancy.within(partnership.pk, actor="system:bench"):
            system, secret = _scene()
        token = _token(address, system, secret)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}
        about = _all_at_once(address, [("GET", "/about/", b"", {})] * 400)
        bodies = _bodies()
        sent = _all_at_once(address, [("POST", "/fhir/R4", body, headers) for body in bodies])
        polls = _all_at_once(address, [("GET", "/fhir/R4/Task?_count=50", b"", headers)] * 100)
        with tenancy.within(partnership.pk, actor="system:bench"):
            kept = list(SystemReferral.objects.values_list("identifier_value", flat=True))
            referrals = Referral.objects.count()
    with tenancy.within(partnership.pk, actor="system:bench"):
        peer = _peer(partnership, system)
    return {
        "clients": CLIENTS,
        "web_processes": WORKERS,
        "bundles_sent": len(bodies),
        "referrals_meant": REFERRALS,
        "lost": REFERRALS - len(set(kept)),
        "doubled": referrals - len(set(kept)),
        "answers": _counted(sent["statuses"]),
        "intake": _told(sent),
        "polling_50_of_600": _told(polls),
        "about_page": _told(about),
        "peer_receive_one_after_another": peer,
        "ratio_to_about_page": {
            "p95": round(_told(sent)["p95_ms"] / _told(about)["p95_ms"], 2),
            "requests_per_second": round(
                _told(sent)["requests_per_second"] / _told(about)["requests_per_second"], 2
            ),
        },
    }


def _scene() -> tuple[ReferringSystem, str]:
    from tests.cast import member

    team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
    practice = Organisation.objects.create(name="Lawson Practice", kind=OrganisationKind.HEALTH)
    steward = member(team, Role.STEWARD, "Stu Steward")
    return systems.add(organisation=practice, name="Record system", by=steward, at=clock.now())


def _token(address: str, system: ReferringSystem, secret: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": str(system.pk), "client_secret": secret}
    answer = httpx.post(f"{address}/fhir/R4/token", data=form, timeout=30).raise_for_status()
    return str(answer.json()["access_token"])


def _bodies() -> list[bytes]:
    """Every referral once and a fifth of them again, so shuffled that repeats meet their firsts under way."""
    from tests.factories.systems import a_bundle

    dice = random.Random(1)
    numbers = [f"R-{number}" for number in range(REFERRALS)]
    bodies = [json.dumps(a_bundle(number=number)).encode() for number in numbers]
    places = list(range(REFERRALS))
    for number in dice.sample(range(REFERRALS), int(REFERRALS * AGAIN)):
        places.insert(min(len(places), places.index(number) + dice.randrange(1, CLIENTS)), number)
    return [bodies[place] for place in places]


def _all_at_once(address: str, asked: list[tuple[str, str, bytes, dict[str, str]]]) -> dict[str, Any]:
    """Send all by 32 clients, each with a connection of its own."""
    own, took, statuses = threading.local(), [], []

    def send(question: tuple[str, str, bytes, dict[str, str]]) -> None:
        if not hasattr(own, "client"):
            own.client = httpx.Client(base_url=address, timeout=60)
        method, path, body, headers = question
        start = time.perf_counter()
        answer = own.client.request(method, path, content=body, headers=headers)
        took.append((time.perf_counter() - start) * 1_000)
        statuses.append(_status(answer))

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(send, asked))
    return {"took": took, "statuses": statuses, "seconds": time.perf_counter() - start}


def _status(answer: httpx.Response) -> str:
    """What was answered: of a transaction, the status of its ServiceRequest."""
    if answer.status_code == 200 and "fhir" in answer.headers["Content-Type"]:
        return str(answer.json().get("entry", [{}])[0].get("response", {}).get("status", 200))
    return str(answer.status_code)


def _counted(statuses: list[str]) -> dict[str, int]:
    return {status: statuses.count(status) for status in sorted(set(statuses))}


def _told(run: dict[str, Any]) -> dict[str, float]:
    return {
        "requests_per_second": round(len(run["took"]) / run["seconds"], 1),
        "mean_ms": round(statistics.fmean(run["took"]), 1),
        **percentiles(run["took"]),
    }


def _peer(partnership: Partnership, system: ReferringSystem) -> dict[str, float]:
    from tests.factories.systems import a_bundle

    told = read(opened(a_bundle()), on=clock.today()).told

    def receive() -> None:
        with tenancy.within(partnership.pk, actor="system:bench"):
            actions.receive(
                partnership=partnership,
                kind=ReferralKind.PROFESSIONAL,
                told=told,
                agreed=Agreed.YES,
                source=system.organisation,
                system=system,
                at=clock.now(),
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    start = time.perf_counter()
    taken = percentiles(times_ms([receive] * 200))
    return {"a_second": round(200 / (time.perf_counter() - start), 1), **taken}
