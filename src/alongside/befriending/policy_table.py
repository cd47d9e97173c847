"""The policy table: a scheme's own queue under four ways of choosing, and who gains and who loses – safe to show.

Every figure is of a simulation over the scheme's own history. Groups are real, so their sizes and counts go through
disclosure control together, and means and waits are given only of groups twice as large.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.befriending import history
from alongside.befriending.history import Known
from alongside.befriending.models import Scheme
from alongside.numerics.disclosure import Sum, means_to_show, protect
from alongside.numerics.matching import policies
from alongside.numerics.matching.policies import Measured, Outcome, Policy
from alongside.numerics.matching.shapes import Parameters

#: What else a week of waiting could be worth, beside what holds now.
POINTS = (1, 2, 4, 8)
#: Waits that differ by less are the same.
SAME_WEEKS = 1.0


@dataclass(frozen=True)
class Line:
    """One policy over everybody. `over_26` is None where it is small: fewer than the threshold, but somebody."""

    policy: Policy
    points: int
    over_26: int | None
    p95_wait: float
    mean_wait: float
    mean_score: float
    matched: int
    holds_now: bool


@dataclass(frozen=True)
class Cell:
    """One policy over a group; None is hidden."""

    over_26: int | None
    p95_wait: float | None
    mean_score: float | None


@dataclass(frozen=True)
class Group:
    """A group under each policy, in the order of `Policy`. `against` is weeks of wait, blend less first-come."""

    label: str
    people: int | None
    cells: tuple[Cell, ...]
    against: float | None


@dataclass(frozen=True)
class Table:
    """`known` alone where there is too little history, or the solver could not (`stopped`)."""

    known: Known
    points: int
    lines: tuple[Line, ...] = ()
    others: tuple[Line, ...] = ()
    groups: Mapping[str, tuple[Group, ...]] | None = None
    stopped: bool = False


def table(scheme: Scheme, *, at: datetime, threshold: int) -> Table:
    """Simulate a scheme's own history under each policy, and the blend with other points."""
    newest = scheme.parameters.order_by("-version").first()
    points = newest.points_per_week_waited if newest else Parameters().points_per_week_waited
    known, past = history.read(scheme, at=at, smallest_area=2 * threshold)
    if past is None:
        return Table(known, points)
    try:
        queue = policies.Queue(past)
        outcomes = [_run(queue, policy, points, known.weeks) for policy in Policy]
        blends = [_run(queue, Policy.BLEND, other, known.weeks) for other in POINTS if other != points]
    except ArithmeticError:
        return Table(known, points, stopped=True)
    return Table(
        known,
        points,
        lines=tuple(_line(one, threshold, holds_now=one.policy is Policy.BLEND) for one in outcomes),
        others=tuple(_line(one, threshold) for one in blends),
        groups=_groups(outcomes, threshold),
    )


def _run(queue: policies.Queue, policy: Policy, points: int, weeks: int) -> Outcome:
    return policies.simulate(queue, policy, points_per_week_waited=points, weeks=weeks)


def _line(outcome: Outcome, threshold: int, *, holds_now: bool = False) -> Line:
    every = outcome.overall
    over = round(every.waiting_over_26)
    return Line(
        policy=outcome.policy,
        points=outcome.points_per_week_waited,
        over_26=None if 0 < over < threshold else over,
        p95_wait=every.p95_wait,
        mean_wait=every.mean_wait,
        mean_score=every.mean_score,
        matched=every.matched,
        holds_now=holds_now,
    )


# Groups ----------------------------------------------------------------------------------------------------------

ALL = "all"


def _groups(outcomes: list[Outcome], threshold: int) -> dict[str, tuple[Group, ...]]:
    """What may be shown of each group, decided over everything on the page at once."""
    counts, sums = _counts(outcomes)
    safe = protect(counts, sums, threshold=threshold)
    sizes: dict[Hashable, int] = {
        key: n for key, n in counts.items() if isinstance(key, tuple) and key[0] == "people"
    }
    whole = [total for total in sums if total.total in sizes and set(total.parts) <= set(sizes)]
    large = means_to_show(sizes, whole, threshold=threshold)
    scored = {one.policy: _scored(one, threshold) for one in outcomes}
    found = {}
    for name in outcomes[0].by_group:
        rows = []
        for label in outcomes[0].by_group[name]:
            here = ("people", "", name, label)
            cells = tuple(
                Cell(
                    over_26=safe.shown(("over", one.policy, name, label)),
                    p95_wait=one.by_group[name][label].p95_wait if here in large else None,
                    mean_score=one.by_group[name][label].mean_score
                    if (name, label) in scored[one.policy]
                    else None,
                )
                for one in outcomes
            )
            rows.append(Group(label, safe.shown(here), cells, _against(outcomes, name, label, here in large)))
        found[name] = tuple(rows)
    return found


def _counts(outcomes: list[Outcome]) -> tuple[dict[Hashable, int], list[Sum]]:
    """Sizes of groups, and of each those who wait over 26 weeks and the rest, with everything that adds up."""
    counts: dict[Hashable, int] = {}
    sums: list[Sum] = []

    def put(kind: str, policy: str, of: list[tuple[str, Mapping[str, int]]], total: int) -> None:
        counts[kind, policy, ALL, ALL] = total
        for name, labels in of:
            for label, n in labels.items():
                counts[kind, policy, name, label] = n
            parts: tuple[Hashable, ...] = tuple((kind, policy, name, label) for label in labels)
            sums.append(Sum((kind, policy, ALL, ALL), parts))

    def over(one: Measured) -> int:
        return round(one.waiting_over_26)

    first = outcomes[0]
    put(
        "people",
        "",
        [(name, {label: m.people for label, m in labels.items()}) for name, labels in first.by_group.items()],
        first.overall.people,
    )
    for one in outcomes:
        every = one.by_group.items()
        put(
            "over",
            one.policy,
            [(name, {label: over(m) for label, m in labels.items()}) for name, labels in every],
            over(one.overall),
        )
        put(
            "rest",
            one.policy,
            [(name, {label: m.people - over(m) for label, m in labels.items()}) for name, labels in every],
            one.overall.people - over(one.overall),
        )
        for name, label in [(ALL, ALL), *((name, label) for name, labels in every for label in labels)]:
            parts = (("over", one.policy, name, label), ("rest", one.policy, name, label))
            sums.append(Sum(("people", "", name, label), parts))
    return counts, sums


def _scored(outcome: Outcome, threshold: int) -> set[Hashable]:
    """The groups with enough matches for their mean score to be shown, also against the other means."""
    matched: dict[Hashable, int] = {
        (name, label): one.matched
        for name, labels in outcome.by_group.items()
        for label, one in labels.items()
    }
    sums = [
        Sum((ALL, ALL), tuple((name, label) for label in labels)) for name, labels in outcome.by_group.items()
    ]
    shown = means_to_show({(ALL, ALL): outcome.overall.matched, **matched}, sums, threshold=threshold)
    return {key for key in matched if key in shown}


def _against(outcomes: list[Outcome], name: str, label: str, may_show: bool) -> float | None:
    if not may_show:
        return None
    by_policy = {one.policy: one.by_group[name][label].p95_wait for one in outcomes}
    difference = by_policy[Policy.BLEND] - by_policy[Policy.FIRST_COME]
    return 0.0 if abs(difference) < SAME_WEEKS else difference
