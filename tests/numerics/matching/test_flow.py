"""The solver: known optima, an independent solver on random instances, refusals instead of wrong answers."""

import os
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

from alongside.numerics.matching import flow
from alongside.numerics.matching.flow import solve_edges
from alongside.numerics.matching.outcome import Status
from alongside.numerics.matching.shapes import WrongShape

SHARED = (
    Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "data/matching"
)
INSTANCES = 1_000


@pytest.mark.parametrize(("name", "optimum"), [("assign100", 305), ("assign500", 991)])
def test_the_known_optima_of_the_or_library_are_found(name: str, optimum: int):
    path = SHARED / f"{name}.txt"
    if not path.exists():
        pytest.skip(
            f"{path} is not there: it is published at people.brunel.ac.uk/~mastjjb/jeb/orlib/assigninfo.html"
        )
    size, *costs = (int(number) for number in path.read_text().split())
    assert len(costs) == size * size
    # Costs are to be small; a match is worth 1000 less its cost, so everybody is matched.
    edges = [
        (f"p{row}", f"v{column}", 1_000 - costs[row * size + column])
        for row in range(size)
        for column in range(size)
    ]
    answer = solve_edges(edges)
    assert len(answer.matches) == size
    assert size * 1_000 - answer.total == optimum


def instance(seed: int) -> tuple[list[tuple[str, str, int]], dict[str, int], dict[str, int]]:
    pick = random.Random(seed)
    people, volunteers = pick.randint(1, 12), pick.randint(1, 9)
    share, low = pick.choice([0.2, 0.5, 1.0]), pick.choice([-30, 0])
    edges = [
        (f"p{p}", f"v{v}", pick.randint(low, 60))
        for p in range(people)
        for v in range(volunteers)
        if pick.random() < share
    ]
    capacity = {f"v{v}": pick.randint(0, 3) for v in range(volunteers) if pick.random() < 0.6}
    stay = {f"p{p}": pick.randint(-10, 40) for p in range(people) if pick.random() < 0.5}
    return edges, capacity, stay


def by_milp(edges: list[tuple[str, str, int]], capacity: dict[str, int], stay: dict[str, int]) -> int:
    """The same as an integer programme: a variable per edge."""
    people = sorted({edge[0] for edge in edges} | set(stay))
    base = sum(stay.values())
    if not edges:
        return base
    volunteers = sorted({edge[1] for edge in edges})
    gain = np.array([score - stay.get(p, 0) for p, _, score in edges], dtype=float)
    rows = [people.index(p) for p, _, _ in edges] + [len(people) + volunteers.index(v) for _, v, _ in edges]
    columns = list(range(len(edges))) * 2
    limits = [1] * len(people) + [capacity.get(v, 1) for v in volunteers]
    matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(edges)))
    found = milp(
        -gain,
        integrality=np.ones(len(edges)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix.tocsr(), ub=limits),
    )
    return base + round(-found.fun)


def test_random_instances_cost_the_same_as_an_independent_solver_finds():
    for seed in range(INSTANCES):
        edges, capacity, stay = instance(seed)
        answer = solve_edges(edges, capacity=capacity, stay_waiting=stay)
        assert answer.total == by_milp(edges, capacity, stay), seed
        scores = {(p, v): score for p, v, score in edges}
        assert answer.total == sum(scores[pair] for pair in answer.matches) + sum(
            stay.get(person, 0) for person in answer.waiting
        )
        used = [volunteer for _, volunteer in answer.matches]
        assert all(used.count(volunteer) <= capacity.get(volunteer, 1) for volunteer in used)
        assert len({person for person, _ in answer.matches}) == len(answer.matches)


def test_a_square_of_places_is_what_the_hungarian_method_finds():
    rng = np.random.default_rng(7)
    for size in (1, 5, 40):
        score = rng.integers(0, 1_000, (size, size))
        rows, columns = linear_sum_assignment(score, maximize=True)
        edges = [(f"p{p}", f"v{v}", int(score[p, v])) for p in range(size) for v in range(size)]
        assert solve_edges(edges).total == int(score[rows, columns].sum())


@given(seed=st.integers(0, 10**6), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_edges_does_not_matter(seed: int, shuffle: random.Random):
    edges, capacity, stay = instance(seed)
    mixed = shuffle.sample(edges, len(edges))
    turned = dict(shuffle.sample(list(capacity.items()), len(capacity)))
    assert solve_edges(mixed, capacity=turned, stay_waiting=stay) == solve_edges(
        edges, capacity=capacity, stay_waiting=stay
    )


def test_an_edge_that_is_worse_than_staying_is_never_taken():
    answer = solve_edges([("p1", "v1", -4), ("p2", "v1", 3)], stay_waiting={"p2": 4})
    assert answer.matches == ()
    assert answer.total == 4
    assert answer.removed_by_rule == {"worse_than_waiting": 2}
    assert answer.reasons == {"p1": "worse_than_waiting", "p2": "worse_than_waiting"}


def test_those_without_an_edge_wait_and_their_price_counts():
    answer = solve_edges([("p1", "v1", 37), ("p2", "v1", 20)], capacity={"v1": 1}, stay_waiting={"p9": 5})
    assert answer.matches == (("p1", "v1"),)
    assert answer.waiting == ("p2", "p9")
    assert answer.total == 42
    assert answer.reasons == {"p2": "all_taken", "p9": "no_candidate"}


def test_nothing_to_match_is_an_answer():
    assert solve_edges([]).total == 0


@pytest.mark.parametrize("huge", [2**62, 2**70, 2**59])
def test_scores_that_could_overflow_give_a_reason_and_no_answer(huge: int):
    answer = solve_edges([("p1", "v1", huge), ("p2", "v1", 3)])
    assert answer.status is Status.TOO_LARGE_NUMBERS
    assert answer.matches == ()


def test_the_same_two_twice_are_refused():
    with pytest.raises(WrongShape):
        solve_edges([("p1", "v1", 3), ("p1", "v1", 4)])


def test_a_process_of_its_own_gives_the_same_answer():
    edges, capacity, stay = instance(11)
    here = solve_edges(edges, capacity=capacity, stay_waiting=stay)
    assert solve_edges(edges, capacity=capacity, stay_waiting=stay, seconds_at_most=60) == here


def test_a_solver_that_takes_too_long_is_stopped_with_a_reason():
    answer = solve_edges([("p1", "v1", 3)], seconds_at_most=0.001)
    assert answer.status is Status.TOO_LONG
    assert answer.matches == ()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("INFEASIBLE", Status.INFEASIBLE),
        ("UNBALANCED", Status.UNBALANCED),
        ("BAD_COST_RANGE", Status.TOO_LARGE_NUMBERS),
        ("BAD_RESULT", Status.FAILED),
    ],
)
def test_whatever_else_the_solver_says_nobody_is_matched(
    said: str, status: Status, monkeypatch: pytest.MonkeyPatch
):
    from ortools.graph.python import min_cost_flow

    class Says(min_cost_flow.SimpleMinCostFlow):
        def solve(self) -> object:
            return getattr(self, said)

    monkeypatch.setattr(min_cost_flow, "SimpleMinCostFlow", Says)
    answer = solve_edges([("p1", "v1", 3)])
    assert (answer.status, answer.matches, answer.total) == (status, (), 0)


def test_an_answer_that_breaks_its_own_conditions_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flow, "solve_here", lambda *a, **k: (Status.SOLVED, np.array([0, 1])))
    answer = solve_edges([("p1", "v1", 3), ("p2", "v1", 4)])
    assert answer.status is Status.FAILED
