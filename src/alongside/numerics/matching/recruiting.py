"""Whom to look for: the volunteer who would unlock most of those still waiting, and what one more is worth.

Profiles are put together from what those who wait need: a place to reach them from, a language, a gender, skills, and
the two or three half days that suit most of them. Each need is a set of people as bits, so trying thousands of
profiles is intersecting sets. The best are then put before the real rules, as volunteers, and their worth to the
round comes from the shadow price of a place: nothing is solved again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from alongside.numerics.matching import invented, scoring, sets, slots
from alongside.numerics.matching.candidates import Finder
from alongside.numerics.matching.outcome import Round
from alongside.numerics.matching.shapes import (
    IN_PERSON,
    LIVE_AFAR,
    TRAVEL,
    Bits,
    Channel,
    Gender,
    Parameters,
    PeopleArrays,
    Problem,
    VolunteerArrays,
    Whole,
)

RADIUS_M = 4_000
MOST_CENTRES = 48
MOST_TRIED = 64
HALF_DAYS = 3
USUAL_RELIABILITY = 50
LEVELS = (0, 1, 2, 3)
MOST_SWEEPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class NewVolunteer:
    """A profile to look for. Bits are those of the columns of the problem; 0 or empty is "any"."""

    easting: float  # centre of where they should live or start from; NaN where all meet afar
    northing: float
    radius_m: int
    channels: int  # set of Channel that is needed
    gender: int
    languages: Bits  # (W,) beside what everybody speaks
    communication: Bits  # (W,)
    skills: tuple[int, ...]  # level of each skill that is needed
    at_ease_with: Bits  # (W,) conditions they will meet
    times: tuple[tuple[int, int, int], ...]  # weekday, from minute, to minute
    unlocks: tuple[int, ...]  # people who would have a candidate, rows
    worth: int  # what one more volunteer like this would add to the round's total


def place_values(problem: Problem, done: Round) -> Whole:
    """What one more place at each volunteer would add to the round's total (its shadow price), shape (volunteers,).

    A place lets somebody in whose own volunteer then has a place, and so on: values are carried back along such
    chains until none grows. Exact where `total` equals `bound`.
    """
    arcs = done.candidates
    gain, current = _gains(problem, done)
    at = _volunteer_of(problem, done)
    values = np.zeros(len(problem.volunteers), dtype=np.int64)
    useful = np.flatnonzero((gain >= 0) & (at[arcs.person] != arcs.volunteer))
    useful = useful[np.argsort(arcs.volunteer[useful], kind="stable")]
    if not len(useful):
        return values
    person, volunteer = arcs.person[useful], arcs.volunteer[useful]
    better = gain[useful] - current[person]
    to, begin = np.unique(volunteer, return_index=True)
    leaves = at[person]
    for _ in range(MOST_SWEEPS):
        through = better + np.where(leaves >= 0, values[leaves], 0)
        new = np.maximum(np.maximum.reduceat(through, begin), 0)
        if (new <= values[to]).all():
            break
        values[to] = np.maximum(values[to], new)
    return values


def _gains(problem: Problem, done: Round) -> tuple[Whole, Whole]:
    """Value of each candidate over staying, and of each person's match over staying (0 for those who stay)."""
    price, wait = problem.people.stay_waiting, scoring.waiting_points(problem)
    arcs = done.candidates
    current = np.zeros(len(problem.people), dtype=np.int64)
    for match in done.matches:
        current[match.person] = match.score + match.waiting_points - price[match.person]
    return arcs.score + (wait - price)[arcs.person], current


def _volunteer_of(problem: Problem, done: Round) -> Whole:
    at = np.full(len(problem.people), -1, dtype=np.int64)
    for match in done.matches:
        at[match.person] = match.volunteer
    return at


def best_new_volunteer(problem: Problem, done: Round, *, at_most: int = 3) -> tuple[NewVolunteer, ...]:
    """The profiles to look for, best first; each next one for people whom those before do not unlock."""
    values = place_values(problem, done)
    waiting = np.array([one.person for one in done.waiting], dtype=np.int64)
    people = problem.people
    able = ~people.on_hold[waiting]
    waiting = waiting[able]
    waiting = np.array(sorted(waiting.tolist(), key=people.ids.__getitem__), dtype=np.int64)
    found: list[NewVolunteer] = []
    while len(waiting) and len(found) < at_most:
        profiles = _profiles(problem, waiting)
        best = _judged(problem, done, values, waiting, profiles)
        if best is None:
            break
        found.append(best)
        waiting = waiting[~np.isin(waiting, best.unlocks)]
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    centre: tuple[float, float]
    languages: Bits
    communication: Bits
    gender: int
    level: int
    times: tuple[tuple[int, int, int], ...]
    count: int


