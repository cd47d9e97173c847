"""A whole round: same answer in any order, capacities, weeks that hold, nobody left beside a free place."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.numerics.matching import flow, invented, kernel, override, scoring, slots
from alongside.numerics.matching.outcome import Match, Round, Status, Why
from alongside.numerics.matching.shapes import IN_PERSON, Channel, Parameters, Problem
from tests.numerics.matching import oracle
from tests.numerics.matching.problems import mixed, shuffled

seeds = st.integers(0, 10**6)
sizes = st.tuples(st.integers(0, 30), st.integers(0, 20))


def named(problem: Problem, found: Round) -> list[tuple]:
    people, volunteers = problem.people.ids, problem.volunteers.ids
    return [
        (
            people[one.person],
            volunteers[one.volunteer],
            one.channel,
            one.slot,
            one.score,
            one.waiting_points,
            one.points,
            [volunteers[other.volunteer] for other in one.alternatives],
        )
        for one in found.matches
    ]


@given(seed=seeds, size=sizes)
@settings(max_examples=40, deadline=None)
def test_a_round_is_the_same_whatever_the_order_of_rows(seed: int, size: tuple[int, int]):
    problem = mixed(seed, *size) if min(size) else mixed(seed, 5, 5)
    other, _, _ = shuffled(problem, seed + 1)
    one, two = kernel.solve_round(problem), kernel.solve_round(other)
    assert named(problem, one) == named(other, two)
    assert [problem.people.ids[w.person] for w in one.waiting] == [
        other.people.ids[w.person] for w in two.waiting
    ]
    assert (one.total, one.bound, one.removed_by_rule) == (two.total, two.bound, two.removed_by_rule)


@given(seed=seeds, limit=st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_no_hard_rule_is_broken_and_capacities_are_kept(seed: int, limit: int):
    problem = mixed(seed, params=Parameters(candidates_per_person=limit))
    found = kernel.solve_round(problem)
    assert found.status is Status.SOLVED
    check(problem, found)


def check(problem: Problem, found: Round) -> None:
    for one in found.matches:
        assert Channel(one.channel) in oracle.ways(problem, one.person, one.volunteer)
        assert one.score == sum(one.parts.values()) >= problem.people.stay_waiting[one.person]
    everybody = (
        [m.person for m in found.matches] + [w.person for w in found.waiting] + [k[0] for k in found.kept]
    )
    assert set(everybody) == set(range(len(problem.people)))
    assert len({m.person for m in found.matches}) == len(found.matches)
    taken = [m.volunteer for m in found.matches] + [k[1] for k in found.kept]
    for v in set(taken) - {k[1] for k in found.kept}:
        assert taken.count(v) <= problem.volunteers.capacity[v]
    for v in {m.volunteer for m in found.matches}:
        check_week(problem, v, [m for m in found.matches if m.volunteer == v])
    values = sum(m.score + m.waiting_points for m in found.matches)
    assert found.total == values + sum(w.price for w in found.waiting) <= found.bound


def check_week(problem: Problem, volunteer: int, matches: list[Match]) -> None:
    """Visits of one volunteer do not overlap, travel included, and fit into the minutes they give."""
    people, minutes, used = problem.people, 0, np.zeros(336, dtype=np.int64)
    free = slots.unpack(problem.volunteers.slots[volunteer][None])[0]
    for one in matches:
        in_person = bool(one.channel & IN_PERSON)
        once = int((people.visit_minutes if in_person else people.call_minutes)[one.person])
        minutes += once + 2 * one.travel_minutes
        if one.channel == Channel.LETTERS:
            assert one.slot == -1
            continue
        length, before = slots.needed(once), slots.needed(one.travel_minutes) if in_person else 0
        span = (one.slot + np.arange(-before, length + before)) % 336
        used[span] += 1
        assert free[span].all()
        assert slots.unpack(people.slots[one.person][None])[0][(one.slot + np.arange(length)) % 336].all()
    assert used.max(initial=0) <= 1
    assert minutes <= problem.volunteers.minutes_a_week[volunteer]


@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_nobody_waits_beside_a_possible_volunteer_with_a_place_and_an_hour(seed: int):
    problem = mixed(seed, people=30, volunteers=40, params=Parameters(candidates_per_person=3))
    found = kernel.solve_round(problem)
    left = problem.volunteers.slots.copy()
    minutes = problem.volunteers.minutes_a_week.copy()
    for one in found.matches:
        in_person = bool(one.channel & IN_PERSON)
        once = int((problem.people.visit_minutes if in_person else problem.people.call_minutes)[one.person])
        minutes[one.volunteer] -= once + 2 * one.travel_minutes
        if one.slot >= 0:
            before = slots.needed(one.travel_minutes) if in_person else 0
            left[one.volunteer] &= ~slots.occupied(one.slot, slots.needed(once), before)
    after = replace(
        problem,
        volunteers=replace(
            problem.volunteers, slots=left, minutes_a_week=minutes, capacity=np.maximum(found.room, 0)
        ),
        existing=np.empty((0, 2), dtype=np.int64),
    )
    for one in found.waiting:
        for v in np.flatnonzero(found.room > 0).tolist():
            assert chosen_channel(problem, one.person, v) not in oracle.ways(after, one.person, v)


def chosen_channel(problem: Problem, p: int, v: int) -> Channel | None:
    """The way a round would take for these two."""
    ways = oracle.ways(replace(problem, existing=np.empty((0, 2), dtype=np.int64)), p, v)
    wished = {one for one in ways if one & int(problem.people.channel_wish[p])} or ways
    order = (Channel.VISIT, Channel.WALK, Channel.GROUP, Channel.PHONE, Channel.VIDEO, Channel.LETTERS)
    return next((one for one in order if one in wished), None)


def test_without_clashes_the_total_is_the_largest_there_is():
    rng = np.random.default_rng(3)
    people, volunteers = invented.people(rng, 300, 8_000), invented.volunteers(rng, 150, 8_000)
    problem = Problem(people, volunteers, params=Parameters(candidates_per_person=1_000))
    found = kernel.solve_round(problem)
    assert found.total == found.bound
    arcs = found.candidates
    wait = scoring.waiting_points(problem)
    edges = [
        (people.ids[p], volunteers.ids[v], int(s + wait[p]))
        for p, v, s in zip(arcs.person.tolist(), arcs.volunteer.tolist(), arcs.score.tolist(), strict=True)
    ]
    assert flow.solve_edges(edges).total == found.total


def test_thirty_candidates_a_person_lose_next_to_nothing():
    rng = np.random.default_rng(4)
    problem = Problem(invented.people(rng, 1_500, 9_000), invented.volunteers(rng, 700, 9_000))
    found = kernel.solve_round(problem)
    best = kernel.solve_round(replace(problem, params=Parameters(candidates_per_person=1_000)))
    assert found.total >= 0.98 * best.total
    assert len(found.matches) >= 0.98 * len(best.matches)


def test_waiting_longer_wins_only_by_the_published_formula():
    rng = np.random.default_rng(5)
    problem = Problem(invented.people(rng, 200, 5_000), invented.volunteers(rng, 60, 5_000))
    weeks = problem.people.weeks_waited + problem.people.times_passed_over
    for points in (0, 1, 5):
        params = Parameters(points_per_week_waited=points)
        found = kernel.solve_round(replace(problem, params=params))
        assert all(one.waiting_points == points * weeks[one.person] for one in found.matches)


def test_alternatives_are_within_five_per_cent_and_best_first():
    rng = np.random.default_rng(6)
    found = kernel.solve_round(Problem(invented.people(rng, 200, 5_000), invented.volunteers(rng, 90, 5_000)))
    assert any(one.alternatives for one in found.matches)
    for one in found.matches:
        scores = [other.score for other in one.alternatives]
        assert scores == sorted(scores, reverse=True)
        assert all(100 * score >= 95 * one.score for score in scores)
        assert one.volunteer not in [other.volunteer for other in one.alternatives]


def test_trouble_of_the_solver_leaves_everybody_where_they_were(monkeypatch: pytest.MonkeyPatch):
    problem = mixed(1)
    monkeypatch.setattr(
        flow, "solve_here", lambda *a, **k: (Status.TOO_LARGE_NUMBERS, np.empty(0, dtype=np.int64))
    )
    found = kernel.solve_round(problem)
    assert (found.status, found.reason, found.matches) == (Status.TOO_LARGE_NUMBERS, "too_large_numbers", ())


def test_a_clash_of_hours_is_told_as_such():
    tuesday = slots.week([(1, 780, 900)])[None]
    rng = np.random.default_rng(1)
    one = invented.volunteers(rng, 1, 1)
    people = invented.people(rng, 2, 1)
    from alongside.numerics.matching.shapes import PeopleArrays, VolunteerArrays

    common = {
        "easting": [0.0, 0.0],
        "northing": [0.0, 0.0],
        "channels": [1, 1],
        "slots": np.repeat(tuesday, 2, axis=0),
    }
    people = PeopleArrays.build(["a", "b"], weeks_waited=[1, 9], **common)
    one = VolunteerArrays.build(
        ["v"],
        easting=[0.0],
        northing=[0.0],
        channels=[1],
        cleared=[1],
        slots=tuesday,
        capacity=[2],
        radius_m=[100],
    )
    found = kernel.solve_round(Problem(people, one))
    assert [match.person for match in found.matches] == [1]
    assert [(w.person, w.why) for w in found.waiting] == [(0, Why.NO_FREE_HOUR)]
    assert found.room.tolist() == [1]


@pytest.mark.parametrize("seed", range(4))
def test_deciding_otherwise_costs_what_the_round_would_lose(seed: int):
    rng = np.random.default_rng(seed)
    problem = Problem(
        invented.people(rng, 80, 5_000),
        invented.volunteers(rng, 40, 5_000),
        params=Parameters(candidates_per_person=1_000),
    )
    done = kernel.solve_round(problem)
    match = next(one for one in done.matches if one.alternatives)
    same = override.cost_to_override(problem, done, match.person, match.volunteer)
    assert (same.allowed, same.costs, same.moves) == (True, 0, ())
    other = override.cost_to_override(problem, done, match.person, match.alternatives[0].volunteer)
    assert other.allowed
    assert other.costs >= 0
    back = override.cost_to_override(problem, done, match.person, None)
    held = np.zeros(80, dtype=np.bool_)
    held[match.person] = True
    without = kernel.solve_round(replace(problem, people=replace(problem.people, on_hold=held)))
    assert back.costs == done.total - without.total
    forbidden = replace(problem, exclusions=np.array([(match.person, match.volunteer)]))
    refused = override.cost_to_override(forbidden, done, match.person, match.volunteer)
    assert (refused.allowed, refused.removed_by) == (False, "exclusion")
