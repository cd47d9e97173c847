"""What would unlock a match: each told set does, none smaller does; whom to look for, and what one more is worth."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from alongside.numerics.matching import invented, kernel, recruiting, slots, unlock
from alongside.numerics.matching.shapes import Channel, Parameters, Problem, VolunteerArrays
from tests.numerics.matching.problems import mixed
from tests.numerics.matching.test_rules import BITS, NOBODY, OTHER, VISIT, one_pair


def options(problem: Problem) -> list[tuple[str, ...]]:
    done = kernel.solve_round(problem)
    assert not done.matches
    (found,) = unlock.relaxations(problem, done)
    return [option.codes for option in found.options]


EVENING = slots.week([(1, 18 * 60, 21 * 60)])[None]
LONG = slots.week([(1, 13 * 60, 15 * 60)])[None]


@pytest.mark.parametrize(
    ("codes", "person", "volunteer"),
    [
        (("ask_person_times",), {"slots": NOBODY}, {}),
        (("ask_volunteer_times",), {}, {"slots": NOBODY}),
        (("renew_checks",), {}, {"cleared": [0]}),
        (("phone",), {"channels": [1]}, {"channels": [2], "cleared": [2]}),
        (("shorter",), {"visit_minutes": [90], **VISIT}, {"slots": LONG, "channels": [1]}),
        (("evening",), VISIT, {"slots": EVENING, "channels": [1]}),
        (("weekend",), VISIT, {"slots": slots.week([(5, 660, 960)])[None], "channels": [1]}),
        (("radius_1km",), {"easting": [2_900.0], **VISIT}, {"channels": [1]}),
        (("radius_2km",), {"easting": [3_900.0], **VISIT}, {"channels": [1], "metres_per_minute": [300]}),
        (("another_person",), VISIT, {"capacity": [0]}),
        (("training",), {"skills_must": [[2]]}, {"skills": [[1]]}),
        (("home",), {"conditions": BITS, **VISIT}, {"cannot_meet": BITS, "channels": [1]}),
        (("gender",), {"gender_must": [2]}, {}),
        (("evening", "radius_1km"), {"easting": [2_900.0], **VISIT}, {"channels": [1], "slots": EVENING}),
    ],
)  # fmt: skip
def test_the_smallest_relaxation_is_told(codes: tuple[str, ...], person: dict, volunteer: dict):
    assert options(one_pair(person, volunteer))[0] == codes


@pytest.mark.parametrize(
    ("person", "volunteer", "pairs"),
    [
        ({"on_hold": [True]}, {}, {}),
        ({}, {}, {"exclusions": [(0, 0)]}),
        ({}, {}, {"breakdowns": [(0, 0)]}),
        ({"languages_must": BITS}, {"languages": OTHER}, {}),
        ({"communication_must": BITS}, {"communication": OTHER}, {}),
        ({}, {"gender_must": [2]}, {}),
        ({"skills_must": [[3]]}, {"skills": [[1]]}, {}),
        ({"stay_waiting": [100]}, {}, {}),
        ({"easting": [9_000.0], **VISIT}, {"channels": [1]}, {}),
    ],
)
def test_what_is_never_relaxed_is_not_told(person: dict, volunteer: dict, pairs: dict):
    assert options(one_pair(person, volunteer, **pairs)) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_told_set_contains_a_smaller_one_and_nobody_is_forgotten(seed: int):
    problem = mixed(seed, people=60, volunteers=25)
    done = kernel.solve_round(problem)
    found = unlock.relaxations(problem, done)
    assert [one.person for one in found] == [one.person for one in done.waiting]
    for one in found:
        for smaller, larger in combinations([set(option.codes) for option in one.options], 2):
            assert not smaller < larger
        assert all(option.codes and option.volunteers > 0 for option in one.options)


@pytest.mark.parametrize("seed", range(4))
def test_a_further_place_is_worth_what_solving_again_with_it_gives(seed: int):
    rng = np.random.default_rng(seed)
    problem = Problem(
        invented.people(rng, 120, 5_000),
        invented.volunteers(rng, 50, 5_000),
        params=Parameters(candidates_per_person=1_000),
    )
    volunteers = replace(problem.volunteers, minutes_a_week=np.full(50, 10_080))
    problem = replace(problem, volunteers=volunteers)
    done = kernel.solve_round(problem)
    values = recruiting.place_values(problem, done)
    for v in range(0, 50, 5):
        capacity = volunteers.capacity.copy()
        capacity[v] += 1
        more = kernel.solve_round(replace(problem, volunteers=replace(volunteers, capacity=capacity)))
        assert values[v] == more.bound - done.bound


def with_one_more(problem: Problem, new: recruiting.NewVolunteer) -> Problem:
    """The problem with a volunteer like the profile that is told."""
    given = problem.volunteers
    usual = np.bitwise_and.reduce(given.languages, axis=0)
    row = {
        "easting": [new.easting], "northing": [new.northing], "radius_m": [new.radius_m], "gender": [new.gender],
        "metres_per_minute": [170], "channels": [new.channels], "cleared": [new.channels], "capacity": [1],
        "slots": slots.week(new.times)[None], "minutes_a_week": [10_080],
        "languages": (new.languages | usual)[None], "communication": new.communication[None],
        "skills": [new.skills], "reliability": [50],
    }  # fmt: skip
    one = VolunteerArrays.build(["zzz"], **row)
    columns = {
        name: np.concatenate(
            [getattr(given, name), np.broadcast_to(getattr(one, name), (1, *getattr(given, name).shape[1:]))]
        )
        for name in VolunteerArrays.__slots__
    }
    return replace(problem, volunteers=VolunteerArrays((*given.ids, "zzz"), **columns))


def test_the_profile_to_recruit_unlocks_whom_it_says():
    rng = np.random.default_rng(9)
    problem = Problem(
        invented.people(rng, 150, 8_000),
        invented.volunteers(rng, 40, 8_000),
        params=Parameters(candidates_per_person=1_000),
    )
    done = kernel.solve_round(problem)
    profiles = unlock.best_new_volunteer(problem, done)
    assert profiles
    assert len(profiles[0].unlocks) >= len(profiles[-1].unlocks) > 0
    waiting = {one.person for one in done.waiting}
    told: set[int] = set()
    for profile in profiles:
        assert set(profile.unlocks) <= waiting - told
        told |= set(profile.unlocks)
        more = kernel.solve_round(with_one_more(problem, profile))
        new = len(problem.volunteers)
        arcs = more.candidates
        assert set(profile.unlocks) <= set(arcs.person[arcs.volunteer == new].tolist())
        assert len(more.matches) >= len(done.matches)
        assert more.total > done.total


def test_with_nobody_waiting_there_is_nothing_to_unlock():
    problem = one_pair()
    done = kernel.solve_round(problem)
    assert unlock.relaxations(problem, done) == ()
    assert unlock.best_new_volunteer(problem, done) == ()


def test_without_volunteers_only_a_new_one_helps():
    problem = one_pair()
    problem = replace(problem, volunteers=problem.volunteers.take([]))
    done = kernel.solve_round(problem)
    assert unlock.relaxations(problem, done) == (unlock.Unlock(0, ()),)
    (profile,) = unlock.best_new_volunteer(problem, done)
    assert profile.unlocks == (0,)
    assert profile.channels & Channel.VISIT
