"""The hard rules again, one pair at a time and as plainly as possible: what the fast ones are compared with."""

import math

import numpy as np

from alongside.numerics.matching import slots
from alongside.numerics.matching.shapes import Channel, Problem


def free(words: np.ndarray) -> list[bool]:
    return slots.unpack(words[None])[0].tolist()


def shares_time(person: list[bool], volunteer: list[bool], length: int, before: int) -> bool:
    return any(
        all(person[(start + n) % 336] for n in range(length))
        and all(volunteer[(start + n) % 336] for n in range(-before, length + before))
        for start in range(336)
    )


def ways(problem: Problem, p: int, v: int) -> set[Channel]:
    """The channels in which these two could meet, or nothing."""
    people, volunteers = problem.people, problem.volunteers
    pair = (p, v)
    for pairs in (problem.exclusions, problem.breakdowns, problem.relationships):
        if pair in {tuple(one) for one in pairs.tolist()}:
            return set()
    if p in problem.existing[:, 0].tolist() or people.on_hold[p]:
        return set()
    taken = problem.existing[:, 1].tolist().count(v)
    if volunteers.capacity[v] <= taken or volunteers.minutes_a_week[v] <= 0:
        return set()
    if people.languages_must[p].any() and not (people.languages_must[p] & volunteers.languages[v]).any():
        return set()
    if (people.communication_must[p] & ~volunteers.communication[v]).any():
        return set()
    if people.gender_must[p] and not people.gender_must[p] & volunteers.gender[v]:
        return set()
    if volunteers.gender_must[v] and not volunteers.gender_must[v] & people.gender[p]:
        return set()
    if (people.skills_must[p] > volunteers.skills[v]).any():
        return set()
    common = int(people.channels[p] & volunteers.channels[v] & volunteers.cleared[v])
    found = {channel for channel in Channel if common & channel}
    return {channel for channel in found if can_meet(problem, p, v, channel)}


def can_meet(problem: Problem, p: int, v: int, channel: Channel) -> bool:
    people, volunteers = problem.people, problem.volunteers
    mine, theirs = free(people.slots[p]), free(volunteers.slots[v])
    call = int(people.call_minutes[p])
    if channel is Channel.LETTERS:
        return call <= volunteers.minutes_a_week[v]
    if channel in (Channel.PHONE, Channel.VIDEO):
        return call <= volunteers.minutes_a_week[v] and shares_time(mine, theirs, math.ceil(call / 30), 0)
    if people.two_volunteers[p]:
        return False
    if (people.conditions[p] & volunteers.cannot_meet[v]).any() or (
        people.cannot_meet[p] & volunteers.conditions[v]
    ).any():
        return False
    away = math.dist((people.easting[p], people.northing[p]), (volunteers.easting[v], volunteers.northing[v]))
    if math.isnan(away) or math.ceil(away - 1e-6) > volunteers.radius_m[v]:
        return False
    travel = travel_minutes(problem, p, v)
    visit = int(people.visit_minutes[p])
    if visit + 2 * travel > volunteers.minutes_a_week[v]:
        return False
    return shares_time(mine, theirs, math.ceil(visit / 30), math.ceil(travel / 30))


def travel_minutes(problem: Problem, p: int, v: int) -> int:
    people, volunteers = problem.people, problem.volunteers
    away = math.dist((people.easting[p], people.northing[p]), (volunteers.easting[v], volunteers.northing[v]))
    return max(5, math.ceil(1.3 * math.ceil(away - 1e-6) / int(volunteers.metres_per_minute[v])))


def possible(problem: Problem) -> set[tuple[int, int]]:
    """All pairs that no rule removes."""
    return {
        (p, v)
        for p in range(len(problem.people))
        for v in range(len(problem.volunteers))
        if ways(problem, p, v)
    }
