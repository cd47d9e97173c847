"""What a pair is worth: points for each part, whole numbers, the same for everybody.

A person who states no wish in a part has half its points, so that neither asking nor not asking moves anybody up the
queue. Points only order volunteers who are all possible: what must not be is removed by `rules` before.
"""

from collections.abc import Callable

import numpy as np

from alongside.numerics.matching import sets
from alongside.numerics.matching.shapes import AgeGap, PeopleArrays, Problem, Truth, VolunteerArrays, Whole

FAR_MINUTES = 60
MANY_INTERESTS = 3
TOP_LEVEL = 3
SIMILAR_YEARS = 10
YOUNGER_YEARS = 15
OLDER_YEARS = 5

Part = Callable[[int, "Pairs"], Whole]


class Pairs:
    """Pairs to score: rows of people and volunteers, the channel and the minutes of travel of each (length M)."""

    def __init__(
        self, problem: Problem, person: Whole, volunteer: Whole, channel: Whole, minutes: Whole
    ) -> None:
        self.people: PeopleArrays = problem.people
        self.volunteers: VolunteerArrays = problem.volunteers
        self.person, self.volunteer, self.channel, self.minutes = person, volunteer, channel, minutes

    def __len__(self) -> int:
        return len(self.person)


def parts(problem: Problem, pairs: Pairs) -> dict[str, Whole]:
    """Points by part, each of length M; the codes are the fields of `Weights`."""
    return {name: part(getattr(problem.weights, name), pairs) for name, part in PARTS.items()}


def total(problem: Problem, pairs: Pairs) -> Whole:
    """Points of each pair: the sum of its parts."""
    points = np.zeros(len(pairs), dtype=np.int64)
    for name, part in PARTS.items():
        points += part(getattr(problem.weights, name), pairs)
    return points


def waiting_points(problem: Problem) -> Whole:
    """The published formula, per person: points_per_week_waited × (weeks waited + times passed over)."""
    people = problem.people
    weeks: Whole = np.maximum(people.weeks_waited, 0) + np.maximum(people.times_passed_over, 0)
    return problem.params.points_per_week_waited * weeks


def _wished(weight: int, pairs: Pairs, states: Truth, has: Callable[[Whole, Whole], Truth]) -> Whole:
    """Half the points without a wish, all where it is met. `states` is per person; `has` gets rows of both."""
    points = np.full(len(pairs), weight // 2, dtype=np.int64)
    if not states.any():
        return points
    asks = np.flatnonzero(states[pairs.person])
    points[asks] = np.where(has(pairs.person[asks], pairs.volunteer[asks]), weight, 0)
    return points


def _wished_set(people_column: str, volunteers_column: str) -> Part:
    def part(weight: int, pairs: Pairs) -> Whole:
        wish, has = getattr(pairs.people, people_column), getattr(pairs.volunteers, volunteers_column)
        return _wished(weight, pairs, ~sets.empty(wish), lambda p, v: sets.meet(wish[p], has[v]))

    return part


def _reliability(weight: int, pairs: Pairs) -> Whole:
    per_volunteer: Whole = weight * np.clip(pairs.volunteers.reliability, 0, 100) // 100
    return per_volunteer[pairs.volunteer]


def _nearness(weight: int, pairs: Pairs) -> Whole:
    points: Whole = weight * (FAR_MINUTES - np.clip(pairs.minutes, 0, FAR_MINUTES)) // FAR_MINUTES
    return points


def _skill(weight: int, pairs: Pairs) -> Whole:
    """How far a volunteer is above the levels needed, of how far they could be."""
    need = np.clip(pairs.people.skills_must, 0, TOP_LEVEL)
    points = np.full(len(pairs), weight // 2, dtype=np.int64)
    needs = np.asarray((need > 0).any(axis=1))
    if needs.any():
        asks = np.flatnonzero(needs[pairs.person])
        wanted = need[pairs.person[asks]]
        have = np.clip(pairs.volunteers.skills[pairs.volunteer[asks]], 0, TOP_LEVEL)
        above = np.where(wanted > 0, np.maximum(have - wanted, 0), 0).sum(axis=1)
        most = np.where(wanted > 0, TOP_LEVEL - wanted, 0).sum(axis=1)
        points[asks] = np.where(most > 0, weight * above // np.maximum(most, 1), weight)
    return points


def _gender(weight: int, pairs: Pairs) -> Whole:
    wish, gender = pairs.people.gender_wish, pairs.volunteers.gender
    return _wished(weight, pairs, wish != 0, lambda p, v: (wish[p] & gender[v]) != 0)


def _channel(weight: int, pairs: Pairs) -> Whole:
    wish = pairs.people.channel_wish[pairs.person]
    points: Whole = np.where(wish == 0, weight // 2, np.where((wish & pairs.channel) != 0, weight, 0))
    return points


def _interests(weight: int, pairs: Pairs) -> Whole:
    people, volunteers = pairs.people.interests, pairs.volunteers.interests
    points = np.full(len(pairs), weight // 2, dtype=np.int64)
    asks = np.flatnonzero(~sets.empty(people)[pairs.person])
    common = sets.shared(people[pairs.person[asks]], volunteers[pairs.volunteer[asks]])
    points[asks] = weight * np.minimum(common, MANY_INTERESTS) // MANY_INTERESTS
    return points


def _age_gap(weight: int, pairs: Pairs) -> Whole:
    people, volunteers = pairs.people, pairs.volunteers

    def fits(p: Whole, v: Whole) -> Truth:
        older = volunteers.age[v] - people.age[p]
        wish = people.age_gap[p]
        known = (volunteers.age[v] > 0) & (people.age[p] > 0)
        fitting = np.select(
            [wish == AgeGap.SIMILAR, wish == AgeGap.YOUNGER, wish == AgeGap.OLDER],
            [np.abs(older) <= SIMILAR_YEARS, older <= -YOUNGER_YEARS, older >= OLDER_YEARS],
            default=False,
        )
        found: Truth = known & fitting
        return found

    return _wished(weight, pairs, people.age_gap != AgeGap.ANY, fits)


def _talk(weight: int, pairs: Pairs) -> Whole:
    wish, talk = pairs.people.talk, pairs.volunteers.talk
    return _wished(weight, pairs, wish != 0, lambda p, v: wish[p] == talk[v])


PARTS: dict[str, Part] = {
    "reliability": _reliability,
    "language": _wished_set("languages_wish", "languages"),
    "nearness": _nearness,
    "skill": _skill,
    "gender": _gender,
    "channel": _channel,
    "culture": _wished_set("cultures", "cultures"),
    "experience": _wished_set("experiences", "experiences"),
    "interests": _interests,
    "age_gap": _age_gap,
    "talk": _talk,
}
