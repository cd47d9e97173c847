"""The week of each volunteer: every match of a round gets a time that no other one takes, and minutes that are left.

Letters take minutes but no time. A volunteer's better matches are placed first. Where first-come placing fails, all
orders and times are tried for that volunteer, so a clash is reported only where there is one (up to a bounded effort).
"""

from dataclasses import dataclass, replace

import numpy as np

from alongside.numerics.matching import slots
from alongside.numerics.matching.candidates import Finder
from alongside.numerics.matching.outcome import Candidates
from alongside.numerics.matching.shapes import (
    IN_PERSON,
    SLOT_WORDS,
    Bits,
    Channel,
    Problem,
    Truth,
    Whole,
)

MOST_TRIES = 2_000
LETTERS = int(Channel.LETTERS)


@dataclass(frozen=True, slots=True)
class Contact:
    """What one match takes of a week."""

    length: int
    before: int
    starts: int  # 336 bits: where both could begin, were the volunteer's other visits not there


class Timetable:
    """Free half hours and minutes of each volunteer, as matches are placed."""

    def __init__(self, problem: Problem, finder: Finder) -> None:
        self.problem, self.finder = problem, finder
        self.minutes = problem.volunteers.minutes_a_week.copy()
        self.taken: dict[int, int] = {}  # volunteer -> 336 bits that placed matches take

    def most(self, arcs: Candidates) -> Whole:
        """How many matches each volunteer's minutes can hold at most: so many of the shortest they could have."""
        every = np.arange(len(arcs))
        least = np.full(len(self.minutes), np.iinfo(np.int64).max)
        np.minimum.at(least, arcs.volunteer, np.maximum(self._needs(arcs, every)[2], 1))
        most: Whole = np.maximum(self.minutes, 0) // least
        return most

    def place(self, arcs: Candidates, picked: Whole, gain: Whole) -> tuple[Truth, Whole]:
        """Give times to these arcs; returns which could be placed, and their first half hour (-1 for letters)."""
        volunteer = arcs.volunteer[picked]
        length, before, minutes = self._needs(arcs, picked)
        kept = np.zeros(len(picked), dtype=np.bool_)
        start = np.full(len(picked), -1, dtype=np.int64)
        if not len(picked):
            return kept, start
        common = self._common(arcs, picked, length, before)
        first = _first(common)
        alone = np.bincount(volunteer, minlength=len(self.minutes))[volunteer] == 1
        alone &= ~np.isin(volunteer, np.fromiter(self.taken, dtype=np.int64, count=len(self.taken)))
        kept[alone], start[alone] = True, first[alone]
        self.minutes[volunteer[alone]] -= minutes[alone]
        self._note(volunteer[alone], first[alone], length[alone], before[alone])

        rest = np.flatnonzero(~alone)
        rest = rest[np.lexsort((picked[rest], -gain[rest], volunteer[rest]))]
        edges = np.flatnonzero(np.diff(volunteer[rest], prepend=-1, append=-1))
        for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            mine = rest[begin:end]
            contacts = [
                Contact(int(length[one]), int(before[one]), _number(common[one])) for one in mine.tolist()
            ]
            placed = self._place_one(int(volunteer[mine[0]]), contacts, minutes[mine].tolist())
            for one, at in zip(mine.tolist(), placed, strict=True):
                if at is not None:
                    kept[one], start[one] = True, at
        return kept, start

    def possible(self, arcs: Candidates, some: Whole) -> Truth:
        """Whether these arcs still fit into what is left."""
        length, before, minutes = self._needs(arcs, some)
        volunteer = arcs.volunteer[some]
        fits = minutes <= self.minutes[volunteer]
        busy = np.flatnonzero(
            fits & np.isin(volunteer, np.fromiter(self.taken, dtype=np.int64)) & (length > 0)
        )
        common = self._common(arcs, some[busy], length[busy], before[busy])
        for number, one in enumerate(busy.tolist()):
            contact = Contact(int(length[one]), int(before[one]), _number(common[number]))
            fits[one] = _next_start(contact, self.taken[int(volunteer[one])], 0) is not None
        return fits

    def afterwards(self) -> Problem:
        """The problem with what is taken gone from the volunteers' weeks."""
        volunteers = self.problem.volunteers
        free = volunteers.slots.copy()
        for volunteer, taken in self.taken.items():
            words = np.frombuffer(taken.to_bytes(8 * SLOT_WORDS, "little"), dtype="<u8")
            free[volunteer] &= ~words.astype(np.uint64)
        return replace(self.problem, volunteers=replace(volunteers, slots=free, minutes_a_week=self.minutes))

    def _needs(self, arcs: Candidates, some: Whole) -> tuple[Whole, Whole, Whole]:
        """Half hours, half hours of travel on either side, and minutes in all."""
        people = self.problem.people
        person, channel, travel = arcs.person[some], arcs.channel[some], arcs.travel_minutes[some]
        in_person = (channel & int(IN_PERSON)) != 0
        once = np.where(in_person, people.visit_minutes[person], people.call_minutes[person])
        length = np.where(channel == LETTERS, 0, -(-once // slots.HALF_HOUR))
        before = np.where(in_person, -(-travel // slots.HALF_HOUR), 0)
        return length, before, once + 2 * travel

    def _common(self, arcs: Candidates, some: Whole, length: Whole, before: Whole) -> Bits:
        """(len(some), 6): where both can start, before other visits are looked at."""
        found = np.zeros((len(some), 6), dtype=np.uint64)
        kinds, kind = np.unique(np.column_stack([length, before]), axis=0, return_inverse=True)
        for number, (slots_needed, slots_before) in enumerate(kinds.tolist()):
            these = np.flatnonzero(kind == number)
            if slots_needed and len(these):
                mine = self.finder.starts_of_person(arcs.person[some[these]], slots_needed)
                theirs = self.finder.starts_of_volunteer(slots_needed, slots_before)
                found[these] = mine & theirs[arcs.volunteer[some[these]]]
        return found

    def _note(self, volunteer: Whole, start: Whole, length: Whole, before: Whole) -> None:
        for one, at, long, ahead in zip(
            volunteer.tolist(), start.tolist(), length.tolist(), before.tolist(), strict=True
        ):
            self.taken[one] = self.taken.get(one, 0) | (_span(at, long, ahead) if long else 0)

    def _place_one(self, volunteer: int, contacts: list[Contact], minutes: list[int]) -> list[int | None]:
        """Place as many as fit, the first ones before the others."""
        taken, left = self.taken.get(volunteer, 0), int(self.minutes[volunteer])
        inside: list[int] = []
        at: list[int] = []
        for number, one in enumerate(contacts):
            if minutes[number] > left:
                continue
            tried = _arranged([contacts[which] for which in inside] + [one], taken)
            if tried is not None:
                inside, at = [*inside, number], tried
                left -= minutes[number]
        placed: list[int | None] = [None] * len(contacts)
        for which, start in zip(inside, at, strict=True):
            placed[which] = start
            one = contacts[which]
            taken |= _span(start, one.length, one.before) if one.length else 0
        self.taken[volunteer], self.minutes[volunteer] = taken, left
        return placed


def _arranged(contacts: list[Contact], taken: int) -> list[int] | None:
    """A start for each so that none overlap, or None; the ones with the fewest starts are tried first."""
    order = sorted(range(len(contacts)), key=lambda n: (contacts[n].starts.bit_count(), n))
    tries = MOST_TRIES

    def search(depth: int, taken: int) -> list[int] | None:
        nonlocal tries
        if depth == len(order):
            return []
        one = contacts[order[depth]]
        if not one.length:
            rest = search(depth + 1, taken)
            return None if rest is None else [-1, *rest]
        start = _next_start(one, taken, 0)
        while start is not None and tries:
            tries -= 1
            rest = search(depth + 1, taken | _span(start, one.length, one.before))
            if rest is not None:
                return [start, *rest]
            start = _next_start(one, taken, start + 1)
        return None

    found = search(0, taken)
    if found is None:
        return None
    placed = [-1] * len(contacts)
    for number, start in zip(order, found, strict=True):
        placed[number] = start
    return placed


def _next_start(one: Contact, taken: int, since: int) -> int | None:
    left = one.starts >> since << since
    while left:
        start = (left & -left).bit_length() - 1
        if not _span(start, one.length, one.before) & taken:
            return start
        left &= left - 1
    return None


def _span(start: int, length: int, before: int) -> int:
    """The half hours from travel there to travel back, as 336 bits; the week goes round."""
    bits = ((1 << (length + 2 * before)) - 1) << ((start - before) % slots.WEEK)
    return (bits | bits >> slots.WEEK) & ((1 << slots.WEEK) - 1)


def _number(words: Bits) -> int:
    return int.from_bytes(np.ascontiguousarray(words, dtype="<u8").tobytes(), "little")


def _first(words: Bits) -> Whole:
    """The lowest bit of each row, -1 where there is none."""
    some = words != 0
    word = some.argmax(axis=1)
    value = words[np.arange(len(words)), word]
    low = np.bitwise_count(value ^ (value - np.uint64(1))).astype(np.int64) - 1
    return np.where(some.any(axis=1), 64 * word + low, -1)
