"""What would unlock a match: the smallest relaxations for each person still waiting.

Every volunteer is looked at beside every person who waits, as the week is after the round. What stands in the way is a
set of relaxations, or something that is never relaxed: exclusions, a stated need of language or signing, a hold. Of
the sets that would do, only those are told that contain no smaller one. See `recruiting` for whom to look for.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from alongside.numerics.matching import rules, scoring, sets, slots
from alongside.numerics.matching.outcome import Round
from alongside.numerics.matching.recruiting import NewVolunteer, best_new_volunteer
from alongside.numerics.matching.shapes import IN_PERSON, LIVE_AFAR, Bits, Channel, Problem, Truth, Whole

# From what is asked most easily to what is asked last; ties between equally small sets go in this order.
RELAXATIONS: tuple[str, ...] = (
    "ask_person_times",  # none recorded: ask
    "ask_volunteer_times",
    "renew_checks",
    "phone",  # by phone or video instead of in person
    "shorter",  # an hour instead of longer
    "evening",  # the person: a weekday evening, 18:00 to 21:00
    "weekend",  # the person: Saturday or Sunday, 10:00 to 17:00
    "radius_1km",  # the volunteer goes a kilometre further
    "another_person",  # the volunteer takes one more than they said
    "training",  # the volunteer learns: one level more
    "home",  # something is arranged: the dog in another room, no smoking while they are there
    "radius_2km",
    "gender",  # a must becomes a wish
)
BIT = {code: 1 << number for number, code in enumerate(RELAXATIONS)}
IMPOSSIBLE = 1 << 30
SHORTEST_MINUTES = 60
BLOCK_CELLS = 1 << 18
EVENING = slots.week([(day, 18 * 60, 21 * 60) for day in range(5)])
WEEKEND = slots.week([(day, 10 * 60, 17 * 60) for day in (5, 6)])
# Sets of changes to the times, smallest first.
CHANGES = (
    (),
    ("shorter",),
    ("evening",),
    ("weekend",),
    ("shorter", "evening"),
    ("shorter", "weekend"),
    ("evening", "weekend"),
)


class Relaxation(NamedTuple):
    """A set of relaxations that gives a candidate."""

    codes: tuple[str, ...]  # of RELAXATIONS
    volunteers: int  # how many volunteers it makes possible
    example: int  # row of one of them: the first by id


class Unlock(NamedTuple):
    """What would help one person; without options only another volunteer would."""

    person: int  # row
    options: tuple[Relaxation, ...]  # smallest first


@dataclass(frozen=True, slots=True, eq=False)
class After:
    """The problem as it is after a round: places, minutes and half hours that are left."""

    problem: Problem
    room: Whole


def after(problem: Problem, done: Round) -> After:
    """Take what the matches of a round use out of the volunteers' places and weeks."""
    people, volunteers = problem.people, problem.volunteers
    free, minutes = volunteers.slots.copy(), volunteers.minutes_a_week.copy()
    for match in done.matches:
        in_person = bool(match.channel & IN_PERSON)
        once = int((people.visit_minutes if in_person else people.call_minutes)[match.person])
        minutes[match.volunteer] -= once + 2 * match.travel_minutes
        if match.slot >= 0:
            before = slots.needed(match.travel_minutes) if in_person else 0
            free[match.volunteer] &= ~slots.occupied(match.slot, slots.needed(once), before)
    left = replace(volunteers, slots=free, minutes_a_week=minutes)
    return After(replace(problem, volunteers=left), done.room)


