"""What another decision than the proposed one would cost, and whom it would move: the round again, on today's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alongside.befriending import problem
from alongside.befriending.models import Proposal, Wish
from alongside.numerics.matching import shapes
from alongside.numerics.matching.kernel import solve_round
from alongside.numerics.matching.outcome import Status
from alongside.numerics.matching.override import cost_to_override

if TYPE_CHECKING:
    from alongside.volunteering.models import Volunteer

#: Larger queues are not solved again while a page is drawn.
MOST_PEOPLE = 1500
MOST_ASKED = 3


@dataclass(frozen=True)
class Cost:
    """Points of the whole round that are lost, and how many other people would have another volunteer or none.

    `volunteer` None is: nobody for now.
    """

    volunteer: Volunteer | None
    points: int
    others_moved: int
    waits_instead: tuple[str, ...]


def costs(proposal: Proposal, others: Sequence[Volunteer], *, at: datetime) -> list[Cost]:
    """The price of the first few alternatives and of nobody; empty where the queue is too large to ask at once."""
    parameter = proposal.round.parameter
    points = parameter.points_per_week_waited if parameter else shapes.Parameters().points_per_week_waited
    seen = problem.snapshot(
        proposal.round.scheme, at=at, params=shapes.Parameters(points_per_week_waited=points)
    )
    if len(seen.wishes) > MOST_PEOPLE:
        return []
    people = {wish.id: row for row, wish in enumerate(seen.wishes)}
    volunteers = {volunteer.id: row for row, volunteer in enumerate(seen.volunteers)}
    if proposal.wish_id not in people:
        return []
    solved = solve_round(seen.problem)
    if solved.status is not Status.SOLVED:
        return []
    mine, found = people[proposal.wish_id], []
    for other in [*[v for v in others if v.pk in volunteers][:MOST_ASKED], None]:
        priced = cost_to_override(seen.problem, solved, mine, volunteers[other.pk] if other else None)
        if not priced.allowed:
            continue
        left = [seen.wishes[move.person].person_id for move in priced.moves if move.after < 0]
        found.append(Cost(other, max(0, priced.costs), len(priced.moves), _called(left)))
    return found


def _called(person_ids: Sequence[UUID]) -> tuple[str, ...]:
    rows = (
        Wish.objects.filter(person__in=person_ids)
        .select_related("person")
        .order_by("person__given_name", "id")
    )
    return tuple(dict.fromkeys(wish.person.called for wish in rows))
