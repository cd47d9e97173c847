"""Matching: the kernel against the bare solver, known optima, an independent solver, policies, what would unlock.

The bare solve is OR-Tools' SimpleMinCostFlow called directly on the very arcs the kernel solves: arrays to flows. A
whole round (from arrays of people and volunteers, rules, scores, times of the week, reasons) is given beside it, with
where its time goes.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from alongside.numerics.matching import flow, invented, kernel, policies, scoring, unlock
from alongside.numerics.matching.outcome import Round
from alongside.numerics.matching.shapes import Parameters, Problem

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PEOPLE, VOLUNTEERS, ACROSS_M = 20_000, 10_000, 60_000
INSTANCES = 1_000
REPEATS = 3
IN_TURN = 7


def measure() -> dict[str, Any]:
    """Take all figures; ratios are what counts."""
    return {
        **_or_library(),
        **_random_instances(),
        **_kernel(),
        **_shuffled(),
        **_policies(),
        **_unlock(),
    }


def _seconds(call: Callable[[], Any], repeats: int = REPEATS) -> float:
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _or_library() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("assign100", "assign500"):
        path = SHARED / "data" / "matching" / f"{name}.txt"
        if not path.exists():
            found[name] = "not measured: the file is not there"
            continue
        size, *costs = (int(number) for number in path.read_text().split())
        person, volunteer = np.divmod(np.arange(size * size), size)
        solved = flow.solve_arcs(
            person, volunteer, 1_000 - np.array(costs), room=np.ones(size, dtype=np.int64), people=size
        )
        found[name] = sum(costs[arc] for arc in solved.chosen)
    return found


def _random_instances() -> dict[str, Any]:
    """Cost, capacities and shuffling over random instances, against scipy's integer programmes."""
    from tests.numerics.matching.test_flow import by_milp, instance

    equal = kept = same = 0
    for seed in range(INSTANCES):
        edges, capacity, stay = instance(seed)
        answer = flow.solve_edges(edges, capacity=capacity, stay_waiting=stay)
        equal += answer.total == by_milp(edges, capacity, stay)
        used = [volunteer for _, volunteer in answer.matches]
        kept += all(used.count(one) <= capacity.get(one, 1) for one in used)
        turned = random.Random(seed).sample(edges, len(edges))
        same += flow.solve_edges(turned, capacity=capacity, stay_waiting=stay) == answer
    return {
        "instances": INSTANCES,
        "equal_cost_to_scipy": equal,
        "capacities_kept": kept,
        "same_when_shuffled": same,
    }


def _problem(people: int, volunteers: int, across_m: float, **params: int) -> Problem:
    rng = np.random.default_rng(1)
    return Problem(
        invented.people(rng, people, across_m),
        invented.volunteers(rng, volunteers, across_m),
        params=Parameters(**params),
    )


def _kernel() -> dict[str, Any]:
    problem = _problem(PEOPLE, VOLUNTEERS, ACROSS_M)
    done = kernel.solve_round(problem)
    arcs = done.candidates
    person, volunteer = arcs.person, arcs.volunteer
    gain = arcs.score + scoring.waiting_points(problem)[person]
    room = kernel.places_left(problem)
    # Taken in turn, so that a machine that is busy for a while slows both.
    pairs = [
        (
            _seconds(lambda: flow.solve_arcs(person, volunteer, gain, room=room, people=PEOPLE), repeats=1),
            _seconds(lambda: _bare(person, volunteer, gain, room), repeats=1),
        )
        for _ in range(IN_TURN)
    ]
    bare = statistics.median(floor for _, floor in pairs)
    whole = _seconds(lambda: kernel.solve_round(problem))
    return {
        "people": PEOPLE,
        "volunteers": VOLUNTEERS,
        "arcs": len(arcs),
        "bare_solve_s": round(bare, 3),
        "kernel_to_bare": round(statistics.median(ours / floor for ours, floor in pairs), 2),
        "whole_round_from_arrays_to_bare": round(whole / bare, 2),
        "whole_round_s": {part: round(seconds, 3) for part, seconds in done.seconds.items()},
        "pairs_judged": PEOPLE * VOLUNTEERS,
        "total_to_bound": round(done.total / done.bound, 4),
    }


def _bare(person: Any, volunteer: Any, gain: Any, room: Any) -> None:
    """What one would write without any kernel: the arcs, the solver, the flows."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    sink = PEOPLE + VOLUNTEERS
    rows, columns = np.arange(PEOPLE), PEOPLE + np.arange(VOLUNTEERS)
    ones, zeros = np.ones(PEOPLE, dtype=np.int64), np.zeros(sink, dtype=np.int64)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([person, rows, columns]).astype(np.int32),
        np.concatenate([PEOPLE + volunteer, np.full(sink, sink)]).astype(np.int32),
        np.concatenate([np.ones(len(person), dtype=np.int64), ones, room]),
        np.concatenate([-gain, zeros]),
    )
    supply = np.concatenate([ones, np.zeros(VOLUNTEERS, dtype=np.int64), [-PEOPLE]])
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("the bare solver found no optimum")
    solver.flows(arcs)


def _shuffled() -> dict[str, Any]:
    from tests.numerics.matching.problems import mixed, shuffled
    from tests.numerics.matching.test_kernel import check, named

    rounds = same = 0
    for seed in range(50):
        problem = mixed(seed)
        other, _, _ = shuffled(problem, seed)
        one, two = kernel.solve_round(problem), kernel.solve_round(other)
        check(problem, one)
        rounds += 1
        same += named(problem, one) == named(other, two)
    return {"rounds_no_hard_rule_broken": rounds, "rounds_same_when_shuffled": same}


def _policies() -> dict[str, Any]:
    seeds = range(6)
    table = {one.policy: one.overall for one in policies.compare(policies.synthetic(seed) for seed in seeds)}
    blend = table[policies.Policy.BLEND]
    fairest = min(one.waiting_over_26 for one in table.values())
    best = max(one.mean_score for one in table.values())
    return {
        "policies": {
            str(policy): {
                "waiting_over_26": round(one.waiting_over_26, 1),
                "p95_wait": round(one.p95_wait, 1),
                "mean_score": round(one.mean_score, 1),
                "matched": one.matched,
            }
            for policy, one in table.items()
        },
        "blend_waiting_to_fairest": round(blend.waiting_over_26 / fairest, 2),
        "blend_score_to_best": round(blend.mean_score / best, 2),
    }


def _unlock() -> dict[str, Any]:
    """The report for five hundred who wait: relaxations for each, and whom to recruit."""
    problem = _problem(950, 500, 12_000)
    done = kernel.solve_round(problem)
    solve = _seconds(lambda: kernel.solve_round(problem))
    report = _seconds(lambda: _report(problem, done))
    return {
        "unlock_waiting": len(done.waiting),
        "unlock_to_one_round": round(report / solve, 2),
        "unlock_report_s": round(report, 3),
    }


def _report(problem: Problem, done: Round) -> None:
    unlock.relaxations(problem, done)
    unlock.best_new_volunteer(problem, done)
