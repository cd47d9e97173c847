"""A whole round: candidates, the best assignment, a time for each match, and the reasons.

    value of a match = score of the pair + points_per_week_waited × (weeks waited + times passed over)

The sum of the values and of the prices of those who stay is largest. Two matches of one volunteer must also fit into
one week. A flow does not know that, so what clashes is taken back (the lesser match) and those people are shared out
again over the places and hours left, until nothing clashes; `bound` says how much that can have cost at most.
"""

import time
from dataclasses import fields, replace

import numpy as np

from alongside.numerics.matching import flow, scoring
from alongside.numerics.matching.candidates import Finder, Found
from alongside.numerics.matching.outcome import (
    RULES,
    Alternative,
    Candidates,
    Match,
    Round,
    Status,
    Waiting,
    Why,
)
from alongside.numerics.matching.shapes import Problem, Whole
from alongside.numerics.matching.timetable import Timetable

MOST_ALTERNATIVES = 10
MOST_ANEW = 1  # with candidates found late, a round is solved anew so often; then they are only added


def solve_round(problem: Problem) -> Round:
    """Solve one round. Nothing is raised for what the solver cannot do: see `Round.status` and `reason`."""
    begun = time.perf_counter()
    by_id = Ordered(problem)
    room = places_left(by_id.problem)
    finder = Finder(by_id.problem, room)
    found = finder.find()
    after_finding = time.perf_counter()
    assigned = Assignment(by_id.problem, finder, found, room)
    assigned.run()
    after_solving = time.perf_counter()
    made = _round(by_id, found, assigned)
    seconds = {
        "candidates": after_finding - begun,
        "solver": assigned.solver_seconds,
        "times": after_solving - after_finding - assigned.solver_seconds,
        "reasons": time.perf_counter() - after_solving,
    }
    return replace(made, seconds=seconds)


def places_left(problem: Problem) -> Whole:
    """Places per volunteer that no existing match takes."""
    taken = np.bincount(problem.existing[:, 1], minlength=len(problem.volunteers))
    left: Whole = np.maximum(problem.volunteers.capacity - taken, 0)
    return left


class Ordered:
    """The same problem with its rows in the order of ids; `person` and `volunteer` lead back to the rows given."""

    def __init__(self, given: Problem) -> None:
        self.given = given
        self.person = _by_id(given.people.ids)
        self.volunteer = _by_id(given.volunteers.ids)
        at = np.argsort(self.person), np.argsort(self.volunteer)

        def moved(pairs: Whole) -> Whole:
            there = np.column_stack([at[0][pairs[:, 0]], at[1][pairs[:, 1]]])
            return there[np.lexsort((there[:, 1], there[:, 0]))]

        self.problem = replace(
            given,
            people=given.people.take(self.person),
            volunteers=given.volunteers.take(self.volunteer),
            existing=moved(given.existing),
            exclusions=moved(given.exclusions),
            breakdowns=moved(given.breakdowns),
            relationships=moved(given.relationships),
        )


def _by_id(ids: tuple[str, ...]) -> Whole:
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)


