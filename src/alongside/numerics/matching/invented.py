"""Invented people and volunteers, for measuring and for trying out policies where there is no history yet.

The proportions follow what schemes report: few volunteers among many people, one person in five who needs or would be
glad of another language than English, one in four who is housebound, times recorded by most but not by all.
"""

from collections.abc import Sequence

import numpy as np

from alongside.numerics.matching import sets, slots
from alongside.numerics.matching.shapes import (
    TRAVEL,
    AgeGap,
    Bits,
    Channel,
    Gender,
    PeopleArrays,
    Truth,
    VolunteerArrays,
    Whole,
)

LANGUAGES = ("en", "tr", "bn", "so", "pl", "yue", "fr", "gu")
SIGNING = ("bsl", "makaton")
CONDITIONS = ("dog", "cat", "smoke", "stairs", "wheelchair", "infection")
SKILLS = ("dementia", "hearing_loss", "bereavement", "self_neglect")
INTERESTS = tuple(f"interest_{n}" for n in range(24))
EXPERIENCES = tuple(f"experience_{n}" for n in range(8))
CULTURES = tuple(f"culture_{n}" for n in range(6))
MORNING, AFTERNOON, EVENING = (9 * 60, 12 * 60), (13 * 60, 17 * 60), (18 * 60, 20 * 60 + 30)
PARTS_OF_WEEK = tuple((day, *part) for day in range(7) for part in (MORNING, AFTERNOON, EVENING))


def people(rng: np.random.Generator, count: int, across_m: float, *, name: str = "p") -> PeopleArrays:
    """So many people in a square of `across_m` metres; ids `p000000` …"""
    other = rng.random(count) < 0.2
    which = rng.integers(1, len(LANGUAGES), count)
    must = other & (rng.random(count) < 0.4)
    return PeopleArrays.build(
        _ids(name, count),
        easting=500_000 + rng.random(count) * across_m,
        northing=200_000 + rng.random(count) * across_m,
        channels=rng.choice(
            [Channel.VISIT, Channel.VISIT | Channel.WALK, Channel.VISIT | Channel.PHONE, Channel.PHONE],
            count,
            p=[0.4, 0.2, 0.25, 0.15],
        ),
        channel_wish=np.where(rng.random(count) < 0.5, int(Channel.VISIT), 0),
        slots=_weeks(rng, count, often=0.3, recorded=0.92),
        visit_minutes=rng.choice([60, 90, 120], count, p=[0.7, 0.2, 0.1]),
        languages_must=_one_of(which, must, LANGUAGES),
        languages_wish=_one_of(which, other, LANGUAGES),
        communication_must=_one_of(rng.integers(0, 2, count), rng.random(count) < 0.02, SIGNING),
        gender=rng.choice([Gender.WOMAN, Gender.MAN], count, p=[0.68, 0.32]),
        gender_must=np.where(rng.random(count) < 0.12, int(Gender.WOMAN), 0),
        conditions=_some_of(rng, count, CONDITIONS, [0.12, 0.12, 0.1, 0.2, 0.08, 0.02]),
        cannot_meet=_some_of(rng, count, CONDITIONS, [0.0, 0.0, 0.15, 0.0, 0.0, 0.0]),
        skills_must=rng.choice([0, 1, 2], (count, len(SKILLS)), p=[0.9, 0.08, 0.02]),
        interests=_some_of(rng, count, INTERESTS, [0.12] * len(INTERESTS)),
        experiences=_some_of(rng, count, EXPERIENCES, [0.1] * len(EXPERIENCES)),
        cultures=_one_of(rng.integers(0, len(CULTURES), count), rng.random(count) < 0.3, CULTURES),
        age=rng.integers(65, 98, count),
        age_gap=rng.choice([AgeGap.ANY, AgeGap.SIMILAR, AgeGap.YOUNGER], count, p=[0.6, 0.3, 0.1]),
        talk=rng.integers(0, 3, count),
        weeks_waited=np.minimum(rng.geometric(0.07, count) - 1, 80),
        times_passed_over=rng.integers(0, 3, count),
    )


