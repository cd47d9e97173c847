"""The hard rules: which volunteers cannot be, as sets of volunteers in bits.

A rule depends on few columns of a person, and many people have the same values there. So each different value is
compared with all volunteers once, giving a row of bits; a person's volunteers are then the rows of their values,
intersected. Rows are made for a block of people at a time: nothing grows with people times volunteers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.numerics.matching import sets, slots
from alongside.numerics.matching.shapes import IN_PERSON, LIVE_AFAR, Bits, Channel, Problem, Truth, Whole

Keys = NDArray[Any]
AFAR = LIVE_AFAR | Channel.LETTERS
STREETS = 1.3  # way along streets over straight line
LEAST_TRAVEL_MINUTES = 5
LEAST_TRAVEL_SLOTS = 1
KEPT_BITS = 1 << 26  # a table larger than this is made anew for each block of people
CELLS_ACROSS = 32
SMALLEST_CELL_M = 250.0


def packed(truth: Truth) -> Bits:
    """(R, V) truths as (R, words of 64 bits)."""
    octets = np.packbits(truth, axis=1, bitorder="little")
    wide = np.zeros((len(truth), -(-octets.shape[1] // 8) * 8), dtype=np.uint8)
    wide[:, : octets.shape[1]] = octets
    return wide.view("<u8").astype(np.uint64, copy=False)


def unpacked(bits: Bits, count: int) -> Truth:
    """(R, words) as (R, count) truths."""
    octets = np.ascontiguousarray(bits, dtype="<u8").view(np.uint8)
    return np.unpackbits(octets, axis=1, count=count, bitorder="little").view(np.bool_)


def counted(bits: Bits) -> Whole:
    """How many are in each row."""
    found: Whole = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return found


def has(bits: Bits, row: Whole, member: Whole) -> Truth:
    """Whether `member` is in `bits[row]`, for arrays of both."""
    found: Truth = (bits[row, member >> 6] >> (member & 63).astype(np.uint64)) & np.uint64(1) != 0
    return found


class Table:
    """One rule: for each different value of some columns of people, the volunteers it lets through."""

    def __init__(self, keys: Keys, volunteers: int, test: Callable[[Keys], Truth]) -> None:
        """`keys` is (people, columns); `test` gets (R, columns) and answers (R, volunteers)."""
        if keys.shape[1] == 1:
            values, self.place = np.unique(keys[:, 0], return_inverse=True)
            self.values = values[:, None]
        else:
            self.values, self.place = np.unique(keys, axis=0, return_inverse=True)
        self.test = test
        small = len(self.values) * max(volunteers, 1) <= KEPT_BITS
        self.bits: Bits | None = self._made(self.values) if small else None

    def _made(self, values: Keys) -> Bits:
        blocks = [packed(self.test(values[start : start + 64])) for start in range(0, len(values), 64)]
        return np.concatenate(blocks) if blocks else np.zeros((0, 0), dtype=np.uint64)

    def rows(self, block: Whole) -> Bits:
        """The volunteers let through for each of these people."""
        place = self.place[block]
        if self.bits is not None:
            return self.bits[place]
        wanted, back = np.unique(place, return_inverse=True)
        return self._made(self.values[wanted])[back]


class Times:
    """Which volunteers can start at one of a person's half hours, for one length and travel on either side."""

    def __init__(self, free: Truth, length: int, before: int) -> None:
        """`free` is (volunteers, 336)."""
        by_slot = packed(np.ascontiguousarray(slots.starts(free, length, before).T))
        # level k holds, at slot s, everybody who can start at s … s + 2^k - 1: any run of slots is two look-ups.
        self.levels = [by_slot]
        step = 1
        while 2 * step <= slots.WEEK:
            last = self.levels[-1]
            self.levels.append(last[: len(last) - step] | last[step:])
            step *= 2

    def rows(self, possible: Truth) -> Bits:
        """For each person the volunteers who share a start; `possible` is (R, 336), where the person can start."""
        found = np.zeros((len(possible), self.levels[0].shape[1]), dtype=np.uint64)
        edge = np.zeros((len(possible), 1), dtype=np.int8)
        change = np.diff(possible.view(np.int8), axis=1, prepend=edge, append=edge)
        row, first = np.nonzero(change == 1)
        last = np.nonzero(change == -1)[1]
        if not len(row):
            return found
        level = np.frexp(last - first)[1] - 1  # the largest power of two within the run
        covered = np.empty((len(row), found.shape[1]), dtype=np.uint64)
        for power in range(int(level.max()) + 1):
            these = np.flatnonzero(level == power)
            if len(these):
                table = self.levels[power]
                covered[these] = table[first[these]] | table[last[these] - (1 << power)]
        begin = np.flatnonzero(np.diff(row, prepend=-1))
        found[row[begin]] = np.bitwise_or.reduceat(covered, begin, axis=0)
        return found