class Assignment:
    """Who gets whom: solve, give each match its time, share out again what clashes, look again for those left."""

    def __init__(self, problem: Problem, finder: Finder, found: Found, room: Whole) -> None:
        self.problem, self.finder, self.found, self.places = problem, finder, found.found, room
        self.candidates = found.candidates
        self.wait = scoring.waiting_points(problem)
        self.solver_seconds, self.room = 0.0, room.copy()
        self._begin()

    def _begin(self) -> None:
        count = len(self.problem.people)
        self.timetable = Timetable(self.problem, self.finder)
        self.used = np.zeros(len(self.places), dtype=np.int64)
        self.chosen = np.full(count, flow.STAYS, dtype=np.int64)
        self.slot = np.full(count, -1, dtype=np.int64)
        self.clashed = np.zeros(count, dtype=np.bool_)
        self.status, self.first_gain = Status.SOLVED, 0
        self._have(self.candidates)

    def run(self) -> None:
        """Fill `chosen` (arc per person) and `slot`; on any trouble of the solver nobody is matched."""
        self._share_out(np.arange(len(self.candidates)))
        again = 0
        while self.status is Status.SOLVED:
            new = self._look_again()
            if not len(new):
                break
            again += 1
            if again <= MOST_ANEW:
                self._begin()
                new = np.arange(len(self.candidates))
            self._share_out(new)
        if again > MOST_ANEW and self.status is Status.SOLVED:
            self.first_gain = self._most()
        self._sort()

    def _most(self) -> int:
        """The gain of all candidates were there no clashes."""
        room = np.minimum(self.places, Timetable(self.problem, self.finder).most(self.candidates))
        flowed = self._solve(np.arange(len(self.candidates)), room)
        return int(self.gain[flowed.chosen[flowed.chosen != flow.STAYS]].sum())

    def _share_out(self, usable: Whole) -> None:
        first = not self.used.any()
        while len(usable):
            flowed = self._solve(usable, self.room)
            if flowed.status is not Status.SOLVED:
                self.status = flowed.status
                self.chosen[:] = flow.STAYS
                return
            picked = flowed.chosen[flowed.chosen != flow.STAYS]
            if first:
                self.first_gain, first = int(self.gain[picked].sum()), False
            kept, start = self.timetable.place(self.candidates, picked, self.gain[picked])
            won = picked[kept]
            self.chosen[self.candidates.person[won]] = won
            self.slot[self.candidates.person[won]] = start[kept]
            used = np.bincount(self.candidates.volunteer[won], minlength=len(self.room))
            self.room, self.used = self.room - used, self.used + used
            self.clashed[self.candidates.person[picked[~kept]]] = True
            if kept.all():
                return
            usable = self._left(usable)

    def _look_again(self) -> Whole:
        """Find, for those who wait, volunteers with a place and an hour who were not among their thirty.

        They join the candidates; the answer is which these are.
        """
        arcs = self.candidates
        known = np.bincount(arcs.person, minlength=len(self.problem.people))
        left_out = np.flatnonzero((self.chosen == flow.STAYS) & (self.found > known))
        with_place = np.flatnonzero(self.places > self.used)
        if not len(left_out) or not len(with_place):
            return np.empty(0, dtype=np.int64)
        part = part_of(self.timetable.afterwards(), left_out, with_place)
        again = Finder(part, self.places[with_place]).find().candidates
        person, volunteer = left_out[again.person], with_place[again.volunteer]
        size = len(self.places)
        more = ~np.isin(person * size + volunteer, arcs.person * size + arcs.volunteer)
        new = replace(again, person=person, volunteer=volunteer)
        columns = {
            one.name: np.concatenate([getattr(arcs, one.name), getattr(new, one.name)[more]])
            for one in fields(Candidates)
        }
        self._have(Candidates(**columns))
        return np.arange(len(arcs), len(self.candidates))

    def _have(self, candidates: Candidates) -> None:
        self.candidates = candidates
        worth = candidates.score + self.wait[candidates.person]
        self.gain = worth - self.problem.people.stay_waiting[candidates.person]
        self.room = np.minimum(self.places - self.used, self.timetable.most(candidates))

    def _sort(self) -> None:
        """Put the candidates in order again, if some have joined."""
        arcs = self.candidates
        order = np.argsort(arcs.person * max(len(self.places), 1) + arcs.volunteer)
        self.candidates = Candidates(
            **{one.name: getattr(arcs, one.name)[order] for one in fields(Candidates)}
        )
        self.gain = self.gain[order]
        taken = self.chosen != flow.STAYS
        self.chosen[taken] = np.argsort(order)[self.chosen[taken]]

    def _solve(self, usable: Whole, room: Whole) -> flow.Flow:
        arcs, begun = self.candidates, time.perf_counter()
        flowed = flow.solve_arcs(
            arcs.person[usable],
            arcs.volunteer[usable],
            self.gain[usable],
            room=room,
            people=len(self.problem.people),
            seconds_at_most=self.problem.params.seconds_at_most,
        )
        self.solver_seconds += time.perf_counter() - begun
        taken = flowed.chosen != flow.STAYS
        chosen = np.full_like(flowed.chosen, flow.STAYS)
        chosen[taken] = usable[flowed.chosen[taken]]
        return flow.Flow(flowed.status, chosen)

    def _left(self, usable: Whole) -> Whole:
        """Candidates of those without a match, whose volunteers still have a place and an hour for them."""
        arcs = self.candidates
        still = (self.chosen[arcs.person[usable]] == flow.STAYS) & (self.room[arcs.volunteer[usable]] > 0)
        usable = usable[still]
        return usable[self.timetable.possible(arcs, usable)]


def part_of(problem: Problem, people: Whole, volunteers: Whole) -> Problem:
    """The problem with only these rows; pairs of a history follow, existing matches are done with."""

    def kept(pairs: Whole) -> Whole:
        inside = np.isin(pairs[:, 0], people) & np.isin(pairs[:, 1], volunteers)
        both = np.searchsorted(people, pairs[inside, 0]), np.searchsorted(volunteers, pairs[inside, 1])
        return np.column_stack(both)

    return replace(
        problem,
        people=problem.people.take(people),
        volunteers=problem.volunteers.take(volunteers),
        existing=np.empty((0, 2), dtype=np.int64),
        exclusions=kept(problem.exclusions),
        breakdowns=kept(problem.breakdowns),
        relationships=kept(problem.relationships),
    )