def relaxations(problem: Problem, done: Round, *, at_most: int = 5) -> tuple[Unlock, ...]:
    """For each person still waiting the smallest sets of relaxations, at most so many, in the order of `waiting`."""
    now = after(problem, done)
    rows = np.array([one.person for one in done.waiting], dtype=np.int64)
    by_id = np.array(
        sorted(range(len(problem.volunteers)), key=problem.volunteers.ids.__getitem__), dtype=np.int64
    )
    recorded = np.asarray(problem.volunteers.slots.any(axis=1))[by_id]
    now = After(replace(now.problem, volunteers=now.problem.volunteers.take(by_id)), now.room[by_id])
    at = np.argsort(by_id)
    forbidden = _forbidden(problem, rows, at)
    obstacles = _Obstacles(now, recorded)
    size = max(1, BLOCK_CELLS // max(1, len(by_id)))
    found = []
    for start in range(0, len(rows), size):
        block = rows[start : start + size]
        for person, masks in zip(block.tolist(), obstacles.of(block, forbidden), strict=True):
            found.append(Unlock(person, _smallest(masks, by_id, at_most)))
    return tuple(found)


def _forbidden(problem: Problem, rows: Whole, at: Whole) -> dict[int, Whole]:
    pairs = np.concatenate([problem.exclusions, problem.breakdowns, problem.relationships])
    waits = pairs[np.isin(pairs[:, 0], rows)]
    return {int(person): at[waits[waits[:, 0] == person, 1]] for person in np.unique(waits[:, 0])}


def _smallest(masks: list[Whole], by_id: Whole, at_most: int) -> tuple[Relaxation, ...]:
    """`masks` has an array per way of meeting, a set of relaxations per volunteer."""
    if not len(by_id):
        return ()
    volunteer = np.concatenate([np.arange(len(by_id))] * len(masks))
    every = np.concatenate(masks)
    fine = every < IMPOSSIBLE
    volunteer, every = volunteer[fine], every[fine]
    kinds = np.unique(every).tolist()
    kinds.sort(key=lambda mask: (mask.bit_count(), mask))
    least: list[int] = []
    for mask in kinds:
        if len(least) == at_most:
            break
        if not any(mask & smaller == smaller for smaller in least):
            least.append(mask)
    options = []
    for mask in least:
        those = np.unique(volunteer[every == mask])
        codes = tuple(code for code in RELAXATIONS if mask & BIT[code])
        options.append(Relaxation(codes, len(those), int(by_id[those[0]])))
    return tuple(options)


class _Obstacles:
    """What stands between people and all volunteers, as sets of relaxations."""

    def __init__(self, now: After, recorded: Truth) -> None:
        self.problem, self.recorded = now.problem, recorded
        volunteers = self.volunteers = now.problem.volunteers
        self.free = slots.unpack(volunteers.slots)
        self.full = np.where(now.room > 0, 0, BIT["another_person"])
        self.starts: dict[tuple[int, int], Bits] = {}

    def of(self, rows: Whole, forbidden: dict[int, Whole]) -> list[list[Whole]]:
        """For each of these people: per way of meeting, the relaxations each volunteer needs (V,)."""
        people = self.problem.people
        common = self._common(rows) | self.full
        for number, row in enumerate(rows.tolist()):
            if row in forbidden:
                common[number, forbidden[row]] = IMPOSSIBLE
        common[people.on_hold[rows]] = IMPOSSIBLE
        ways = [self._in_person(rows), self._live_afar(rows), self._letters(rows)]
        if (people.stay_waiting[rows] > 0).any():
            common |= np.where(self._worth(rows), 0, IMPOSSIBLE)
        return [[common[number] | way[number] for way in ways] for number in range(len(rows))]

    def _common(self, rows: Whole) -> Whole:
        people, volunteers = self.problem.people, self.volunteers
        need = people.languages_must[rows][:, None]
        never = ~(sets.empty(need) | sets.meet(need, volunteers.languages[None]))
        never |= ~sets.within(people.communication_must[rows][:, None], volunteers.communication[None])
        theirs = volunteers.gender_must
        never |= (theirs != 0) & ((people.gender[rows][:, None] & theirs) == 0)
        must = people.gender_must[rows][:, None]
        other = (must != 0) & ((must & volunteers.gender) == 0)
        missing = people.skills_must[rows][:, None] - volunteers.skills[None]
        most = missing.max(axis=2, initial=0)
        found = np.where(never | (most > 1), IMPOSSIBLE, 0)
        found |= np.where(other, BIT["gender"], 0)
        found |= np.where(most == 1, BIT["training"], 0)
        return found

    def _offered(self, rows: Whole, kind: int, instead: int) -> Whole:
        """Ways of one kind in common; `instead` are ways a person may be asked to accept."""
        accepts = self.problem.people.channels[rows][:, None] & kind
        offers = self.volunteers.channels & kind
        cleared = offers & self.volunteers.cleared
        asked = np.where(accepts + 0 * offers != 0, 0, BIT["phone"] if instead else IMPOSSIBLE)
        accepted = np.where(accepts != 0, accepts, instead)
        asked |= np.where((accepted & offers) != 0, 0, IMPOSSIBLE)
        asked |= np.where((accepted & cleared) != 0, 0, BIT["renew_checks"])
        return asked

    def _in_person(self, rows: Whole) -> Whole:
        people, volunteers = self.problem.people, self.volunteers
        found = self._offered(rows, int(IN_PERSON), 0)
        found[people.two_volunteers[rows]] = IMPOSSIBLE
        clash = sets.meet(people.conditions[rows][:, None], volunteers.cannot_meet[None])
        clash |= sets.meet(people.cannot_meet[rows][:, None], volunteers.conditions[None])
        found |= np.where(clash, BIT["home"], 0)
        dx = people.easting[rows][:, None] - volunteers.easting
        dy = people.northing[rows][:, None] - volunteers.northing
        with np.errstate(invalid="ignore"):
            distance = np.ceil(np.sqrt(dx * dx + dy * dy) - 1e-6)
            further = distance - volunteers.radius_m
            found |= np.select(
                [further <= 0, further <= 1_000, further <= 2_000],
                [0, BIT["radius_1km"], BIT["radius_2km"]],
                IMPOSSIBLE,
            )
        row, volunteer = np.nonzero(found < IMPOSSIBLE)
        travel = rules.travel_minutes(self.problem, volunteer, distance[row, volunteer].astype(np.int64))
        minutes = people.visit_minutes[rows][row]
        found[row, volunteer] |= self._times(rows[row], volunteer, minutes, travel)
        return found

    def _live_afar(self, rows: Whole) -> Whole:
        people = self.problem.people
        found = self._offered(rows, int(LIVE_AFAR), int(LIVE_AFAR))
        row, volunteer = np.nonzero(found < IMPOSSIBLE)
        none = np.zeros(len(row), dtype=np.int64)
        found[row, volunteer] |= self._times(rows[row], volunteer, people.call_minutes[rows][row], none)
        return found

    def _letters(self, rows: Whole) -> Whole:
        found = self._offered(rows, int(Channel.LETTERS), 0)
        enough = self.problem.people.call_minutes[rows][:, None] <= self.volunteers.minutes_a_week
        return np.where(enough, found, IMPOSSIBLE)

    def _times(self, person: Whole, volunteer: Whole, minutes: Whole, travel: Whole) -> Whole:
        """The fewest changes of times that let these pairs meet."""
        known = np.asarray(self.problem.people.slots[person].any(axis=1))
        asked = np.where(known, 0, BIT["ask_person_times"]) | np.where(
            self.recorded[volunteer], 0, BIT["ask_volunteer_times"]
        )
        found = np.full(len(person), IMPOSSIBLE, dtype=np.int64)
        left = np.ones(len(person), dtype=np.bool_)
        for change in CHANGES:
            shorter = "shorter" in change
            some = np.flatnonzero(left & (minutes > SHORTEST_MINUTES) if shorter else left)
            if not len(some):
                continue
            once = np.minimum(minutes[some], SHORTEST_MINUTES) if shorter else minutes[some]
            fits = once + 2 * travel[some] <= self.volunteers.minutes_a_week[volunteer[some]]
            # With nothing recorded on one side, asking comes before any change of times.
            meets = asked[some] != 0
            if len(change) - shorter:
                meets &= False
            plain = np.flatnonzero(fits & (asked[some] == 0))
            meets[plain] = self._share(
                person[some[plain]], volunteer[some[plain]], once[plain], travel[some[plain]], change
            )
            done = some[fits & meets]
            found[done] = sum(BIT[code] for code in change)
            left[done] = False
        return found | asked

    def _share(
        self, person: Whole, volunteer: Whole, minutes: Whole, travel: Whole, change: tuple[str, ...]
    ) -> Truth:
        extra = np.zeros(6, dtype=np.uint64)
        extra |= EVENING if "evening" in change else np.uint64(0)
        extra |= WEEKEND if "weekend" in change else np.uint64(0)
        length, before = -(-minutes // slots.HALF_HOUR), -(-travel // slots.HALF_HOUR)
        fits = np.zeros(len(person), dtype=np.bool_)
        kinds, kind = np.unique(length * slots.WEEK + before, return_inverse=True)
        for number, both in enumerate(kinds.tolist()):
            these = np.flatnonzero(kind == number)
            slots_needed, slots_before = divmod(both, slots.WEEK)
            those, back = np.unique(person[these], return_inverse=True)
            free = slots.unpack(self.problem.people.slots[those] | extra)
            mine = slots.pack(slots.starts(free, slots_needed))[back]
            fits[these] = sets.meet(mine, self._starts(slots_needed, slots_before)[volunteer[these]])
        return fits

    def _starts(self, length: int, before: int) -> Bits:
        if (length, before) not in self.starts:
            self.starts[length, before] = slots.pack(slots.starts(self.free, length, before))
        return self.starts[length, before]

    def _worth(self, rows: Whole) -> Truth:
        """Whether each pair scores at least the person's price of waiting, met in the way that scores least."""
        count = len(self.volunteers)
        row, volunteer = np.divmod(np.arange(len(rows) * count), max(count, 1))
        travel = np.full(len(row), scoring.FAR_MINUTES)
        pairs = scoring.Pairs(self.problem, rows[row], volunteer, np.zeros(len(row), dtype=np.int64), travel)
        worth = scoring.total(self.problem, pairs) >= self.problem.people.stay_waiting[rows[row]]
        return worth.reshape(len(rows), count)


__all__ = ["RELAXATIONS", "NewVolunteer", "Relaxation", "Unlock", "best_new_volunteer", "relaxations"]