class Reach:
    """A grid over the places of people: for each cell, the volunteers whose radius touches it."""

    def __init__(self, problem: Problem) -> None:
        people, volunteers = problem.people, problem.volunteers
        self.known = np.isfinite(people.easting) & np.isfinite(people.northing)
        there = np.isfinite(volunteers.easting) & np.isfinite(volunteers.northing)
        self.volunteers_known = packed(there[None])[0]
        here = np.column_stack([people.easting, people.northing])
        here[~self.known] = 0.0
        low = here[self.known].min(axis=0) if self.known.any() else np.zeros(2)
        high = here[self.known].max(axis=0) if self.known.any() else np.zeros(2)
        size = max(SMALLEST_CELL_M, float((high - low).max()) / CELLS_ACROSS)
        cell = np.floor((here - low) / size).astype(np.int64)
        cell[~self.known] = 0
        east, north = volunteers.easting, volunteers.northing

        def touches(cells: Keys) -> Truth:
            corner = low + cells.astype(np.float64) * size
            with np.errstate(invalid="ignore"):
                dx = np.maximum(np.maximum(corner[:, :1] - east, east - corner[:, :1] - size), 0.0)
                dy = np.maximum(np.maximum(corner[:, 1:] - north, north - corner[:, 1:] - size), 0.0)
                near: Truth = dx * dx + dy * dy <= (volunteers.radius_m.astype(np.float64) + 1.0) ** 2
            return near & there

        self.table = Table(cell, len(volunteers), touches)

    def rows(self, block: Whole) -> Bits:
        """Volunteers who may be near enough to each of these people: none is missing, some are too far."""
        return np.where(self.known[block, None], self.table.rows(block), np.uint64(0))


def metres(problem: Problem, person: Whole, volunteer: Whole) -> Whole:
    """Straight-line metres between two, rounded up, for arrays of rows whose places are known."""
    people, volunteers = problem.people, problem.volunteers
    dx = people.easting[person] - volunteers.easting[volunteer]
    dy = people.northing[person] - volunteers.northing[volunteer]
    found: Whole = np.ceil(np.sqrt(dx * dx + dy * dy) - 1e-6).astype(np.int64)
    return found


def travel_minutes(problem: Problem, volunteer: Whole, distance: Whole) -> Whole:
    """Minutes one way, along streets, by the volunteer's way of travelling; five at least."""
    pace = np.maximum(problem.volunteers.metres_per_minute[volunteer], 1)
    found: Whole = np.ceil(STREETS * distance / pace).astype(np.int64)
    return np.maximum(found, LEAST_TRAVEL_MINUTES)


def tables(problem: Problem) -> dict[str, Table]:
    """The rules that look at columns only."""
    people, volunteers = problem.people, problem.volunteers
    count = len(volunteers)

    def common(offered: Whole, kind: int) -> Table:
        return Table(
            people.channels[:, None] & kind, count, lambda keys: (keys.astype(np.int64) & offered[None]) != 0
        )

    width = people.conditions.shape[1]
    both = np.concatenate([people.conditions, people.cannot_meet], axis=1)
    cleared = volunteers.channels & volunteers.cleared
    kinds = {"in_person": int(IN_PERSON), "live_afar": int(LIVE_AFAR), "letters": int(Channel.LETTERS)}
    return {
        **{f"offered_{name}": common(volunteers.channels, kind) for name, kind in kinds.items()},
        **{f"cleared_{name}": common(cleared, kind) for name, kind in kinds.items()},
        "language": Table(
            people.languages_must,
            count,
            lambda keys: sets.empty(keys)[:, None] | sets.meet(keys[:, None], volunteers.languages[None]),
        ),
        "language_wish": Table(
            people.languages_wish, count, lambda keys: sets.meet(keys[:, None], volunteers.languages[None])
        ),
        "communication": Table(
            people.communication_must,
            count,
            lambda keys: sets.within(keys[:, None], volunteers.communication[None]),
        ),
        "gender": Table(
            np.column_stack([people.gender, people.gender_must]),
            count,
            lambda keys: (
                ((keys[:, 1:] == 0) | ((keys[:, 1:] & volunteers.gender) != 0))
                & ((volunteers.gender_must == 0) | ((keys[:, :1] & volunteers.gender_must) != 0))
            ),
        ),
        "conditions": Table(
            both,
            count,
            lambda keys: (
                ~sets.meet(keys[:, None, :width], volunteers.cannot_meet[None])
                & ~sets.meet(keys[:, None, width:], volunteers.conditions[None])
            ),
        ),
        "skill": Table(
            people.skills_must if people.skills_must.shape[1] else np.zeros((len(people), 1), dtype=np.int64),
            count,
            lambda keys: np.asarray(
                (keys[:, None, : volunteers.skills.shape[1]] <= volunteers.skills[None]).all(axis=2)
            ),
        ),
        "call_hours": Table(
            people.call_minutes[:, None], count, lambda keys: keys <= volunteers.minutes_a_week[None]
        ),
    }
