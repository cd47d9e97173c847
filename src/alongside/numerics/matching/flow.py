"""The solver: the best way to give few places to many people, as a minimum-cost flow (OR-Tools).

Each person sends one unit: along an arc to a volunteer, or along a private arc that is staying. A volunteer passes on
as many units as there are places. Costs are whole numbers; the solver's status is always looked at, and numbers it
could overflow on are refused before it sees them. Arcs are given in the order of ids, so that the same pairs give the
same answer in whatever order they came.
"""

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise

import numpy as np

from alongside.numerics.matching.outcome import Status
from alongside.numerics.matching.shapes import Whole, WrongShape

STAYS = -1
# The solver multiplies costs by the number of nodes; beyond this, sums could leave 64 bits.
LARGEST_SCALED_COST = 1 << 60


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """`chosen[i]` is the arc that person i takes, or STAYS. Without SOLVED, nobody takes any."""

    status: Status
    chosen: Whole


def solver_version() -> str:
    """What solved it, for the record of a round."""
    return f"ortools {version('ortools')} SimpleMinCostFlow"


def solve_arcs(
    person: Whole,
    volunteer: Whole,
    gain: Whole,
    *,
    room: Whole,
    people: int,
    seconds_at_most: float | None = None,
) -> Flow:
    """Choose arcs so that the sum of their gains is largest; nobody takes two, no volunteer more than `room`.

    `person`, `volunteer` (row numbers) and `gain` (points more than staying is worth) have length M, sorted by person,
    then volunteer. Arcs with a negative gain are never taken. With `seconds_at_most` the solver runs in a process of
    its own, which leaves this one free, and is stopped after that time.
    """
    useful = np.flatnonzero((gain >= 0) & (room[volunteer] > 0))
    nobody = np.full(people, STAYS, dtype=np.int64)
    if not len(useful):
        return Flow(Status.SOLVED, nobody)
    nodes = people + len(room) + 1
    if int(gain[useful].max()) * (nodes + 1) > LARGEST_SCALED_COST:
        return Flow(Status.TOO_LARGE_NUMBERS, nobody)
    arcs = person[useful], volunteer[useful], gain[useful]
    if seconds_at_most is None:
        status, taken = solve_here(*arcs, room=room, people=people)
    else:
        status, taken = _solve_apart(*arcs, room=room, people=people, seconds=seconds_at_most)
    if status is not Status.SOLVED:
        return Flow(status, nobody)
    picked = useful[taken]
    nobody[person[picked]] = picked
    return Flow(*_verified(nobody, picked, person, volunteer, room))


def _verified(
    chosen: Whole, picked: Whole, person: Whole, volunteer: Whole, room: Whole
) -> tuple[Status, Whole]:
    """What the solver answered, if it keeps to its own conditions."""
    used = np.bincount(volunteer[picked], minlength=len(room))
    if (used > room).any() or len(np.unique(person[picked])) != len(picked):
        return Status.FAILED, np.full_like(chosen, STAYS)
    return Status.SOLVED, chosen


def solve_here(
    person: Whole, volunteer: Whole, gain: Whole, *, room: Whole, people: int
) -> tuple[Status, Whole]:
    """Run the solver in this process; returns its status and which of these arcs are taken (M > 0)."""
    from ortools.graph.python import min_cost_flow

    there = np.bincount(person, minlength=people) > 0
    degree = np.bincount(volunteer, minlength=len(room))
    row, column = (np.cumsum(there) - 1)[person], (np.cumsum(degree > 0) - 1)[volunteer]
    to = np.flatnonzero(degree)
    count = int(there.sum())
    sink = count + len(to)
    tails = np.concatenate([row, np.arange(count), np.arange(count, sink)]).astype(np.int32)
    heads = np.concatenate([column + count, np.full(sink, sink)]).astype(np.int32)
    places = np.minimum(room[to], degree[to])
    capacity = np.concatenate([np.ones(len(person) + count, dtype=np.int64), places])
    cost = np.concatenate([-gain, np.zeros(sink, dtype=np.int64)])
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:count], supply[sink] = 1, -count

    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, cost)
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    known = {
        solver.OPTIMAL: Status.SOLVED,
        solver.INFEASIBLE: Status.INFEASIBLE,
        solver.UNBALANCED: Status.UNBALANCED,
        solver.BAD_COST_RANGE: Status.TOO_LARGE_NUMBERS,
        solver.BAD_CAPACITY_RANGE: Status.TOO_LARGE_NUMBERS,
    }
    status = known.get(solver.solve(), Status.FAILED)
    if status is not Status.SOLVED:
        return status, np.empty(0, dtype=np.int64)
    taken = np.flatnonzero(np.asarray(solver.flows(arcs[: len(person)])))
    if int(gain[taken].sum()) != -solver.optimal_cost():
        return Status.FAILED, np.empty(0, dtype=np.int64)
    return Status.SOLVED, taken


