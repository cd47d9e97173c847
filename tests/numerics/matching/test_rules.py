"""The hard rules, against the plainest way of writing them, and their counts."""

import numpy as np
import pytest

from alongside.numerics.matching import kernel, sets, slots
from alongside.numerics.matching.shapes import (
    Channel,
    PeopleArrays,
    Problem,
    VolunteerArrays,
    Weights,
    WrongShape,
)
from tests.numerics.matching import oracle
from tests.numerics.matching.problems import mixed

EVERY = int(Channel.VISIT | Channel.PHONE)


@pytest.mark.parametrize("seed", range(12))
def test_candidates_are_exactly_the_pairs_that_no_rule_removes(seed: int):
    problem = mixed(seed)
    found = kernel.solve_round(problem)
    pairs = set(zip(found.candidates.person.tolist(), found.candidates.volunteer.tolist(), strict=True))
    assert pairs == oracle.possible(problem)
    for p, v, channel in zip(
        found.candidates.person.tolist(),
        found.candidates.volunteer.tolist(),
        found.candidates.channel.tolist(),
        strict=True,
    ):
        assert Channel(channel) in oracle.ways(problem, p, v)


@pytest.mark.parametrize("seed", range(6))
def test_every_volunteer_is_a_candidate_or_removed_by_one_rule(seed: int):
    problem = mixed(seed)
    found = kernel.solve_round(problem)
    assert (found.removed.sum(axis=1) + found.found == len(problem.volunteers)).all()
    assert sum(found.removed_by_rule.values()) == int(found.removed.sum())
    assert (found.removed >= 0).all()


def one_pair(person: dict | None = None, volunteer: dict | None = None, **more: object) -> Problem:
    """Two who could meet on Tuesday afternoon, changed a little."""
    tuesday = slots.week([(1, 13 * 60, 17 * 60)])[None]
    common = {"easting": [0.0], "northing": [0.0], "channels": [EVERY], "slots": tuesday, "gender": [1]}
    return Problem(
        PeopleArrays.build(["p"], **(common | (person or {}))),
        VolunteerArrays.build(
            ["v"], **(common | {"radius_m": [2_000], "cleared": [EVERY]} | (volunteer or {}))
        ),
        **more,
    )


def removed_by(problem: Problem) -> str | None:
    found = kernel.solve_round(problem)
    assert bool(found.matches) is not bool(found.removed_by_rule)
    return next(iter(found.removed_by_rule), None)


BITS = sets.pack([["a"]], ["a", "b"])
OTHER = sets.pack([["b"]], ["a", "b"])
NOBODY = np.zeros((1, 6), dtype=np.uint64)
VISIT = {"channels": [int(Channel.VISIT)]}


def test_two_who_fit_are_matched_at_the_first_time_both_have():
    match = kernel.solve_round(one_pair()).matches[0]
    assert slots.when(match.slot) == (1, 13 * 60 + 30), (
        "half an hour of travel comes out of the volunteer's time"
    )
    assert match.score == sum(match.parts.values())


@pytest.mark.parametrize(
    ("rule", "person", "volunteer", "pairs"),
    [
        ("on_hold", {"on_hold": [True]}, {}, {}),
        ("two_volunteers", {"two_volunteers": [True], **VISIT}, {}, {}),
        ("no_room", {}, {"capacity": [0]}, {}),
        ("no_room", {}, {"minutes_a_week": [0]}, {}),
        ("exclusion", {}, {}, {"exclusions": [(0, 0)]}),
        ("breakdown", {}, {}, {"breakdowns": [(0, 0)]}),
        ("relationship", {}, {}, {"relationships": [(0, 0)]}),
        ("channel", {"channels": [int(Channel.LETTERS)]}, {}, {}),
        ("checks", {}, {"cleared": [0]}, {}),
        ("checks", VISIT, {"cleared": [int(Channel.PHONE)]}, {}),
        ("language", {"languages_must": BITS}, {"languages": OTHER}, {}),
        ("communication", {"communication_must": BITS}, {"communication": OTHER}, {}),
        ("gender", {"gender_must": [2]}, {}, {}),
        ("gender", {"gender": [0]}, {"gender_must": [1]}, {}),
        ("conditions", {"conditions": BITS, **VISIT}, {"cannot_meet": BITS}, {}),
        ("conditions", {"cannot_meet": BITS, **VISIT}, {"conditions": BITS}, {}),
        ("skill", {"skills_must": [[2]]}, {"skills": [[1]]}, {}),
        ("place_unknown", {"easting": [np.nan], **VISIT}, {}, {}),
        ("distance", {"easting": [2_001.0], **VISIT}, {}, {}),
        ("no_times_recorded", {"slots": NOBODY}, {}, {}),
        ("no_times_recorded", {}, {"slots": NOBODY}, {}),
        ("no_shared_time", {"slots": slots.week([(2, 780, 1020)])[None]}, {}, {}),
        ("no_shared_time", {"visit_minutes": [240], **VISIT}, {}, {}),
        ("hours", VISIT, {"minutes_a_week": [69]}, {}),
        ("worse_than_waiting", {"stay_waiting": [100]}, {}, {}),
        (None, {"conditions": BITS}, {"cannot_meet": BITS}, {}),
        (None, {"easting": [2_000.0]}, {}, {}),
        (None, VISIT, {"minutes_a_week": [70]}, {}),
        (None, {"languages_must": BITS | OTHER}, {"languages": OTHER}, {}),
        (None, {"skills_must": [[2]]}, {"skills": [[2]]}, {}),
    ],
)  # fmt: skip
def test_each_rule_removes_what_it_says_and_nothing_else(
    rule: str | None, person: dict, volunteer: dict, pairs: dict
):
    skills = {"skills": [[0]]} if "skills_must" in person and "skills" not in volunteer else {}
    assert removed_by(one_pair(person, volunteer | skills, **pairs)) == rule


def test_an_existing_match_is_kept_and_takes_its_place():
    problem = one_pair(existing=[(0, 0)])
    found = kernel.solve_round(problem)
    assert found.kept == ((0, 0),)
    assert found.matches == ()
    assert found.waiting == ()
    assert found.removed_by_rule == {"already_matched": 1}
    assert found.room.tolist() == [0]


def test_shared_ground_may_not_weigh_more_than_its_share():
    with pytest.raises(WrongShape, match="35%"):
        Weights(interests=40)
    assert 100 * Weights().shared_ground <= 35 * Weights().total
    assert min(Weights().reliability, Weights().language) > Weights().interests


@pytest.mark.parametrize(
    ("column", "value"),
    [("age", [1.5]), ("age", ["old"]), ("age", [1, 2]), ("slots", [[1]]), ("agee", [1]), ("age", [2**70])],
)
def test_a_wrong_column_is_named(column: str, value: object):
    with pytest.raises(WrongShape, match=column):
        PeopleArrays.build(["p"], **{column: value})
