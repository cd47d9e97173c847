"""The worklist of a connector with 30 and with 300 open cases: equal numbers of queries, and time against bare SQL.

The bare SQL reads what the page shows, as one would write it by hand: what is due with the person's name and number,
and who has not answered. The trivial page is `/about/` of the same application, called the same way, without a network.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db import connection, connections
from django.test import Client

from alongside.casework import queries
from alongside.casework.actions import cases, contacts
from alongside.casework.enums import Result
from alongside.core import clock, tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Member, Organisation, Partnership
from alongside.partnerships.viewer import viewer_of
from alongside.people import actions as people
from benchmarks._timing import percentiles, ratios, times_ms

FEW, MANY = 30, 300
ROUNDS = 40
PAGE = "/connector/"
ALL_OVERDUE = "/connector/?show=overdue"


def measure() -> dict[str, Any]:
    """Fill a caseload of 30, measure, fill it up to 300, measure again."""
    from tests.cast import found_partnership, member

    partnership = found_partnership("bench", is_default=True)
    with tenancy.within(partnership.pk, actor="system:bench"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        connector = member(team, Role.CONNECTOR, "Bea Bench")
    _fill(partnership, connector, FEW)
    few = _figures(partnership, connector)
    _fill(partnership, connector, MANY - FEW)
    many = _figures(partnership, connector)
    return {
        "queries_equal": few["queries"] == many["queries"],
        f"open_cases_{FEW}": few,
        f"open_cases_{MANY}": many,
        "many_to_few": ratios(many["page"], few["page"]),
    }


def _fill(partnership: Partnership, connector: Member, number: int) -> None:
    """Open cases with a dozen contacts each; what is due is spread from three weeks ago to three weeks ahead."""
    dice = random.Random(number)
    now = clock.now()
    with tenancy.within(partnership.pk, actor="system:bench"):
        for _each in range(number):
            person = people.create(
                details={
                    "given_name": dice.choice(["Ada", "Bo", "Cy", "Di"]),
                    "family_name": f"Bench{dice.randrange(10_000)}",
                    "phone": f"07700 900{dice.randrange(1000):03}",
                },
                by=connector,
                at=now - dt.timedelta(days=90),
            )
            case = cases.open_case(
                person=person,
                organisation=connector.organisation,
                connector=connector,
                by=connector,
                at=now - dt.timedelta(days=90),
            )
            for days in range(60, 0, -5):
                due = case.follow_ups.filter(done_at=None).first()
                result = dice.choice(list(Result))
                contacts.log(
                    case=case, result=result, follow_up=due, by=connector, at=now - dt.timedelta(days=days)
                )
            case.follow_ups.filter(done_at=None).update(
                due_on=clock.today() + dt.timedelta(days=dice.randrange(-21, 22))
            )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _figures(partnership: Partnership, connector: Member) -> dict[str, Any]:
    client = Client()
    client.force_login(connector.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(PAGE)
    if response.status_code != 200:
        raise RuntimeError(f"The worklist answered {response.status_code}.")
    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(PAGE)
    page = percentiles(times_ms([lambda: client.get(PAGE)] * ROUNDS))
    all_overdue = percentiles(times_ms([lambda: client.get(ALL_OVERDUE)] * ROUNDS))
    trivial = percentiles(times_ms([lambda: client.get("/about/")] * ROUNDS))
    bare = percentiles(times_ms([lambda: _bare(partnership, connector)] * ROUNDS))
    with tenancy.within(partnership.pk, actor="system:bench", read_only=True):
        counts = queries.counts(viewer_of(connector), clock.today())
    return {
        "queries": len(seen),
        "overdue": counts.overdue,
        "today": counts.today,
        "page": page,
        "page_with_all_overdue": all_overdue,
        "trivial_page": trivial,
        "bare_sql": bare,
        "ratio_to_trivial_page": ratios(page, trivial),
        "ratio_to_bare_sql": ratios(page, bare),
    }


def _bare(partnership: Partnership, connector: Member) -> None:
    today = clock.today()
    with tenancy.within(partnership.pk, actor="system:bench", read_only=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.due_on, f.due_time, f.kind, f.because, p.given_name, p.family_name, p.phone"
            " FROM casework_followup f JOIN casework_case c ON c.id = f.case_id"
            " JOIN people_person p ON p.id = c.person_id"
            " WHERE f.owner_id = %s AND f.done_at IS NULL AND c.status = 'open' AND f.due_on <= %s"
            " ORDER BY f.due_on, f.due_time LIMIT 80",
            [connector.pk, today],
        )
        cursor.fetchall()
        cursor.execute(
            "SELECT o.to_name, o.sent_at FROM casework_onwardreferral o JOIN casework_case c ON c.id = o.case_id"
            " WHERE c.connector_id = %s AND c.status = 'open' AND o.status = 'sent' ORDER BY o.sent_at LIMIT 40",
            [connector.pk],
        )
        cursor.fetchall()
