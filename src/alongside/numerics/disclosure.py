"""Disclosure control: which counts may be shown so that no small group can be worked out from the others.

The setting is a *release*: all the counts an audience can see, on one page or on several, now or in an
earlier period. `Sum` says which counts add up to which: cells to row and column totals, quarters to a
year, wards to a borough, three breakdowns to one shared total. Everything is judged jointly, so
subtracting one table from another is covered too.

The rules, and what the person trying to work it out (the attacker) is assumed to know:

* A count from 1 to threshold - 1 is small and hidden. 0 is shown: it is a number about nobody. So the
  attacker knows that a hidden count is at least 1; also every sum, every shown count, the threshold and
  this algorithm's rules.
* For every small count there must be a complete set of whole numbers that agrees with everything shown and
  has this count at 1, and another that has it at threshold - 1. In other words: the sums tell no more than
  the mark "fewer than 5" itself tells. (Where the sums alone force a larger minimum, e.g. a total over two
  hidden counts, that minimum.)
* A larger count hidden only to protect another one must not be fixed to a single value either.

It follows that no sum of hidden counts that can be worked out is below the threshold: such a sum has the
same value in every agreeing set, one of which has a small count at threshold - 1 beside others of at least 1.

Method: for each small count and each end of its range one linear programme (the sparse heuristic behind
optimal cell suppression, Fischetti and Salazar 2001; solved by HiGHS) finds the agreeing set of numbers
that changes the least valuable counts; the counts it changes are hidden as well. Each such set is a
*witness*: protection is proved by construction, not by search, and stays proved when more is hidden.
Percentages are safe where both their counts are shown (`share`), means where `means_to_show` says so.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Key = Hashable
DEFAULT_THRESHOLD = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts`.

    A part that is named nowhere else in the counts is a mistake (KeyError).
    """

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be shown.

    It never says *why* a count is hidden: that alone would tell small ones from others.
    """

    counts: Mapping[Key, int]
    hidden: frozenset[Key]

    def shown(self, key: Key) -> int | None:
        """The count, or None where it is hidden."""
        return None if key in self.hidden else self.counts[key]

    def share(self, part: Key, whole: Key) -> int | None:
        """`part` in whole per cent of `whole`; None where either is hidden or there is nobody.

        The rest (`whole` without `part`) must be in the release too, or it could be worked out unprotected.
        """
        above, below = self.shown(part), self.shown(whole)
        return None if above is None or not below else int(100 * above / below + 0.5)


class Disclosing(ValueError):
    """Counts already shown cannot be reconciled with protecting a small one."""


def protect(
    counts: Mapping[Key, int], sums: Iterable[Sum], *, threshold: int = DEFAULT_THRESHOLD
) -> Protection:
    """Decide jointly which of `counts` to hide.

    Raises ValueError for negative counts, a threshold below 1 or a sum that does not add up.
    """
    return protect_in_order(counts, sums, [list(counts)], threshold=threshold)


def protect_in_order(
    counts: Mapping[Key, int],
    sums: Iterable[Sum],
    stages: Sequence[Collection[Key]],
    *,
    threshold: int = DEFAULT_THRESHOLD,
) -> Protection:
    """Like `protect`, for counts that appear one stage (a quarter, say) after another.

    What an earlier stage has shown stays shown and cannot be taken back; what it has hidden stays hidden; a
    later stage hides whatever would undo the protection of an earlier one. So somebody who kept every earlier
    edition learns no more than somebody who reads the last. Every key of `counts` must be in exactly one
    stage. Raises Disclosing where what is shown already makes protection impossible.
    """
    _check(counts, stages, threshold)
    release = _Release(counts, list(sums), threshold)
    known: set[Key] = set()
    for stage in stages:
        known.update(stage)
        release.publish(known, set(stage))
    return Protection(dict(counts), frozenset(release.hidden))


def means_to_show(
    people: Mapping[Key, int],
    sums: Iterable[Sum],
    stages: Sequence[Collection[Key]] | None = None,
    *,
    threshold: int = DEFAULT_THRESHOLD,
) -> frozenset[Key]:
    """The groups whose mean may be shown, from the number of `people` behind each.

    A mean says more about each person than a count, so it needs twice the threshold, also in every group
    whose mean could be worked out from the shown ones (a year without three of its quarters). `stages` as
    in `protect_in_order`.
    """
    protection = protect_in_order(
        people, sums, [list(people)] if stages is None else stages, threshold=2 * threshold
    )
    return frozenset(key for key, n in people.items() if n and key not in protection.hidden)


def attacker_bounds(
    counts: Mapping[Key, int],
    sums: Iterable[Sum],
    hidden: Collection[Key],
    *,
    whole_numbers: bool = False,
) -> dict[Key, tuple[float, float]]:
    """The lowest and highest value an attacker can deduce for each hidden count. For tests and audits.

    Solves two programmes per hidden count over everything shown; `whole_numbers` makes the attacker use that
    people come in whole numbers (slower).
    """
    system = _System(counts, list(sums), set(counts))
    return {key: system.range_of(key, set(hidden), whole_numbers) for key in hidden}


def _check(counts: Mapping[Key, int], stages: Sequence[Collection[Key]], threshold: int) -> None:
    if threshold < 1:
        raise ValueError("The disclosure threshold is at least 1.")
    if any(count < 0 for count in counts.values()):
        raise ValueError("Counts of people are not negative.")
    staged = [key for stage in stages for key in stage]
    if len(staged) != len(set(staged)) or set(staged) != set(counts):
        raise ValueError("Every count belongs to exactly one stage.")


@dataclass
class _Release:
    """The growing release: what is known, what is hidden, and the witnesses that prove the protection."""

    counts: Mapping[Key, int]
    sums: list[Sum]
    threshold: int
    hidden: set[Key] = field(default_factory=set)
    _witnesses: list[dict[Key, int]] = field(default_factory=list)
    _earlier: list[dict[Key, int]] = field(default_factory=list)
    _least: dict[Key, int] = field(default_factory=dict)

    def publish(self, known: set[Key], new: set[Key]) -> None:
        """Add the `new` counts to what is `known` and hide what must be hidden."""
        small = {key for key in known if 0 < self.counts[key] < self.threshold}
        self.hidden |= small
        fixed = known - new - self.hidden
        system = _System(self.counts, self.sums, known)
        self._earlier = self._witnesses
        self._witnesses = [w for w in system.extended(self._witnesses, new) if w and self._agrees(w)]
        self._secure_together(system, small, ceiling=True)
        self._secure_together(system, small, ceiling=False)
        # The largest first: their witnesses are the widest and tend to serve the others.
        for key in sorted(small | (self.hidden & known), key=lambda key: (-self.counts[key], repr(key))):
            self._secure(system, key, fixed)

    def _agrees(self, witness: dict[Key, int]) -> bool:
        return all(key in self.hidden for key in witness)

    def _secure_together(self, system: "_System", small: set[Key], *, ceiling: bool) -> None:
        """Witnesses for many small counts at once, as far as what is hidden already allows: a matter of speed."""
        while True:
            wanted = {}
            for key in sorted(small, key=system.index.__getitem__):
                target = self._ceiling if ceiling else self._least.get(key, 1)
                best = self._extreme(key, max if ceiling else min)
                if (best < target) if ceiling else (best > target):
                    wanted[key] = target
            witness = system.many(wanted, self.hidden) if len(wanted) > 1 else None
            if not witness or all(self.counts[k] + witness.get(k, 0) != v for k, v in wanted.items()):
                return
            self._witnesses.append(witness)

    @property
    def _ceiling(self) -> int:
        return self.threshold - 1

    def _secure(self, system: "_System", key: Key, fixed: set[Key]) -> None:
        count = self.counts[key]
        if count >= self.threshold:
            self._keep_open(system, key, fixed)
            return
        lowest = self._extreme(key, min)
        if lowest > self._least.get(key, 1):
            # What is shown later can only raise the least possible, so it need not be sought again.
            lowest = self._least[key] = min(lowest, self._reach(system, key, 1, fixed, or_nearest=True))
        ceiling = max(self._ceiling, lowest + 1)
        if self._extreme(key, max) < ceiling:
            self._reach(system, key, ceiling, fixed)

    def _keep_open(self, system: "_System", key: Key, fixed: set[Key]) -> None:
        """A larger count hidden earlier: any other value will do, and one always exists."""
        if any(witness.get(key) for witness in self._witnesses):
            return
        moves = [1, -1, *(witness[key] for witness in self._earlier if key in witness)]
        for move in dict.fromkeys(moves):
            try:
                self._reach(system, key, self.counts[key] + move, fixed)
            except Disclosing:
                continue
            return
        raise Disclosing(f"What is already shown gives away {key!r}.")

    def _extreme(self, key: Key, pick: Any) -> int:
        return self.counts[key] + int(pick([0, *(witness.get(key, 0) for witness in self._witnesses)]))

    def _reach(
        self, system: "_System", key: Key, target: int, fixed: set[Key], *, or_nearest: bool = False
    ) -> int:
        """Find numbers with `key` at `target` that agree with what is shown; hide what they change."""
        witness = system.cheapest(key, target, self.hidden, fixed)
        if witness is None and or_nearest:
            target = system.lowest(key, fixed)
            witness = system.cheapest(key, target, self.hidden, fixed) if target < self.counts[key] else {}
        if witness is None:
            raise Disclosing(f"What is already shown gives away {key!r}.")
        self._witnesses.append(witness)
        self.hidden |= set(witness)
        return target


class _System:
    """The sums as a linear system over the counts known so far, and the programmes solved on it."""

    def __init__(self, counts: Mapping[Key, int], sums: list[Sum], known: set[Key]) -> None:
        self.keys = [key for key in counts if key in known]
        self.index = {key: place for place, key in enumerate(self.keys)}
        self.actual = np.array([counts[key] for key in self.keys], dtype=float)
        self.sums = [s for s in sums if s.total in known and all(part in known for part in s.parts)]
        for one in self.sums:
            if counts[one.total] != sum(counts[part] for part in one.parts):
                raise ValueError(f"{one.total!r} is not the sum of its parts.")
        self.matrix = self._matrix()
        # A shown zero is known to be zero, and a hidden count is known to be at least one.
        self.least = np.minimum(self.actual, 1.0)
        self.movable = self.actual > 0
        self.cost = (1 + np.log1p(self.actual)) * 20.0 ** self._heights()

    def _matrix(self) -> Any:
        from scipy.sparse import csr_matrix

        rows, columns, values = [], [], []
        for row, one in enumerate(self.sums):
            for key, value in [(one.total, -1.0), *((part, 1.0) for part in one.parts)]:
                rows.append(row)
                columns.append(self.index[key])
                values.append(value)
        return csr_matrix((values, (rows, columns)), shape=(len(self.sums), len(self.keys)))

    def _heights(self) -> np.ndarray:
        """How many levels of sums lie below each count: totals are dearer to hide than cells."""
        height = np.zeros(len(self.keys))
        for _ in range(len(self.sums) + 1):
            before = height.copy()
            for one in self.sums:
                below = max((height[self.index[part]] for part in one.parts), default=-1.0)
                place = self.index[one.total]
                height[place] = max(height[place], below + 1)
            if (height == before).all():
                return np.minimum(height, 3)
        raise ValueError("A count is, through its sums, a part of itself.")

    def extended(self, witnesses: list[dict[Key, int]], new: set[Key]) -> list[dict[Key, int]]:
        """Earlier witnesses carried through the sums with a new total; those that do not fit are left out."""
        moves = np.zeros((len(self.keys), len(witnesses)))
        for column, witness in enumerate(witnesses):
            for key, move in witness.items():
                moves[self.index[key], column] = move
        heights = self._heights()
        for one in sorted(self.sums, key=lambda one: heights[self.index[one.total]]):
            if one.total in new:
                moves[self.index[one.total]] = moves[[self.index[part] for part in one.parts]].sum(axis=0)
        agree = ~(self.matrix @ moves).any(axis=0) & (
            self.actual[:, None] + moves >= self.least[:, None]
        ).all(axis=0)
        return [self._moved(moves[:, column]) for column in np.flatnonzero(agree)]

    def many(self, wanted: Mapping[Key, int], free: set[Key]) -> dict[Key, int] | None:
        """Moves of free counts alone that bring as many of the `wanted` to their targets as they can."""
        up, down = self._room({key for key in self.keys if key not in free})
        costs = np.full(2 * len(self.keys), 1e-3)
        for key, target in wanted.items():
            place = self.index[key]
            gap = target - self.actual[place]
            (up if gap > 0 else down)[place] = abs(gap)
            costs[place if gap > 0 else len(self.keys) + place] = -1 / abs(gap)
        zeros = np.zeros_like(up)
        moves = self._solve(costs, np.stack([zeros, up], axis=1), np.stack([zeros, down], axis=1))
        return None if moves is None else self._moved(moves)

    def cheapest(self, key: Key, target: int, free: set[Key], fixed: set[Key]) -> dict[Key, int] | None:
        """The least costly agreeing moves that bring `key` to `target`; None when there are none."""
        hidden = np.array([other in free for other in self.keys], dtype=bool)
        costs = np.where(hidden, 1e-6, self.cost)
        up, down = self._room(fixed)
        place = self.index[key]
        move = target - self.actual[place]
        up[place] = max(move, 0.0)
        down[place] = max(-move, 0.0)
        ups = np.stack([np.zeros_like(up), up], axis=1)
        downs = np.stack([np.zeros_like(down), down], axis=1)
        (ups if move > 0 else downs)[place, 0] = abs(move)
        moves = self._solve(np.concatenate([costs, costs]), ups, downs)
        return None if moves is None else self._moved(moves)

    def lowest(self, key: Key, fixed: set[Key]) -> int:
        """The smallest value of `key` when everything that is not already shown may move."""
        up, down = self._room(fixed)
        zeros = np.zeros_like(up)
        costs = np.zeros(2 * len(self.keys))
        costs[self.index[key]], costs[len(self.keys) + self.index[key]] = 1.0, -1.0
        moves = self._solve(costs, np.stack([zeros, up], axis=1), np.stack([zeros, down], axis=1))
        return round(self.actual[self.index[key]] + (0 if moves is None else moves[self.index[key]]))

    def range_of(self, key: Key, free: set[Key], whole_numbers: bool) -> tuple[float, float]:
        """The attacker's range for `key` with exactly the `free` counts unknown."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        unknown = np.array([other in free for other in self.keys], dtype=bool) & self.movable
        low = np.where(unknown, self.least, self.actual)
        high = np.where(unknown, np.inf, self.actual)
        target = np.zeros(len(self.keys))
        target[self.index[key]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            result = milp(
                sign * target,
                integrality=np.full(len(self.keys), int(whole_numbers)),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(self.matrix, 0, 0) if self.sums else (),
            )
            ends.append(float(result.fun) * sign if result.status == 0 else sign * -np.inf)
        return ends[0], ends[1]

    def _room(self, fixed: set[Key]) -> tuple[np.ndarray, np.ndarray]:
        still = np.array([key in fixed for key in self.keys], dtype=bool) | ~self.movable
        return np.where(still, 0.0, np.inf), np.where(still, 0.0, self.actual - self.least)

    def _solve(self, costs: np.ndarray, ups: np.ndarray, downs: np.ndarray) -> np.ndarray | None:
        """Moves (up minus down) of least cost that keep every sum; whole numbers always."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import hstack

        # Counts that cannot move are left out: most of a long release is shown.
        ways = np.flatnonzero(np.concatenate([ups[:, 1], downs[:, 1]]) > 0)
        bounds = np.concatenate([ups, downs])[ways]
        across = hstack([self.matrix, -self.matrix]).tocsc()[:, ways]
        for integrality in (0, 1):
            result = milp(
                costs[ways],
                integrality=np.full(len(ways), integrality),
                bounds=Bounds(bounds[:, 0], bounds[:, 1]),
                constraints=LinearConstraint(across, 0, 0) if self.sums else (),
            )
            if result.x is None:
                return None
            both = np.zeros(2 * len(self.keys))
            both[ways] = result.x
            moves = both[: len(self.keys)] - both[len(self.keys) :]
            whole = np.round(moves)
            if np.abs(moves - whole).max(initial=0.0) < 1e-6 and not (self.matrix @ whole).any():
                return np.asarray(whole)
        return None

    def _moved(self, moves: np.ndarray) -> dict[Key, int]:
        return {self.keys[place]: int(moves[place]) for place in np.flatnonzero(moves)}