def volunteers(
    rng: np.random.Generator, count: int, across_m: float, *, name: str = "v", capacity: int = 1
) -> VolunteerArrays:
    """So many volunteers in the same square; each takes one person, or up to `capacity`."""
    other = rng.random(count) < 0.25
    way = rng.choice(["walk", "bus", "car"], count, p=[0.35, 0.4, 0.25])
    channels = rng.choice(
        [Channel.VISIT | Channel.WALK, Channel.VISIT | Channel.WALK | Channel.PHONE, Channel.PHONE],
        count,
        p=[0.5, 0.35, 0.15],
    )
    languages = _one_of(np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_), LANGUAGES)
    return VolunteerArrays.build(
        _ids(name, count),
        easting=500_000 + rng.random(count) * across_m,
        northing=200_000 + rng.random(count) * across_m,
        radius_m=np.array([{"walk": 2_500, "bus": 5_000, "car": 8_000}[one] for one in way.tolist()]),
        metres_per_minute=np.array([TRAVEL[one] for one in way.tolist()]),
        channels=channels,
        cleared=np.where(rng.random(count) < 0.95, channels, 0),
        slots=_weeks(rng, count, often=0.18, recorded=0.9),
        capacity=rng.integers(1, capacity + 1, count),
        minutes_a_week=rng.choice([120, 180, 240], count),
        languages=languages | _one_of(rng.integers(1, len(LANGUAGES), count), other, LANGUAGES),
        communication=_some_of(rng, count, SIGNING, [0.03, 0.03]),
        gender=rng.choice([Gender.WOMAN, Gender.MAN], count, p=[0.7, 0.3]),
        conditions=_some_of(rng, count, CONDITIONS, [0.0, 0.0, 0.12, 0.0, 0.0, 0.0]),
        cannot_meet=_some_of(rng, count, CONDITIONS, [0.12, 0.1, 0.35, 0.08, 0.4, 0.6]),
        skills=rng.choice([0, 1, 2, 3], (count, len(SKILLS)), p=[0.3, 0.4, 0.2, 0.1]),
        interests=_some_of(rng, count, INTERESTS, [0.15] * len(INTERESTS)),
        experiences=_some_of(rng, count, EXPERIENCES, [0.12] * len(EXPERIENCES)),
        cultures=_one_of(rng.integers(0, len(CULTURES), count), rng.random(count) < 0.4, CULTURES),
        age=rng.integers(18, 80, count),
        talk=rng.integers(1, 3, count),
        reliability=np.where(rng.random(count) < 0.2, 50, rng.integers(40, 101, count)),
    )


def _ids(name: str, count: int) -> list[str]:
    return [f"{name}{number:06d}" for number in range(count)]


def _weeks(rng: np.random.Generator, count: int, *, often: float, recorded: float) -> Bits:
    """Free in some mornings, afternoons and evenings of the week; nothing recorded for a few."""
    parts = np.stack([slots.unpack(slots.week([part])[None])[0] for part in PARTS_OF_WEEK])
    chosen = (rng.random((count, len(parts))) < often) & (rng.random(count) < recorded)[:, None]
    return slots.pack((chosen.astype(np.int32) @ parts.astype(np.int32)) > 0)


def _one_of(which: Whole, there: Truth, codes: Sequence[str]) -> Bits:
    return sets.pack(
        [(codes[one],) if yes else () for one, yes in zip(which.tolist(), there.tolist(), strict=True)], codes
    )


def _some_of(rng: np.random.Generator, count: int, codes: Sequence[str], often: Sequence[float]) -> Bits:
    chosen = rng.random((count, len(codes))) < np.array(often)
    weight = np.uint64(1) << np.arange(len(codes), dtype=np.uint64)
    return np.where(chosen, weight, np.uint64(0)).sum(axis=1, dtype=np.uint64)[:, None]
