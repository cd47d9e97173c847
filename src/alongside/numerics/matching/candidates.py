"""Candidates: for each person about thirty volunteers whom no rule removes, and how many each rule removed.

People are taken in blocks. Within a block volunteers are bits, so a rule over a thousand volunteers is a few words.
Only pairs that survive all other rules are looked at one by one, for exact distance, travel and times. Of a person
with many, the best by score are kept and a few others by a hash of both ids: without those, everybody's thirty would
be the same thirty volunteers, and some volunteers would be on no list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from alongside.numerics.matching import rules, scoring, slots
from alongside.numerics.matching.outcome import RULES, Candidates
from alongside.numerics.matching.shapes import (
    IN_PERSON,
    LARGEST_POINTS,
    LIVE_AFAR,
    Bits,
    Channel,
    Problem,
    Truth,
    Whole,
)

BLOCK_CELLS = 1 << 21  # people times volunteers looked at in one go
SCORED = 192  # volunteers per person who are scored, where more are possible
SPREAD = 5  # one candidate in so many is taken by hash instead of by score
VARIANTS = 16  # sets of volunteers of the same size, so that not everybody has the same ones
MOST_POINTS = 11 * LARGEST_POINTS  # all weights at their largest
SHARE, KEEP = 0x94D049BB133111EB, 0x9E3779B97F4A7C15  # two hashes that know nothing of each other
Counting = Callable[[str, Bits], None]
COLUMN = {rule: number for number, rule in enumerate(RULES)}


@dataclass(slots=True)
class Ways:
    """For the people of a block: volunteers left, by the way of meeting."""

    in_person: Bits
    live_afar: Bits
    letters: Bits

    def any(self) -> Bits:
        """Left in one way at least."""
        return self.in_person | self.live_afar | self.letters

    def keep(self, bits: Bits) -> None:
        """Keep only these, whatever the way."""
        self.in_person &= bits
        self.live_afar &= bits
        self.letters &= bits


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs left, with what is known of the way."""

    person: Whole
    volunteer: Whole
    channel: Whole
    distance: Whole
    travel: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the rules leave: candidates, and per person the counts."""

    candidates: Candidates
    removed: NDArray[np.int32]
    found: Whole


class Finder:
    """Finds candidates in one problem whose rows are in the order of ids. `room` is places left per volunteer."""

    def __init__(self, problem: Problem, room: Whole) -> None:
        self.problem, self.room = problem, room
        people, volunteers = problem.people, problem.volunteers
        self.tables = rules.tables(problem)
        self.reach = rules.Reach(problem)
        self.free = slots.unpack(volunteers.slots)
        self.open = rules.packed(((room > 0) & (volunteers.minutes_a_week > 0))[None])[0]
        self.with_times = rules.packed(np.asarray(self.free.any(axis=1))[None])[0]
        self.hashes = (
            np.array([crc32(one.encode()) for one in people.ids], dtype=np.uint64),
            np.array([crc32(one.encode()) for one in volunteers.ids], dtype=np.uint64),
        )
        self._times: dict[tuple[int, int], rules.Times] = {}
        self._starts: dict[tuple[int, int], Bits] = {}

    @cached_property
    def matched(self) -> Truth:
        """Whether each person has a match already."""
        found = np.zeros(len(self.problem.people), dtype=np.bool_)
        found[self.problem.existing[:, 0]] = True
        return found

    def find(self) -> Found:
        """Go through all people."""
        people, volunteers = self.problem.people, self.problem.volunteers
        size = int(np.clip(BLOCK_CELLS // max(len(volunteers), 1), 64, 4096))
        removed = np.zeros((len(people), len(RULES)), dtype=np.int32)
        kept: list[tuple[Pairs, Whole]] = []
        left = np.zeros(len(people), dtype=np.int64)
        if len(volunteers):
            for start in range(0, len(people), size):
                block = np.arange(start, min(start + size, len(people)))
                pairs, left[block] = self._block(block, removed[block[0] : block[-1] + 1])
                kept.append(self._best(pairs, removed, left))
        columns = [
            np.concatenate([getattr(one, name) for one, _ in kept]) if kept else np.empty(0, dtype=np.int64)
            for name in ("person", "volunteer", "channel", "distance", "travel")
        ]
        score = np.concatenate([one for _, one in kept]) if kept else np.empty(0, dtype=np.int64)
        person, volunteer, channel, distance, travel = columns
        return Found(Candidates(person, volunteer, channel, score, distance, travel), removed, left)

    def _block(self, block: Whole, removed: NDArray[np.int32]) -> tuple[Pairs, Whole]:
        """Apply the rules in their order; count at each how many volunteers go."""
        people, volunteers = self.problem.people, self.problem.volunteers
        width = len(self.open)
        whole = rules.packed(np.ones((1, len(volunteers)), dtype=np.bool_))[0]
        left = np.broadcast_to(whole, (len(block), width)).copy()
        before = np.full(len(block), len(volunteers), dtype=np.int64)

        def count(rule: str, bits: Bits) -> None:
            nonlocal before
            after = rules.counted(bits)
            removed[:, COLUMN[rule]] = before - after
            before = after

        for rule, stopped in (
            ("already_matched", self.matched[block]),
            ("on_hold", people.on_hold[block]),
            ("two_volunteers", people.two_volunteers[block] & ((people.channels[block] & rules.AFAR) == 0)),
        ):
            left[stopped] = 0
            count(rule, left)
        left &= self.open
        count("no_room", left)
        for rule, pairs in (
            ("exclusion", self.problem.exclusions),
            ("breakdown", self.problem.breakdowns),
            ("relationship", self.problem.relationships),
        ):
            self._without(left, pairs, block)
            count(rule, left)
        names = ("in_person", "live_afar", "letters")
        ways = Ways(*(left & self.tables[f"offered_{name}"].rows(block) for name in names))
        ways.in_person[people.two_volunteers[block]] = 0
        count("channel", ways.any())
        for name in names:
            bits = getattr(ways, name)
            bits &= self.tables[f"cleared_{name}"].rows(block)
        count("checks", ways.any())
        for rule in ("language", "communication", "gender"):
            ways.keep(self.tables[rule].rows(block))
            count(rule, ways.any())
        ways.in_person &= self.tables["conditions"].rows(block)
        count("conditions", ways.any())
        ways.keep(self.tables["skill"].rows(block))
        count("skill", ways.any())
        near = self._by_place(block, ways, count)
        near = self._by_time(block, ways, near, count)
        return self._pairs(block, ways, near), before

    def _without(self, left: Bits, pairs: Whole, block: Whole) -> None:
        mine = pairs[(pairs[:, 0] >= block[0]) & (pairs[:, 0] <= block[-1])]
        bit = np.uint64(1) << (mine[:, 1] & 63).astype(np.uint64)
        np.bitwise_and.at(left, (mine[:, 0] - block[0], mine[:, 1] >> 6), ~bit)

    def _by_place(self, block: Whole, ways: Ways, count: Counting) -> "Near":
        known = self.reach.known[block, None]
        ways.in_person = np.where(known, ways.in_person & self.reach.volunteers_known, np.uint64(0))
        count("place_unknown", ways.any())
        ways.in_person &= self.reach.rows(block)
        truth = rules.unpacked(ways.in_person, len(self.room))
        flat = np.flatnonzero(truth.ravel())
        row, volunteer = np.divmod(flat, len(self.room))
        distance = rules.metres(self.problem, block[row], volunteer)
        fits = distance <= self.problem.volunteers.radius_m[volunteer]
        near = Near(truth, row[fits], volunteer[fits], distance[fits])
        near.drop(flat[~fits])
        ways.in_person = rules.packed(truth)
        count("distance", ways.any())
        return near

    def _by_time(self, block: Whole, ways: Ways, near: "Near", count: Counting) -> "Near":
        people, volunteers = self.problem.people, self.problem.volunteers
        free = slots.unpack(people.slots[block])
        recorded = np.where(np.asarray(free.any(axis=1))[:, None], self.with_times, np.uint64(0))
        ways.in_person &= recorded
        ways.live_afar &= recorded
        count("no_times_recorded", ways.any())
        calls = np.array([slots.needed(minutes) for minutes in people.call_minutes[block].tolist()])
        visits = np.array([slots.needed(minutes) for minutes in people.visit_minutes[block].tolist()])
        if ways.live_afar.any():
            ways.live_afar &= self._sharing(free, calls, 0)
        if len(near.row):
            ways.in_person &= self._sharing(free, visits, rules.LEAST_TRAVEL_SLOTS)
            near.keep(rules.has(ways.in_person, near.row, near.volunteer))
            near.travel = rules.travel_minutes(self.problem, near.volunteer, near.distance)
            near.keep(self._exact(block, near, visits))
            ways.in_person = rules.packed(near.truth)
        count("no_shared_time", ways.any())
        enough = self.tables["call_hours"].rows(block)
        ways.live_afar &= enough
        ways.letters &= enough
        if len(near.row):
            minutes = people.visit_minutes[block[near.row]] + 2 * near.travel
            near.keep(minutes <= volunteers.minutes_a_week[near.volunteer])
            ways.in_person = rules.packed(near.truth)
        count("hours", ways.any())
        return near

    def _sharing(self, free: Truth, lengths: Whole, before: int) -> Bits:
        found = np.zeros((len(free), len(self.open)), dtype=np.uint64)
        for length in np.unique(lengths).tolist():
            if (length, before) not in self._times:
                self._times[length, before] = rules.Times(self.free, length, before)
            rows = np.flatnonzero(lengths == length)
            found[rows] = self._times[length, before].rows(slots.starts(free[rows], length))
        return found

    def _exact(self, block: Whole, near: "Near", visits: Whole) -> Truth:
        """Whether there is a shared time with the travel this pair needs, where it is more than the least."""
        fits = np.ones(len(near.row), dtype=np.bool_)
        travel = -(-near.travel // slots.HALF_HOUR)
        length = visits[near.row]
        longer = np.flatnonzero(travel > rules.LEAST_TRAVEL_SLOTS)
        kinds, kind = np.unique(
            np.column_stack([length[longer], travel[longer]]), axis=0, return_inverse=True
        )
        for number, (slots_needed, slots_before) in enumerate(kinds.tolist()):
            these = longer[kind == number]
            mine = self.starts_of_person(block[near.row[these]], slots_needed)
            theirs = self.starts_of_volunteer(slots_needed, slots_before)[near.volunteer[these]]
            fits[these] = (mine & theirs).any(axis=1)
        return fits

    def starts_of_person(self, rows: Whole, length: int) -> Bits:
        """(len(rows), 6): where these people can start something of so many half hours."""
        key = (length, -1)
        if key not in self._starts:
            free = slots.unpack(self.problem.people.slots)
            self._starts[key] = slots.pack(slots.starts(free, length))
        return self._starts[key][rows]

    def starts_of_volunteer(self, length: int, before: int) -> Bits:
        """(volunteers, 6): where each can start, with travel on either side."""
        if (length, before) not in self._starts:
            self._starts[length, before] = slots.pack(slots.starts(self.free, length, before))
        return self._starts[length, before]

    def _pairs(self, block: Whole, ways: Ways, near: "Near") -> Pairs:
        """The pairs left; of a person with very many, a share by hash (and all who meet a wish of language)."""
        afar = (ways.live_afar | ways.letters) & ~ways.in_person
        row, volunteer = self._thinned(block, afar)
        keep = self._share(block, near.row, near.volunteer, np.bincount(near.row, minlength=len(block)))
        rows = np.concatenate([near.row[keep], row])
        volunteers = np.concatenate([near.volunteer[keep], volunteer])
        distance = np.concatenate([near.distance[keep], np.full(len(row), -1)])
        travel = np.concatenate([near.travel[keep], np.zeros(len(row), dtype=np.int64)])
        # Both parts are in order already: a stable sort only merges them.
        order = np.argsort(rows * len(self.room) + volunteers, kind="stable")
        rows, volunteers, distance, travel = (one[order] for one in (rows, volunteers, distance, travel))
        channel = self._channels(block[rows], volunteers, ways, rows)
        afoot = (channel & int(IN_PERSON)) != 0
        return Pairs(
            block[rows], volunteers, channel, np.where(afoot, distance, -1), np.where(afoot, travel, 0)
        )

    def _thinned(self, block: Whole, bits: Bits) -> tuple[Whole, Whole]:
        """Pairs of these sets; of a large set a share by hash, larger among those who speak a wished language."""
        if not bits.any():
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        count = rules.counted(bits)
        many = np.flatnonzero(count > SCORED)
        if len(many):
            level = np.log2(count[many] / SCORED).astype(np.int64)
            variant = (self.hashes[0][block[many]] % np.uint64(VARIANTS)).astype(np.int64)
            spoken = (
                self.tables["language_wish"].rows(block[many])
                & self.shares[np.maximum(level - 2, 0), variant]
            )
            bits[many] &= self.shares[level, variant] | spoken
        flat = np.flatnonzero(rules.unpacked(bits, len(self.room)).ravel())
        row, volunteer = np.divmod(flat, len(self.room))
        return row, volunteer

    @cached_property
    def shares(self) -> Bits:
        """(levels, variants, words): sets of volunteers by hash, each level half as large as the one before."""
        levels = max(1, int(np.log2(max(len(self.room), 1) / SCORED)) + 1 if len(self.room) > SCORED else 1)
        step = np.arange(VARIANTS, dtype=np.uint64)[:, None] * np.uint64(SHARE)
        mixed = (self.hashes[1][None] + step) * np.uint64(KEEP)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(SHARE) >> np.uint64(32)
        return np.stack([rules.packed(mixed < (np.uint64(1 << 32) >> np.uint64(n))) for n in range(levels)])

    def _share(self, block: Whole, row: Whole, volunteer: Whole, count: Whole) -> Truth:
        keep = np.ones(len(row), dtype=np.bool_)
        those = np.flatnonzero(count[row] > SCORED)
        if len(those):
            people, volunteers = self.problem.people, self.problem.volunteers
            mixed = self.mixed(block[row[those]], volunteer[those], SHARE)
            limit = (SCORED << 20) // count[row[those]]
            wish = people.languages_wish[block[row[those]]]
            spoken = (wish & volunteers.languages[volunteer[those]]).any(axis=1)
            keep[those] = (mixed < limit) | (spoken & (mixed < 4 * limit))
        return keep

    def mixed(self, person: Whole, volunteer: Whole, salt: int) -> Whole:
        """Twenty bits that depend on both ids and nothing else."""
        both = self.hashes[0][person] * np.uint64(salt) ^ self.hashes[1][volunteer]
        both = (both ^ (both >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        found: Whole = (both >> np.uint64(44)).astype(np.int64)
        return found

    def _channels(self, person: Whole, volunteer: Whole, ways: Ways, row: Whole) -> Whole:
        """The channel of each pair: one they wish, else in person before live before letters."""
        people, volunteers = self.problem.people, self.problem.volunteers
        common = people.channels[person] & volunteers.channels[volunteer] & volunteers.cleared[volunteer]
        possible = np.zeros(len(person), dtype=np.int64)
        for bits, kind in (
            (ways.in_person, int(IN_PERSON)),
            (ways.live_afar, int(LIVE_AFAR)),
            (ways.letters, int(Channel.LETTERS)),
        ):
            possible |= np.where(rules.has(bits, row, volunteer), common & kind, 0)
        wished = possible & people.channel_wish[person]
        chosen = np.where(wished != 0, wished, possible)
        for kind in (int(IN_PERSON), int(LIVE_AFAR)):
            chosen = np.where((chosen & kind) != 0, chosen & kind, chosen)
        lowest: Whole = np.asarray(chosen & -chosen, dtype=np.int64)
        return lowest

    def _best(self, pairs: Pairs, removed: NDArray[np.int32], left: Whole) -> tuple[Pairs, Whole]:
        """Score, remove what is worth less than waiting, keep the best and a few others."""
        score = scoring.total(
            self.problem,
            scoring.Pairs(self.problem, pairs.person, pairs.volunteer, pairs.channel, pairs.travel),
        )
        worth = score >= self.problem.people.stay_waiting[pairs.person]
        if not worth.all():
            gone = np.bincount(pairs.person[~worth], minlength=len(left))
            removed[:, COLUMN["worse_than_waiting"]] += gone.astype(np.int32)
            left -= gone
        most = self.problem.params.candidates_per_person
        mixed = self.mixed(pairs.person, pairs.volunteer, KEEP)
        first = pairs.person[0] if len(pairs.person) else 0
        order = np.argsort((pairs.person - first << 44) + (MOST_POINTS - score << 20) + mixed)
        order = order[worth[order]]
        person = pairs.person[order]
        rank = np.arange(len(order)) - np.searchsorted(person, person)
        count = np.bincount(person, minlength=len(left))[person]
        by_score = most - most // SPREAD
        others = np.maximum(count - by_score, 1)
        chosen = (count <= most) | (rank < by_score) | (mixed[order] * others < ((most - by_score) << 20))
        kept = np.sort(order[chosen])
        columns = (getattr(pairs, name)[kept] for name in Pairs.__slots__)
        return Pairs(*columns), score[kept]


class Near:
    """Pairs of a block who could meet in person, and the same as truths (people of the block, volunteers)."""

    def __init__(self, truth: Truth, row: Whole, volunteer: Whole, distance: Whole) -> None:
        self.truth, self.row, self.volunteer, self.distance = truth, row, volunteer, distance
        self.travel = np.zeros(len(row), dtype=np.int64)

    def drop(self, flat: Whole) -> None:
        """Take these out of the truths."""
        self.truth.reshape(-1)[flat] = False

    def keep(self, fits: Truth) -> None:
        """Keep only the pairs that fit."""
        gone = ~fits
        self.drop(self.row[gone] * self.truth.shape[1] + self.volunteer[gone])
        for name in ("row", "volunteer", "distance", "travel"):
            setattr(self, name, getattr(self, name)[fits])
