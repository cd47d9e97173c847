"""What a round gives: matches and their reasons, who still waits and why, and what was removed by which rule."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alongside.numerics.matching.shapes import Weights, Whole

# In the order in which they are tried: a volunteer who cannot be is counted once, under the first rule that says so.
RULES: tuple[str, ...] = (
    "already_matched",  # the person has a match already: it is never moved
    "on_hold",
    "two_volunteers",  # visits by two are arranged by hand
    "no_room",  # the volunteer has no place or no minute left
    "exclusion",
    "breakdown",
    "relationship",
    "channel",  # no way of meeting in common
    "checks",  # one in common, but the volunteer's checks are not valid through the first review
    "language",
    "communication",
    "gender",
    "conditions",  # dog, smoke, stairs … at the one, which the other cannot meet
    "skill",
    "place_unknown",
    "distance",
    "no_times_recorded",  # none recorded is not always free
    "no_shared_time",
    "hours",  # the volunteer has minutes left, but fewer than this takes
    "worse_than_waiting",  # scores less than the person's price of waiting
)
# What must not be told to anybody but the staff who run the round, not even as a number.
PRIVATE_RULES = frozenset({"on_hold", "exclusion", "breakdown", "relationship"})


# The parts of a score, in the order of `points`.
PARTS: tuple[str, ...] = tuple(one.name for one in fields(Weights))


class Status(StrEnum):
    """How a solve ended. Only SOLVED carries matches."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    UNBALANCED = "unbalanced"
    TOO_LARGE_NUMBERS = "too_large_numbers"
    TOO_LONG = "too_long"
    FAILED = "failed"


class Why(StrEnum):
    """Why somebody is still waiting."""

    NO_CANDIDATE = "no_candidate"  # the rules leave no volunteer
    ALL_TAKEN = "all_taken"  # there were candidates; their places did more elsewhere
    NO_FREE_HOUR = "no_free_hour"  # a candidate had a place, but not at a time left free by other visits


class Alternative(NamedTuple):
    """Another volunteer for the same person, nearly as good."""

    volunteer: int  # row
    channel: int  # Channel
    score: int
    has_room: bool  # after this round
    points: tuple[int, ...]  # as in `parts`

    @property
    def parts(self) -> dict[str, int]:
        """Code of `Weights` -> points; their sum is `score`."""
        return dict(zip(PARTS, self.points, strict=True))


class Match(NamedTuple):
    """A proposal: these two, in this way, at this time."""

    person: int  # row in `problem.people`
    volunteer: int  # row in `problem.volunteers`
    channel: int  # one Channel
    slot: int  # first half hour of the shared weekly time, 0 = Monday 00:00; -1 for letters
    distance_m: int  # straight line; -1 where nobody travels
    travel_minutes: int  # one way; 0 where nobody travels
    score: int  # points of the pair, the sum of `parts`
    waiting_points: int  # points for weeks waited and times passed over
    points: tuple[int, ...]  # as in `parts`
    alternatives: tuple[Alternative, ...]  # within 5% of `score`, best first, at most ten

    @property
    def parts(self) -> dict[str, int]:
        """Code of `Weights` -> points; their sum is `score`."""
        return dict(zip(PARTS, self.points, strict=True))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits on: why, and what the price of a better match was."""

    person: int
    why: Why
    candidates: int  # volunteers the rules leave
    price: int  # `stay_waiting`


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs that no rule removes, about thirty a person, sorted by person's id then volunteer's id; length M."""

    person: Whole
    volunteer: Whole
    channel: Whole
    score: Whole
    distance_m: Whole
    travel_minutes: Whole

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """The outcome. With any status but SOLVED there are no matches and `reason` is a code that says why."""

    status: Status
    reason: str
    matches: tuple[Match, ...]
    waiting: tuple[Waiting, ...]
    kept: tuple[tuple[int, int], ...]  # existing matches, as they were
    total: int  # scores and waiting points of the matches + prices of those who wait
    removed_by_rule: dict[str, int]  # code -> number of pairs, all people together
    removed: NDArray[np.int32]  # (people, rules): volunteers removed for each person, columns as in RULES
    found: Whole  # (people,): volunteers that no rule removes, before the best thirty are taken
    candidates: Candidates
    room: Whole  # (volunteers,): places left after this round
    bound: (
        int  # no assignment of these candidates has a larger `total`; differs only where visits of one clash
    )
    solver_version: str
    seconds: dict[str, float] = field(default_factory=dict)  # where the time went

    def removed_for(self, person: int) -> dict[str, int]:
        """Volunteers removed for one person, by rule; they and the candidates found make all volunteers."""
        return {rule: int(n) for rule, n in zip(RULES, self.removed[person], strict=True) if n}
