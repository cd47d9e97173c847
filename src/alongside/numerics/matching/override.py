"""What it costs to decide otherwise: the round again with one pair held fast, or one person held back."""

from typing import NamedTuple

import numpy as np

from alongside.numerics.matching import flow, scoring
from alongside.numerics.matching.candidates import COLUMN, Finder
from alongside.numerics.matching.kernel import Ordered, part_of, places_left
from alongside.numerics.matching.outcome import RULES, Round, Status
from alongside.numerics.matching.shapes import Problem


class Move(NamedTuple):
    """Somebody who would have another volunteer than proposed; -1 is nobody."""

    person: int
    before: int
    after: int


class Override(NamedTuple):
    """The price of another decision. Hours of the week are not looked at again."""

    allowed: bool
    removed_by: str  # the rule that forbids the pair; empty where it is allowed
    score: int  # of the pair; 0 where somebody is held back
    costs: int  # points of the round's total that are lost; less than nothing where the round had clashes
    moves: tuple[Move, ...]  # everybody else whose proposal would change


def cost_to_override(problem: Problem, done: Round, person: int, volunteer: int | None) -> Override:
    """Cost of giving `person` this volunteer, or (None) of letting them wait; both are rows of the problem."""
    by_id = Ordered(problem)
    solved = by_id.problem
    row, column = np.argsort(by_id.person), np.argsort(by_id.volunteer)
    room = places_left(solved)
    score, mine = 0, int(row[person])
    value = int(solved.people.stay_waiting[mine])
    if volunteer is not None:
        theirs = int(column[volunteer])
        rule, score = _judged(solved, mine, theirs)
        if (solved.existing[:, 0] == mine).any():
            rule = "already_matched"
        elif room[theirs] <= 0:
            rule = "no_room"
        if rule:
            return Override(False, rule, 0, 0, ())
        value = score + int(scoring.waiting_points(solved)[mine])
        room[theirs] -= 1
    arcs = done.candidates
    people, volunteers = row[arcs.person], column[arcs.volunteer]
    others = np.flatnonzero(people != mine)
    price = solved.people.stay_waiting
    gain = arcs.score + (scoring.waiting_points(solved) - price)[people]
    proposed = np.full(len(problem.people), -1, dtype=np.int64)
    for match in done.matches:
        proposed[match.person] = match.volunteer
    # Among equally good answers the one that changes least: only what must move is told as moved.
    same = proposed[arcs.person] == arcs.volunteer
    found = flow.solve_arcs(
        people[others],
        volunteers[others],
        ((len(price) + 1) * gain + same)[others],
        room=room,
        people=len(price),
    )
    if found.status is not Status.SOLVED:
        return Override(False, str(found.status), score, 0, ())
    chosen = others[found.chosen[found.chosen != flow.STAYS]]
    live = np.zeros(len(price), dtype=np.bool_)
    live[solved.existing[:, 0]] = True
    live[mine] = True
    total = value + int(gain[chosen].sum()) + int(price[~live].sum())
    before = {match.person: match.volunteer for match in done.matches if match.person != person}
    after = dict(zip(arcs.person[chosen].tolist(), arcs.volunteer[chosen].tolist(), strict=True))
    moves = tuple(
        Move(one, before.get(one, -1), after.get(one, -1))
        for one in sorted(before.keys() | after.keys(), key=problem.people.ids.__getitem__)
        if before.get(one, -1) != after.get(one, -1)
    )
    return Override(True, "", score, done.total - total, moves)


def _judged(problem: Problem, person: int, volunteer: int) -> tuple[str, int]:
    """The rule that forbids a pair, and its score. A full volunteer is no obstacle: somebody else would leave."""
    pair = part_of(problem, np.array([person]), np.array([volunteer]))
    found = Finder(pair, np.maximum(pair.volunteers.capacity, 0)).find()
    if not len(found.candidates):
        return next((rule for rule in RULES if found.removed[0, COLUMN[rule]]), "no_room"), 0
    return "", int(found.candidates.score[0])
