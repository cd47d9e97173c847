"""What would unlock a match, for 500 who would still wait, from the database to the report ÷ one solve.

The report is what the page shows: read, solve, the smallest changes for each of the 500, whom to look for, and
everybody's name. One solve is the round read from the same database and solved, nothing stored; beside it the same
over arrays alone, without a database: what comes on top of the solve in the kernel, and in all. Then the policy table
of a year, as its page computes it.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from typing import Any

from alongside.befriending import policy_table, problem, unlocking
from alongside.befriending.models import Match, Scheme, Wish
from alongside.core import clock, tenancy
from alongside.numerics.matching import shapes
from alongside.numerics.matching.kernel import solve_round
from alongside.numerics.matching.unlock import best_new_volunteer, relaxations
from alongside.partnerships.models import Member
from alongside.volunteering.models import Volunteer
from benchmarks.befriending_round import invented_queue

PEOPLE, VOLUNTEERS = 620, 90
IN_TURN = 5
MATCHED = 60


def measure() -> dict[str, Any]:
    """Invent a queue; time report and solve in turn; then the policy table."""
    partnership, scheme, lead = invented_queue(PEOPLE, VOLUNTEERS)
    at = clock.now()
    with tenancy.within(partnership.pk, actor="system:bench", read_only=True):
        seen = problem.snapshot(scheme, at=at, params=shapes.Parameters())
        done = solve_round(seen.problem)
        found = unlocking.report(scheme, at=at)
        # Taken in turn, so that a machine that is busy for a while slows all.
        rows = [
            (
                _timed(lambda: unlocking.report(scheme, at=at)),
                _timed(lambda: _one_solve(scheme, at)),
                _timed(lambda: solve_round(seen.problem)),
                _timed(lambda: (relaxations(seen.problem, done), best_new_volunteer(seen.problem, done))),
            )
            for _each in range(IN_TURN)
        ]
    report, solve, arrays, extra = (statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "people": PEOPLE,
        "volunteers": VOLUNTEERS,
        "still_waiting": found.left,
        "told_one_by_one": len(found.still),
        "with_a_change_that_helps": sum(bool(one.ways) for one in found.still),
        "profiles": [profile.unlocks for profile in found.profiles],
        "report_to_one_solve_from_the_database": round(report / solve, 2),
        "report_to_one_solve_of_arrays": round(report / arrays, 2),
        "of_it_in_the_kernel_to_one_solve_of_arrays": round((arrays + extra) / arrays, 2),
        "report_s": round(report, 3),
        "one_solve_from_the_database_s": round(solve, 3),
        "one_solve_of_arrays_s": round(arrays, 3),
        **_policy_table(partnership.pk, scheme, lead),
    }


def _one_solve(scheme: Scheme, at: dt.datetime) -> None:
    solve_round(problem.snapshot(scheme, at=at, params=shapes.Parameters()).problem)


def _policy_table(partnership_id: Any, scheme: Scheme, lead: Member) -> dict[str, Any]:
    at = clock.now()
    with tenancy.within(partnership_id, actor="system:bench"):
        _a_year_of_matches(scheme, lead, at)
    with tenancy.within(partnership_id, actor="system:bench", read_only=True):
        found = policy_table.table(scheme, at=at, threshold=5)
        taken = [_timed(lambda: policy_table.table(scheme, at=at, threshold=5)) for _each in range(3)]
    return {
        "policy_table_s": round(statistics.median(taken), 3),
        "policy_table_weeks": found.known.weeks,
        "policy_table_people": found.known.people,
    }


def _a_year_of_matches(scheme: Scheme, lead: Member, at: dt.datetime) -> None:
    Volunteer.objects.update(ready_at=at - dt.timedelta(weeks=40))
    volunteers = list(Volunteer.objects.order_by("pk"))
    wishes = list(Wish.objects.filter(scheme=scheme).order_by("joined_at")[:MATCHED])
    for number, wish in enumerate(wishes):
        agreed = wish.joined_at + dt.timedelta(weeks=2)
        Match.objects.create(
            scheme=scheme,
            wish=wish,
            person_id=wish.person_id,
            volunteer=volunteers[number % len(volunteers)],
            supervisor=lead,
            channel="visit",
            status="ended",
            proposed_at=wish.joined_at,
            proposed_by=lead,
            agreed_at=agreed,
            ended_at=min(agreed + dt.timedelta(weeks=12), at),
            ended_by=lead,
            end_reason="planned",
        )


def _timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
