"""What another policy would have done: the same queue, week after week, under four ways of choosing.

Volunteers are scarce, so nearly as many people are matched under each policy; what differs is who waits, and how well
the two suit each other. Within a week nobody is matched who could not be: the rules are those of a round. Left out is
what a history does not tell: two visits of one volunteer at the same hour, and proposals that were refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import fmean

import numpy as np

from alongside.numerics.matching import flow, invented
from alongside.numerics.matching.candidates import Finder
from alongside.numerics.matching.outcome import Status
from alongside.numerics.matching.shapes import Parameters, Problem, Truth, Whole

WEEKS = 78
LONG_WAIT = 26
BAND_WEEKS = 4
NEVER = 1 << 30
MOST_CANDIDATES = 1_000


class Policy(StrEnum):
    """How a week's free places are given."""

    FIRST_COME = "first_come"  # who has waited longest takes the volunteer who suits them best
    SCORE_ONLY = "score_only"  # the largest sum of scores
    BLEND = "blend"  # score + points per week waited: what a round does
    BAND_FIRST = "band_first"  # those of the longest-waiting four weeks first, by score among them


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A queue: who came when, who could be with whom, how long matches lasted. Weeks count from 0.

    `weeks_waited` of the people is not used: they wait from `arrived`. `groups` has, for each way of looking (area,
    language, disability …), a label per person.
    """

    problem: Problem
    arrived: Whole  # (people,) week of referral; negative: waiting already at the beginning
    left: Whole  # (people,) week they stopped waiting without a match; NEVER
    joined: Whole  # (volunteers,) week from which they were ready
    stopped: Whole  # (volunteers,) week from which they took nobody new; NEVER
    match_weeks: (
        Whole  # (people,) how long a match of this person lasts; then the volunteer has the place again
    )
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one group, or of all."""

    people: int
    matched: int
    waiting_over_26: float  # people still waiting at the end who have waited more than 26 weeks
    p95_wait: float  # weeks, of those matched and, so far, of those waiting
    mean_wait: float
    mean_score: float  # points of the matches made; 0 where there are none


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy does with a history (or with several: means)."""

    policy: Policy
    points_per_week_waited: int
    overall: Measured
    by_group: dict[str, dict[str, Measured]]  # way of looking -> label -> figures


def synthetic(seed: int, *, a_week: float = 10.0, weeks: int = WEEKS, across_m: float = 7_000.0) -> History:
    """An invented queue with scarce volunteers: about four free places for five people who come."""
    rng = np.random.default_rng(seed)
    backlog = round(6 * a_week)
    count, ready = backlog + rng.poisson(a_week * weeks), round(3 * a_week)
    joining = ready + rng.poisson(0.62 * a_week * weeks)
    people = invented.people(rng, count, across_m)
    volunteers = invented.volunteers(rng, joining, across_m)
    zero = np.zeros(count, dtype=np.int64)
    people = replace(people, weeks_waited=zero, times_passed_over=zero)
    arrived = np.sort(
        np.concatenate([rng.integers(-10, 0, backlog), rng.integers(0, weeks, count - backlog)])
    )
    joined = np.concatenate([np.zeros(ready, dtype=np.int64), rng.integers(0, weeks, joining - ready)])
    quarter = (people.easting > np.median(people.easting)) * 2 + (
        people.northing > np.median(people.northing)
    )
    disabled = (people.skills_must > 0).any(axis=1) | (people.communication_must != 0).any(axis=1)
    groups = {
        "area": [("south_west", "north_west", "south_east", "north_east")[int(one)] for one in quarter],
        "language": ["other" if one else "english" for one in (people.languages_wish != 0).any(axis=1)],
        "disability": ["yes" if one else "no" for one in disabled],
    }
    lasting = np.maximum(8, rng.exponential(45.0, count)).astype(np.int64)
    stopped = joined + np.maximum(10, rng.exponential(60.0, joining)).astype(np.int64)
    never = np.full(count, NEVER, dtype=np.int64)
    return History(Problem(people, volunteers), arrived, never, joined, stopped, lasting, groups)


class Queue:
    """A history prepared once: every pair that no rule removes, with its score."""

    def __init__(self, history: History) -> None:
        given = history.problem
        params = replace(given.params, candidates_per_person=MOST_CANDIDATES)
        order = np.array(sorted(range(len(given.people)), key=given.people.ids.__getitem__), dtype=np.int64)
        others = sorted(range(len(given.volunteers)), key=given.volunteers.ids.__getitem__)
        column = np.array(others, dtype=np.int64)
        back, across = np.argsort(order), np.argsort(column)

        def moved(pairs: Whole) -> Whole:
            return np.column_stack([back[pairs[:, 0]], across[pairs[:, 1]]])

        problem = replace(
            given,
            params=params,
            people=given.people.take(order),
            volunteers=given.volunteers.take(column),
            existing=np.empty((0, 2), dtype=np.int64),
            exclusions=moved(given.exclusions),
            breakdowns=moved(given.breakdowns),
            relationships=moved(given.relationships),
        )
        self.capacity = problem.volunteers.capacity
        arcs = Finder(problem, self.capacity).find().candidates
        self.person, self.volunteer, self.score = arcs.person, arcs.volunteer, arcs.score
        self.price = problem.people.stay_waiting
        self.arrived, self.left = history.arrived[order], history.left[order]
        self.match_weeks = np.maximum(history.match_weeks[order], 1)
        self.joined, self.stopped = history.joined[column], history.stopped[column]
        self.groups = {name: [labels[row] for row in order] for name, labels in history.groups.items()}


def simulate(
    history: History | Queue, policy: Policy, *, points_per_week_waited: int | None = None, weeks: int = WEEKS
) -> Outcome:
    """Run one policy over a history. The parameter counts for BLEND only; the default is that of `Parameters`."""
    queue = history if isinstance(history, Queue) else Queue(history)
    points = Parameters().points_per_week_waited if points_per_week_waited is None else points_per_week_waited
    people = len(queue.arrived)
    matched_in = np.full(people, NEVER, dtype=np.int64)
    score = np.zeros(people, dtype=np.int64)
    room = queue.capacity.copy()
    ending: dict[int, list[int]] = {}
    for week in range(weeks):
        np.add.at(room, np.array(ending.pop(week, []), dtype=np.int64), 1)
        waits = (queue.arrived <= week) & (matched_in == NEVER) & (queue.left > week)
        offers = (queue.joined <= week) & (week < queue.stopped) & (room > 0)
        open_arcs = np.flatnonzero(waits[queue.person] & offers[queue.volunteer])
        if not len(open_arcs):
            continue
        chosen = _chosen(
            queue, policy, points=points, week=week, arcs=open_arcs, room=np.where(offers, room, 0)
        )
        person, volunteer = queue.person[chosen], queue.volunteer[chosen]
        matched_in[person], score[person] = week, queue.score[chosen]
        np.subtract.at(room, volunteer, 1)
        for one, ends in zip(volunteer.tolist(), (week + queue.match_weeks[person]).tolist(), strict=True):
            ending.setdefault(ends, []).append(one)
    used = points if policy is Policy.BLEND else 0
    return _outcome(queue, policy, points=used, matched_in=matched_in, score=score, weeks=weeks)


def compare(
    histories: Iterable[History], *, points_per_week_waited: int | None = None, weeks: int = WEEKS
) -> tuple[Outcome, ...]:
    """The policy table: each policy over the same histories, means over them."""
    queues = [Queue(history) for history in histories]
    table = []
    for policy in Policy:
        runs = [
            simulate(queue, policy, points_per_week_waited=points_per_week_waited, weeks=weeks)
            for queue in queues
        ]
        table.append(_mean(runs))
    return tuple(table)


def _chosen(queue: Queue, policy: Policy, *, points: int, week: int, arcs: Whole, room: Whole) -> Whole:
    person = queue.person[arcs]
    waited = week - queue.arrived[person]
    gain = queue.score[arcs] - queue.price[person]
    if policy is Policy.FIRST_COME:
        return _in_turn(queue, arcs, room)
    if policy is Policy.BAND_FIRST:
        band = waited // BAND_WEEKS
        taken: list[Whole] = []
        left = room.copy()
        for one in np.unique(band)[::-1]:
            some = _flow(queue, arcs[band == one], gain[band == one], left)
            np.subtract.at(left, queue.volunteer[some], 1)
            taken.append(some)
        return np.concatenate(taken)
    return _flow(queue, arcs, gain + (points * waited if policy is Policy.BLEND else 0), room)


def _flow(queue: Queue, arcs: Whole, gain: Whole, room: Whole) -> Whole:
    found = flow.solve_arcs(
        queue.person[arcs], queue.volunteer[arcs], gain, room=room, people=len(queue.arrived)
    )
    if found.status is not Status.SOLVED:
        raise ArithmeticError(f"the solver could not solve a week: {found.status}")
    return arcs[found.chosen[found.chosen != flow.STAYS]]


def _in_turn(queue: Queue, arcs: Whole, room: Whole) -> Whole:
    order = np.lexsort(
        (queue.volunteer[arcs], -queue.score[arcs], queue.person[arcs], queue.arrived[queue.person[arcs]])
    )
    left, served, taken = room.tolist(), set(), []
    for arc in arcs[order].tolist():
        person, volunteer = int(queue.person[arc]), int(queue.volunteer[arc])
        if person not in served and left[volunteer] and queue.score[arc] >= queue.price[person]:
            served.add(person)
            left[volunteer] -= 1
            taken.append(arc)
    return np.array(taken, dtype=np.int64)


def _outcome(
    queue: Queue, policy: Policy, *, points: int, matched_in: Whole, score: Whole, weeks: int
) -> Outcome:
    known = queue.arrived < weeks
    end = np.minimum(np.minimum(matched_in, queue.left), weeks)
    waited = np.maximum(end - queue.arrived, 0)
    matched = matched_in != NEVER
    waiting = known & ~matched & (queue.left > weeks)

    def measured(some: Truth) -> Measured:
        those = some & known
        waits, made = waited[those], score[those & matched]
        return Measured(
            people=int(those.sum()),
            matched=int((those & matched).sum()),
            waiting_over_26=float((those & waiting & (waited > LONG_WAIT)).sum()),
            p95_wait=float(np.percentile(waits, 95)) if len(waits) else 0.0,
            mean_wait=float(waits.mean()) if len(waits) else 0.0,
            mean_score=float(made.mean()) if len(made) else 0.0,
        )

    every = np.ones(len(known), dtype=np.bool_)
    by_group = {
        name: {label: measured(np.array([one == label for one in labels])) for label in sorted(set(labels))}
        for name, labels in queue.groups.items()
    }
    return Outcome(policy, points, measured(every), by_group)


def _mean(runs: list[Outcome]) -> Outcome:
    def mean(given: list[Measured]) -> Measured:
        return Measured(
            people=round(fmean(one.people for one in given)),
            matched=round(fmean(one.matched for one in given)),
            waiting_over_26=fmean(one.waiting_over_26 for one in given),
            p95_wait=fmean(one.p95_wait for one in given),
            mean_wait=fmean(one.mean_wait for one in given),
            mean_score=fmean(one.mean_score for one in given),
        )

    first = runs[0]
    by_group = {
        name: {
            label: mean([run.by_group[name][label] for run in runs if label in run.by_group.get(name, {})])
            for label in labels
        }
        for name, labels in first.by_group.items()
    }
    return Outcome(first.policy, first.points_per_week_waited, mean([run.overall for run in runs]), by_group)