def _round(by_id: Ordered, found: Found, assigned: Assignment) -> Round:
    given, problem = by_id.given, by_id.problem
    solved = assigned.status is Status.SOLVED
    order = np.argsort(by_id.person)
    removed, left = found.removed[order], found.found[order]
    prices = problem.people.stay_waiting
    matched = np.flatnonzero(assigned.chosen != flow.STAYS)
    live = np.zeros(len(problem.people), dtype=np.bool_)
    live[problem.existing[:, 0]] = True
    staying = np.flatnonzero((assigned.chosen == flow.STAYS) & ~live)
    arcs, taken = assigned.candidates, assigned.chosen[matched]
    all_prices = int(prices[~live].sum())
    total = all_prices + int(assigned.gain[taken].sum())
    totals = found.removed.sum(axis=0)
    return Round(
        status=assigned.status,
        reason="" if solved else str(assigned.status),
        matches=_matches(by_id, assigned, matched),
        waiting=_waiting(by_id, found, assigned, staying) if solved else (),
        kept=tuple((int(p), int(v)) for p, v in given.existing),
        total=total,
        removed_by_rule={rule: int(n) for rule, n in zip(RULES, totals, strict=True) if n},
        removed=removed,
        found=left,
        candidates=Candidates(
            person=by_id.person[arcs.person],
            volunteer=by_id.volunteer[arcs.volunteer],
            channel=arcs.channel,
            score=arcs.score,
            distance_m=arcs.distance_m,
            travel_minutes=arcs.travel_minutes,
        ),
        room=(places_left(problem) - assigned.used)[np.argsort(by_id.volunteer)],
        bound=all_prices + assigned.first_gain,
        solver_version=flow.solver_version(),
    )


def _waiting(by_id: Ordered, found: Found, assigned: Assignment, staying: Whole) -> tuple[Waiting, ...]:
    def why(person: int) -> Why:
        if not found.found[person]:
            return Why.NO_CANDIDATE
        return Why.NO_FREE_HOUR if assigned.clashed[person] else Why.ALL_TAKEN

    prices = by_id.problem.people.stay_waiting
    return tuple(
        Waiting(int(by_id.person[one]), why(one), int(found.found[one]), int(prices[one]))
        for one in staying.tolist()
    )


def _matches(by_id: Ordered, assigned: Assignment, matched: Whole) -> tuple[Match, ...]:
    """The matches in the order of people's ids, each with the parts of its score and what else was near."""
    if not len(matched):
        return ()
    problem, arcs = by_id.problem, assigned.candidates
    taken = assigned.chosen[matched]
    near = _alternatives(problem, arcs, assigned.chosen, matched)
    interesting = np.unique(np.concatenate([taken, near]))
    pairs = scoring.Pairs(
        problem,
        arcs.person[interesting],
        arcs.volunteer[interesting],
        arcs.channel[interesting],
        arcs.travel_minutes[interesting],
    )
    table = np.column_stack(list(scoring.parts(problem, pairs).values())).tolist()
    points = dict(zip(interesting.tolist(), map(tuple, table), strict=True))
    others: dict[int, list[Alternative]] = {}
    beside = (
        arcs.person[near].tolist(),
        by_id.volunteer[arcs.volunteer[near]].tolist(),
        arcs.channel[near].tolist(),
        arcs.score[near].tolist(),
        (assigned.room[arcs.volunteer[near]] > 0).tolist(),
        near.tolist(),
    )
    for person, volunteer, channel, score, has_room, arc in zip(*beside, strict=True):
        others.setdefault(person, []).append(Alternative(volunteer, channel, score, has_room, points[arc]))
    columns = (
        by_id.person[matched].tolist(),
        by_id.volunteer[arcs.volunteer[taken]].tolist(),
        arcs.channel[taken].tolist(),
        assigned.slot[matched].tolist(),
        arcs.distance_m[taken].tolist(),
        arcs.travel_minutes[taken].tolist(),
        arcs.score[taken].tolist(),
        assigned.wait[matched].tolist(),
        [points[arc] for arc in taken.tolist()],
        [tuple(others.get(person, ())) for person in matched.tolist()],
    )
    return tuple(map(Match._make, zip(*columns, strict=True)))


def _alternatives(problem: Problem, arcs: Candidates, chosen: Whole, matched: Whole) -> Whole:
    """Arcs of matched people within so many per cent of their match, best first, then by id; ten at most each."""
    least = np.full(len(problem.people), np.iinfo(np.int64).max)
    score = arcs.score[chosen[matched]]
    percent = 100 - problem.params.alternatives_within_percent
    least[matched] = -(-(score * percent) // 100)
    near = np.flatnonzero(arcs.score >= least[arcs.person])
    near = near[chosen[arcs.person[near]] != near]
    near = near[np.lexsort((arcs.volunteer[near], -arcs.score[near], arcs.person[near]))]
    person = arcs.person[near]
    rank = np.arange(len(near)) - np.searchsorted(person, person)
    return near[rank < MOST_ALTERNATIVES]
