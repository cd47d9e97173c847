"""Run a round: from the queue in the database to stored proposals. It proposes; it decides nothing.

Everything happens in one transaction: a round that cannot be solved leaves one row that says why, and the queue as
it was. Two rounds of a scheme never run at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from alongside.befriending import problem, rules
from alongside.befriending.actions.errors import CannotRun
from alongside.befriending.enums import Decision, RoundStatus
from alongside.befriending.models import LeftWaiting, Proposal, Round, Scheme, Wish
from alongside.numerics.matching import shapes, slots
from alongside.numerics.matching.kernel import solve_round
from alongside.numerics.matching.outcome import RULES, Status, Why

if TYPE_CHECKING:
    from alongside.numerics.matching import outcome
    from alongside.partnerships.models import Member

SECONDS_AT_MOST = 60.0
BATCH = 2000


@transaction.atomic
def run_round(
    *,
    scheme: Scheme,
    by: Member | None,
    at: datetime,
    weights: shapes.Weights | None = None,
    seconds_at_most: float | None = SECONDS_AT_MOST,
) -> Round:
    """Solve the queue of a scheme and store what is proposed, with all that a person needs to decide.

    Earlier proposals nobody decided lapse. Raises CannotRun while another round of this scheme runs, or when nobody
    waits. What the solver cannot do is no exception: the round is STOPPED and says why.
    """
    scheme = _alone(scheme)
    parameter = scheme.parameters.order_by("-version").first()
    points = parameter.points_per_week_waited if parameter else shapes.Parameters().points_per_week_waited
    seen = problem.snapshot(
        scheme,
        at=at,
        params=shapes.Parameters(points_per_week_waited=points, seconds_at_most=seconds_at_most),
        weights=weights,
    )
    if not seen.wishes:
        raise CannotRun(_("Nobody is waiting for %(scheme)s.") % {"scheme": scheme.name})
    begun = time.perf_counter()
    solved = solve_round(seen.problem)
    solving = time.perf_counter() - begun
    ok = solved.status is Status.SOLVED
    made = Round(
        scheme=scheme,
        parameter=parameter,
        status=RoundStatus.SOLVED if ok else RoundStatus.STOPPED,
        reason="" if ok else solved.reason,
        data_hash=seen.data_hash,
        solver_version=solved.solver_version,
        weights={name: getattr(seen.problem.weights, name) for name in seen.problem.weights.__slots__},
        figures={},
        run_at=at,
        run_by=by,
    )
    made.save(force_insert=True)
    writing = time.perf_counter()
    if ok:
        _store(made, seen, solved, at)
    seconds = {**seen.seconds, **solved.seconds, "kernel": solving, "writing": time.perf_counter() - writing}
    made.figures = _figures(seen, solved, seconds)
    made.save(update_fields=["figures"])
    return made


def _alone(scheme: Scheme) -> Scheme:
    """The scheme, held: whoever comes second is told at once instead of waiting."""
    try:
        with transaction.atomic():
            return Scheme.objects.select_for_update(nowait=True).get(pk=scheme.pk)
    except OperationalError as error:
        raise CannotRun(
            _("Somebody else is running a round of %(scheme)s. Look again in a minute.")
            % {"scheme": scheme.name}
        ) from error


def _store(made: Round, seen: problem.Snapshot, solved: outcome.Round, at: datetime) -> None:
    Proposal.objects.filter(round__scheme=made.scheme, decision=Decision.PENDING).update(
        decision=Decision.LAPSED
    )
    removed = solved.removed.tolist()
    Proposal.objects.bulk_create(
        [_proposal(made, seen, solved, match, removed=removed, at=at) for match in solved.matches],
        batch_size=BATCH,
    )
    LeftWaiting.objects.bulk_create(
        [
            LeftWaiting(
                round=made,
                wish_id=seen.wishes[one.person].id,
                why=one.why,
                candidates=one.candidates,
                price=one.price,
                removed=_by_rule(removed[one.person]),
            )
            for one in solved.waiting
        ],
        batch_size=BATCH,
    )
    passed_over = [seen.wishes[one.person].id for one in solved.waiting if one.why is not Why.NO_CANDIDATE]
    Wish.objects.filter(
        Q(passed_over_at__isnull=True) | Q(passed_over_at__lte=at - rules.PASSED_OVER_EVERY),
        pk__in=passed_over,
    ).update(times_passed_over=F("times_passed_over") + 1, passed_over_at=at)


def _by_rule(counts: Sequence[int]) -> dict[str, int]:
    return {rule: number for rule, number in zip(RULES, counts, strict=True) if number}


def channel_of(number: int) -> str:
    """The word of a kernel channel."""
    return str(shapes.Channel(number).name).lower()


def _proposal(
    made: Round,
    seen: problem.Snapshot,
    solved: outcome.Round,
    match: outcome.Match,
    *,
    removed: list[list[int]],
    at: datetime,
) -> Proposal:
    wish = seen.wishes[match.person]
    weekday, minute = slots.when(match.slot) if match.slot >= 0 else (None, None)
    return Proposal(
        round=made,
        wish_id=wish.id,
        volunteer_id=seen.volunteers[match.volunteer].id,
        channel=channel_of(match.channel),
        weekday=weekday,
        minute=minute,
        minutes=wish.minutes,
        distance_m=match.distance_m if match.distance_m >= 0 else None,
        travel_minutes=match.travel_minutes,
        score=match.score,
        waiting_points=match.waiting_points,
        weeks_waited=rules.weeks_between(wish.waiting_since_at, at),
        parts=match.parts,
        alternatives=[
            {
                "volunteer": str(seen.volunteers[other.volunteer].id),
                "channel": channel_of(other.channel),
                "score": other.score,
                "parts": other.parts,
                "has_room": other.has_room,
            }
            for other in match.alternatives
        ],
        removed=_by_rule(removed[match.person]),
        candidates=int(solved.found[match.person]),
    )


def _figures(seen: problem.Snapshot, solved: outcome.Round, seconds: dict[str, float]) -> dict[str, Any]:
    """Numbers only. Waits are in weeks, before and after everybody proposed would have left the list."""
    waits = seen.problem.people.weeks_waited
    stays = [one.person for one in solved.waiting]
    return {
        "people": len(seen.wishes),
        "volunteers": len(seen.volunteers),
        "proposals": len(solved.matches),
        "stay": len(solved.waiting),
        "stale": seen.stale,
        "total": solved.total,
        "bound": solved.bound,
        "removed_by_rule": solved.removed_by_rule,
        "why": {str(why): sum(one.why is why for one in solved.waiting) for why in Why},
        "before": _waits([int(w) for w in waits]),
        "after": _waits([int(waits[row]) for row in stays]),
        "seconds": {name: round(value, 4) for name, value in seconds.items()},
    }


def _waits(weeks: list[int]) -> dict[str, int]:
    wait = rules.honest_wait(waiting=len(weeks), lately=weeks)
    return {
        "waiting": len(weeks),
        "half": wait.usual_weeks or 0,
        "nine_in_ten": wait.slow_weeks or 0,
        "over_26": sum(week > 26 for week in weeks),
    }


def is_stale(made: Round, *, at: datetime) -> bool:
    """Whether what went into a round has changed since: what people want, who is free, who is live with whom."""
    from alongside.core import clock

    return problem.read(made.scheme, on=clock.local(at).date()).digest() != made.data_hash