def _as_number(members: Iterable[bool]) -> int:
    packed = np.packbits(np.asarray(members, dtype=np.bool_), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")


def _profiles(problem: Problem, waiting: Whole) -> list[_Profile]:
    """The most promising profiles, by how many people they suit."""
    people = problem.people.take(waiting)
    languages = _single(people.languages_must)
    signs = _single(people.communication_must)
    by_language = [
        _as_number(sets.empty(people.languages_must) | sets.meet(people.languages_must, one))
        for one in languages
    ]
    by_sign = [_as_number(sets.within(people.communication_must, one)) for one in signs]
    genders = [0, *(int(one) for one in Gender if (people.gender_must & int(one)).any())]
    by_gender = [_as_number((people.gender_must == 0) | ((people.gender_must & one) != 0)) for one in genders]
    hardest = people.skills_must.max(axis=1, initial=0)
    by_level = [_as_number(hardest <= level) for level in LEVELS]
    centres, near = _centres(people)
    half_days = [(part, _as_number(_meets(people, part))) for part in invented.PARTS_OF_WEEK]
    tried: dict[int, tuple[int, int, int, int, int]] = {}
    for choice in product(
        range(len(centres)), range(len(languages)), range(len(signs)), range(len(genders)), range(len(LEVELS))
    ):
        c, lang, s, g, k = choice
        suits = near[c] & by_language[lang] & by_sign[s] & by_gender[g] & by_level[k]
        if suits and suits not in tried:
            tried[suits] = choice
    promising = sorted(tried.items(), key=lambda item: (-item[0].bit_count(), item[1]))[:MOST_TRIED]
    made = []
    for suits, (c, lang, s, g, k) in promising:
        times, count = _half_days(suits, half_days)
        if count:
            made.append(_Profile(centres[c], languages[lang], signs[s], genders[g], LEVELS[k], times, count))
    made.sort(key=lambda one: -one.count)
    return made[:8]


def _single(column: Bits) -> list[Bits]:
    """The empty set, and each member that somebody needs on its own."""
    found = [np.zeros(column.shape[1], dtype=np.uint64)]
    every = np.bitwise_or.reduce(column, axis=0) if len(column) else found[0]
    for word, value in enumerate(every.tolist()):
        for bit in range(sets.WORD):
            if value >> bit & 1:
                one = np.zeros(column.shape[1], dtype=np.uint64)
                one[word] = np.uint64(1 << bit)
                found.append(one)
    return found


def _centres(people: PeopleArrays) -> tuple[list[tuple[float, float]], list[int]]:
    """Places to start from, and who could be met from each (anywhere, for people who meet afar)."""
    afar = (people.channels & int(LIVE_AFAR)) != 0
    near_by = (people.channels & int(IN_PERSON)) != 0
    near_by &= np.isfinite(people.easting) & np.isfinite(people.northing) & ~people.two_volunteers
    here = np.column_stack([people.easting, people.northing])[near_by]
    if not len(here):
        return [(np.nan, np.nan)], [_as_number(afar)]
    cells, count = np.unique(np.floor(here / (RADIUS_M / 2)).astype(np.int64), axis=0, return_counts=True)
    most = cells[np.argsort(-count, kind="stable")[:MOST_CENTRES]]
    centres = [(float(x), float(y)) for x, y in ((most + 0.5) * (RADIUS_M / 2)).tolist()]
    reached = []
    for x, y in centres:
        with np.errstate(invalid="ignore"):
            near = (people.easting - x) ** 2 + (people.northing - y) ** 2 <= RADIUS_M**2
        reached.append(_as_number(afar | (near_by & near)))
    return centres, reached


def _meets(people: PeopleArrays, part: tuple[int, int, int]) -> Whole:
    """Who could be met in one half day, an hour's travel in it included for visits."""
    free = slots.unpack(people.slots)
    inside = slots.unpack(slots.week([part])[None])
    found = np.zeros(len(people), dtype=np.bool_)
    ways = ((int(IN_PERSON), people.visit_minutes, 1), (int(LIVE_AFAR), people.call_minutes, 0))
    for kind, minutes, before in ways:
        for once in np.unique(minutes).tolist():
            length = slots.needed(once)
            start = slots.starts(free, length) & slots.starts(inside, length, before)
            found |= np.asarray(start.any(axis=1)) & (minutes == once) & ((people.channels & kind) != 0)
    letters = (people.channels & int(Channel.LETTERS)) != 0
    return np.asarray(found | letters)


def _half_days(
    suits: int, half_days: list[tuple[tuple[int, int, int], int]]
) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """Up to three half days that together suit most people, chosen one after the other."""
    times: list[tuple[int, int, int]] = []
    met = 0
    for _ in range(HALF_DAYS):
        part, best = max(
            half_days, key=lambda one: ((one[1] & suits & ~met).bit_count(), (-one[0][0], -one[0][1]))
        )
        if not best & suits & ~met:
            break
        times.append(part)
        met |= best & suits
    return tuple(sorted(times)), met.bit_count()


def _judged(
    problem: Problem, done: Round, values: Whole, waiting: Whole, profiles: list[_Profile]
) -> NewVolunteer | None:
    """Put profiles before the real rules; the one that unlocks most, then the one worth most."""
    if not profiles:
        return None
    volunteers = _as_volunteers(problem, profiles)
    params = Parameters(
        points_per_week_waited=problem.params.points_per_week_waited, candidates_per_person=1_000
    )
    nobody = np.empty((0, 2), dtype=np.int64)
    trial = replace(
        problem,
        volunteers=volunteers,
        params=params,
        existing=nobody,
        exclusions=nobody,
        breakdowns=nobody,
        relationships=nobody,
    )
    arcs = Finder(trial, np.ones(len(profiles), dtype=np.int64)).find().candidates
    price, wait = problem.people.stay_waiting, scoring.waiting_points(problem)
    _, current = _gains(problem, done)
    at = _volunteer_of(problem, done)
    taken = np.zeros(len(problem.people), dtype=np.bool_)
    taken[problem.existing[:, 0]] = True
    leaves = at[arcs.person]
    freed = np.concatenate([values, [0]])[leaves]  # the place they leave; the last is nowhere
    worth = arcs.score + (wait - price - current)[arcs.person] + freed
    best: tuple[int, int, int] | None = None
    for number in range(len(profiles)):
        mine = (arcs.volunteer == number) & ~taken[arcs.person]
        unlocked = int(np.isin(waiting, arcs.person[mine]).sum())
        value = max(0, int(worth[mine].max(initial=0)))
        if unlocked and (best is None or (unlocked, value) > best[:2]):
            best = unlocked, value, number
    if best is None:
        return None
    number = best[2]
    whom = waiting[np.isin(waiting, arcs.person[arcs.volunteer == number])]
    return _described(problem, profiles[number], whom, best[1])


def _as_volunteers(problem: Problem, profiles: list[_Profile]) -> VolunteerArrays:
    given, count = problem.volunteers, len(profiles)
    every = int(Channel.VISIT | Channel.WALK | Channel.GROUP | LIVE_AFAR | Channel.LETTERS)
    # What nearly every volunteer speaks comes with a new one too.
    usual = np.zeros(given.languages.shape[1], dtype=np.uint64)
    for bit in _single(given.languages)[1:]:
        if 10 * int(sets.meet(given.languages, bit).sum()) >= 9 * len(given):
            usual |= bit
    skills = np.array([[one.level] * given.skills.shape[1] for one in profiles], dtype=np.int64)
    return VolunteerArrays.build(
        [f"{number:03d}" for number in range(count)],
        easting=[one.centre[0] for one in profiles],
        northing=[one.centre[1] for one in profiles],
        radius_m=np.full(count, RADIUS_M),
        metres_per_minute=np.full(count, TRAVEL["bus"]),
        channels=np.full(count, every),
        cleared=np.full(count, every),
        slots=np.array([slots.week(one.times) for one in profiles]).reshape(count, -1),
        languages=np.array([one.languages | usual for one in profiles]),
        communication=np.array([one.communication for one in profiles]),
        gender=[one.gender for one in profiles],
        conditions=np.zeros((count, given.conditions.shape[1]), dtype=np.uint64),
        cannot_meet=np.zeros((count, given.cannot_meet.shape[1]), dtype=np.uint64),
        skills=skills.reshape(count, given.skills.shape[1]),
        interests=np.zeros((count, given.interests.shape[1]), dtype=np.uint64),
        experiences=np.zeros((count, given.experiences.shape[1]), dtype=np.uint64),
        cultures=np.zeros((count, given.cultures.shape[1]), dtype=np.uint64),
        reliability=np.full(count, USUAL_RELIABILITY),
    )


def _described(problem: Problem, profile: _Profile, unlocked: Whole, worth: int) -> NewVolunteer:
    """The profile, with nothing in it that those it unlocks do not need."""
    people = problem.people.take(unlocked)
    afar_only = not (people.channels & int(IN_PERSON)).any()
    channels = int(np.bitwise_or.reduce(people.channels))
    spoken = sets.meet(people.languages_must, profile.languages).any()
    signed = sets.meet(people.communication_must, profile.communication).any()
    return NewVolunteer(
        easting=float("nan") if afar_only else profile.centre[0],
        northing=float("nan") if afar_only else profile.centre[1],
        radius_m=0 if afar_only else RADIUS_M,
        channels=channels,
        gender=profile.gender if (people.gender_must != 0).any() else 0,
        languages=profile.languages if spoken else np.zeros_like(profile.languages),
        communication=profile.communication if signed else np.zeros_like(profile.communication),
        skills=tuple(people.skills_must.max(axis=0, initial=0).tolist()),
        at_ease_with=np.bitwise_or.reduce(people.conditions, axis=0),
        times=profile.times,
        unlocks=tuple(unlocked.tolist()),
        worth=worth,
    )