def _solve_apart(
    person: Whole, volunteer: Whole, gain: Whole, *, room: Whole, people: int, seconds: float
) -> tuple[Status, Whole]:
    """The same in a process of its own, stopped when it takes too long."""
    question = BytesIO()
    np.savez(question, person=person, volunteer=volunteer, gain=gain, room=room, people=people)
    try:
        answered = subprocess.run(
            [sys.executable, "-m", "alongside.numerics.matching.apart"],
            input=question.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Status.TOO_LONG, np.empty(0, dtype=np.int64)
    if answered.returncode:
        return Status.FAILED, np.empty(0, dtype=np.int64)
    answer = np.load(BytesIO(answered.stdout), allow_pickle=False)
    return Status(str(answer["status"])), answer["taken"]


@dataclass(frozen=True, slots=True)
class EdgesAnswer:
    """Matches in the order of ids; `total` is their scores and the prices of those who wait: the largest there is.

    `reasons` says for each person waiting why, as a code; `removed_by_rule` counts edges that staying beats.
    """

    status: Status
    matches: tuple[tuple[str, str], ...]
    scores: tuple[int, ...]
    total: int
    waiting: tuple[str, ...]
    removed_by_rule: dict[str, int]
    reasons: dict[str, str]
    solver_version: str


def solve_edges(
    edges: Sequence[tuple[str, str, int]],
    *,
    capacity: Mapping[str, int] | None = None,
    stay_waiting: Mapping[str, int] | None = None,
    people: Iterable[str] = (),
    volunteers: Iterable[str] = (),
    seconds_at_most: float | None = None,
) -> EdgesAnswer:
    """Solve ready-made edges (person, volunteer, score).

    People are all who are named in edges, `stay_waiting` or `people`; capacity is 1 and the price of staying 0 where
    not given. Whole numbers only; the same edge twice is `WrongShape`.
    """
    capacity, prices = capacity or {}, stay_waiting or {}
    names = sorted({edge[0] for edge in edges} | set(prices) | set(people))
    others = sorted({edge[1] for edge in edges} | set(capacity) | set(volunteers))
    row = {name: number for number, name in enumerate(names)}
    column = {name: number for number, name in enumerate(others)}
    ordered = sorted((row[p], column[v], score) for p, v, score in edges)
    if any(one[:2] == two[:2] for one, two in pairwise(ordered)):
        raise WrongShape("edges: the same two are there twice")
    price = [prices.get(name, 0) for name in names]
    try:
        person, volunteer, score = np.array(ordered, dtype=np.int64).reshape(-1, 3).T
        gains = np.array([s - price[p] for p, _, s in ordered], dtype=np.int64)
        room = np.array([min(capacity.get(name, 1), len(names)) for name in others], dtype=np.int64)
    except OverflowError:
        return _unanswered(Status.TOO_LARGE_NUMBERS)
    if (room < 0).any():
        raise WrongShape("capacity: less than nothing")
    found = solve_arcs(
        person, volunteer, gains, room=room, people=len(names), seconds_at_most=seconds_at_most
    )
    if found.status is not Status.SOLVED:
        return _unanswered(found.status)
    taken = found.chosen[found.chosen != STAYS]
    left = np.flatnonzero(found.chosen == STAYS).tolist()
    scores = tuple(int(score[arc]) for arc in taken)
    open_arcs = np.bincount(person[(gains >= 0) & (room[volunteer] > 0)], minlength=len(names))
    any_arcs = np.bincount(person[room[volunteer] > 0], minlength=len(names))
    worse = int((gains < 0).sum())
    return EdgesAnswer(
        status=Status.SOLVED,
        matches=tuple((names[person[arc]], others[volunteer[arc]]) for arc in taken),
        scores=scores,
        total=sum(scores) + sum(price[number] for number in left),
        waiting=tuple(names[number] for number in left),
        removed_by_rule={"worse_than_waiting": worse} if worse else {},
        reasons={
            names[n]: "all_taken" if open_arcs[n] else "worse_than_waiting" if any_arcs[n] else "no_candidate"
            for n in left
        },
        solver_version=solver_version(),
    )


def _unanswered(status: Status) -> EdgesAnswer:
    return EdgesAnswer(status, (), (), 0, (), {}, {}, solver_version())
