"""Small problems with everything in them: histories, holds, unknown places, no times, odd ways of meeting."""

from dataclasses import replace

import numpy as np

from alongside.numerics.matching import invented
from alongside.numerics.matching.shapes import Parameters, Problem


def mixed(
    seed: int,
    people: int = 40,
    volunteers: int = 25,
    *,
    across_m: float = 6_000,
    params: Parameters | None = None,
) -> Problem:
    rng = np.random.default_rng(seed)
    those = invented.people(rng, people, across_m)
    others = invented.volunteers(rng, volunteers, across_m, capacity=3)
    letters = rng.random(people) < 0.1
    those = replace(
        those,
        easting=np.where(rng.random(people) < 0.05, np.nan, those.easting),
        channels=np.where(letters, 8, those.channels),
        channel_wish=rng.choice([0, 1, 2], people),
        on_hold=rng.random(people) < 0.05,
        two_volunteers=rng.random(people) < 0.05,
        call_minutes=rng.choice([20, 30, 60], people),
    )
    offered = others.channels | np.where(rng.random(volunteers) < 0.3, 8, 0)
    others = replace(
        others,
        channels=offered,
        cleared=np.where(rng.random(volunteers) < 0.9, offered, offered & 2),
        gender_must=np.where(rng.random(volunteers) < 0.1, 1, 0),
        capacity=rng.integers(0, 4, volunteers),
        minutes_a_week=rng.choice([0, 30, 90, 180, 400], volunteers, p=[0.05, 0.1, 0.25, 0.3, 0.3]),
    )

    def pairs(count: int) -> np.ndarray:
        return np.column_stack([rng.integers(0, people, count), rng.integers(0, volunteers, count)])

    return Problem(
        those,
        others,
        params=params or Parameters(candidates_per_person=1_000),
        existing=pairs(2),
        exclusions=pairs(people // 2),
        breakdowns=pairs(people // 4),
        relationships=pairs(people // 4),
        skill_names=invented.SKILLS,
    )


def shuffled(problem: Problem, seed: int) -> tuple[Problem, np.ndarray, np.ndarray]:
    """The same with rows in another order, and where each row came from."""
    rng = np.random.default_rng(seed)
    p, v = rng.permutation(len(problem.people)), rng.permutation(len(problem.volunteers))
    back = np.argsort(p), np.argsort(v)

    def moved(pairs: np.ndarray) -> np.ndarray:
        return rng.permutation(np.column_stack([back[0][pairs[:, 0]], back[1][pairs[:, 1]]]))

    return (
        replace(
            problem,
            people=problem.people.take(p),
            volunteers=problem.volunteers.take(v),
            existing=moved(problem.existing),
            exclusions=moved(problem.exclusions),
            breakdowns=moved(problem.breakdowns),
            relationships=moved(problem.relationships),
        ),
        p,
        v,
    )
