"""What a round of matching takes: people, volunteers, weights, the parameter, and pairs with a history.

Arrays are columns: row i of each belongs to `ids[i]`. Build them with `PeopleArrays.build(ids, easting=…, …)` and
`VolunteerArrays.build(…)`: what is left out takes the default named below, and a wrong shape or kind is a
`WrongShape` that names the column. N is the number of rows, K the number of skills. Sets are bits (`sets.pack`),
times are bits of a week (`slots.week`). What a round gives is in `outcome`.
"""
# ruff: noqa: RUF009 – the defaults are field declarations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum, IntFlag
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Whole = NDArray[np.int64]
Number = NDArray[np.float64]
Truth = NDArray[np.bool_]

SLOT_WORDS = 6
PART_OF_SHARED_GROUND = 35
LARGEST_POINTS = 1_000_000
MOST = np.iinfo(np.int64).max


class WrongShape(ValueError):
    """A column has the wrong length, kind or values; the message names it."""


class Channel(IntFlag):
    """How two people can meet; a set of them is one number. A pair needs one in common."""

    VISIT = 1
    PHONE = 2
    VIDEO = 4
    LETTERS = 8
    WALK = 16
    GROUP = 32


IN_PERSON = Channel.VISIT | Channel.WALK | Channel.GROUP
LIVE_AFAR = Channel.PHONE | Channel.VIDEO


class Gender(IntFlag):
    """What somebody is, or may be; 0 is not told."""

    WOMAN = 1
    MAN = 2
    NON_BINARY = 4


class AgeGap(IntEnum):
    """What age a person would like a volunteer to be, beside their own."""

    ANY = 0
    SIMILAR = 1  # within ten years
    YOUNGER = 2  # by fifteen years or more
    OLDER = 3  # by five years or more


class Talk(IntEnum):
    """Somebody who talks, or somebody who listens; 0 is no wish, or not known."""

    ANY = 0
    TALKER = 1
    LISTENER = 2


def _column(kind: type, shape: str = "N", default: Any = 0) -> Any:
    return field(metadata={"kind": kind, "shape": shape, "default": default})


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(cls, ids: Sequence[str], **columns: Any) -> Self:
        """Make the columns from what is given; raise `WrongShape` naming the one that is wrong."""
        known = {one.name: one for one in fields(cls) if one.name != "ids"}
        for name in columns:
            if name not in known:
                raise WrongShape(f"{name}: there is no such column")
        if len(set(ids)) != len(ids):
            raise WrongShape("ids: each may be there only once")
        made = {name: _made(one, columns.get(name), len(ids)) for name, one in known.items()}
        return cls(tuple(ids), **made)

    def take(self, rows: Any) -> Self:
        """The same columns with only these rows, in this order."""
        chosen = np.asarray(rows)
        chosen = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen.astype(np.int64)
        columns = {one.name: getattr(self, one.name)[chosen] for one in fields(self) if one.name != "ids"}
        return type(self)(tuple(self.ids[row] for row in chosen.tolist()), **columns)


def _made(column: Any, given: Any, rows: int) -> Any:
    kind, shape, default = (column.metadata[key] for key in ("kind", "shape", "default"))
    width = {"N": (), "NxSLOTS": (SLOT_WORDS,), "NxW": (1,), "NxK": (0,)}[shape]
    if given is None:
        return np.full((rows, *width), default, dtype=kind)
    try:
        array = np.asarray(given)
        if kind is not np.float64 and array.size and array.dtype.kind not in "iub":
            raise TypeError(f"whole numbers are needed, not {array.dtype}")
        if kind is np.int64 and array.dtype.kind == "u" and array.size and int(array.max()) > MOST:
            raise OverflowError("a number is too large")
        array = array.astype(kind)
    except (TypeError, ValueError, OverflowError) as problem:
        raise WrongShape(f"{column.name}: {problem}") from None
    expected = len((rows, *width))
    if (
        array.ndim != expected
        or array.shape[0] != rows
        or (shape == "NxSLOTS" and array.shape[1] != SLOT_WORDS)
    ):
        raise WrongShape(f"{column.name}: {rows} rows of shape {shape} are needed, not {array.shape}")
    return array


@dataclass(frozen=True, slots=True, eq=False)
class PeopleArrays(_Columns):
    """People who wait, a row each. "Musts" remove volunteers, "wishes" only score.

    Unknown is not yes: nobody is taken to be free, near or able because nothing was recorded.
    """

    easting: Number = _column(np.float64, default=np.nan)  # metres, British National Grid; NaN is not known
    northing: Number = _column(np.float64, default=np.nan)
    channels: Whole = _column(np.int64)  # set of Channel they would accept
    channel_wish: Whole = _column(np.int64)  # set of Channel they would rather have; 0 is no wish
    slots: Bits = _column(np.uint64, "NxSLOTS")  # half hours of the week they are free
    visit_minutes: Whole = _column(np.int64, default=60)  # length of a visit or walk, 60–120
    call_minutes: Whole = _column(np.int64, default=30)
    languages_must: Bits = _column(np.uint64, "NxW")  # stated need: one of these; none set is no need
    languages_wish: Bits = _column(np.uint64, "NxW")  # would be glad of one of these
    communication_must: Bits = _column(np.uint64, "NxW")  # all of these: BSL, Makaton …
    gender: Whole = _column(np.int64)  # Gender
    gender_must: Whole = _column(np.int64)  # set of Gender a volunteer must be of; 0 is no must
    gender_wish: Whole = _column(np.int64)
    conditions: Bits = _column(
        np.uint64, "NxW"
    )  # what is there: dog, cat, smoke, stairs, wheelchair in car …
    cannot_meet: Bits = _column(np.uint64, "NxW")  # of the same codes: what they cannot have near them
    skills_must: Whole = _column(
        np.int64, "NxK"
    )  # level 0–3 of each skill that is needed: dementia, hearing loss …
    interests: Bits = _column(np.uint64, "NxW")
    experiences: Bits = _column(np.uint64, "NxW")  # life experience they would like shared
    cultures: Bits = _column(np.uint64, "NxW")  # faith or culture they would like shared
    age: Whole = _column(np.int64)  # years; 0 is not told
    age_gap: Whole = _column(np.int64)  # AgeGap
    talk: Whole = _column(np.int64)  # Talk: what the volunteer should be
    weeks_waited: Whole = _column(np.int64)
    times_passed_over: Whole = _column(
        np.int64
    )  # rounds in which they had a candidate and were left; a week each
    stay_waiting: Whole = _column(np.int64)  # points: a match that scores less is worth refusing
    two_volunteers: Truth = _column(np.bool_, default=False)  # visits by two: arranged by hand, not here
    on_hold: Truth = _column(np.bool_, default=False)  # a safeguarding flag, or asked to wait


@dataclass(frozen=True, slots=True, eq=False)
class VolunteerArrays(_Columns):
    """Volunteers who are ready or nearly, a row each. Codes and widths are those of `PeopleArrays`."""

    easting: Number = _column(np.float64, default=np.nan)
    northing: Number = _column(np.float64, default=np.nan)
    radius_m: Whole = _column(np.int64)  # straight-line metres they would travel
    metres_per_minute: Whole = _column(np.int64, default=80)  # by their way of travelling: see `TRAVEL`
    channels: Whole = _column(np.int64)  # set of Channel they offer
    cleared: Whole = _column(np.int64)  # those of them whose checks are valid through the first review
    slots: Bits = _column(np.uint64, "NxSLOTS")  # half hours free, without visits already booked
    capacity: Whole = _column(
        np.int64, default=1
    )  # people at a time, existing matches of this round included
    minutes_a_week: Whole = _column(np.int64, default=10_080)  # time they still give, travel included
    languages: Bits = _column(np.uint64, "NxW")
    communication: Bits = _column(np.uint64, "NxW")
    gender: Whole = _column(np.int64)
    gender_must: Whole = _column(np.int64)
    conditions: Bits = _column(np.uint64, "NxW")  # what they bring: smoke, a dog …
    cannot_meet: Bits = _column(np.uint64, "NxW")  # allergy, phobia, stairs, no room for a wheelchair …
    skills: Whole = _column(np.int64, "NxK")  # level 0–3
    interests: Bits = _column(np.uint64, "NxW")
    experiences: Bits = _column(np.uint64, "NxW")
    cultures: Bits = _column(np.uint64, "NxW")
    age: Whole = _column(np.int64)
    talk: Whole = _column(np.int64)  # Talk: what they are
    reliability: Whole = _column(
        np.int64, default=50
    )  # 0–100: share of promised contacts kept, new volunteers 50


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points each part of a score can give, whole numbers.

    Reliability and language weigh more than hobbies. `shared_ground` together is at most 35% of all; more is refused.
    """

    reliability: int = 25
    language: int = 18  # one of the languages they would be glad of
    nearness: int = 10  # minutes of travel; the whole for somebody who need not travel
    skill: int = 6  # above the level that is needed
    gender: int = 5
    channel: int = 6
    culture: int = 12
    experience: int = 8
    interests: int = 6
    age_gap: int = 3
    talk: int = 3

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if type(value) is not int or not 0 <= value <= LARGEST_POINTS:
                raise WrongShape(f"{one.name}: a whole number from 0 to {LARGEST_POINTS} is needed")
        if 100 * self.shared_ground > PART_OF_SHARED_GROUND * self.total:
            raise WrongShape(
                f"interests, experience, culture, age_gap and talk together are {self.shared_ground} of {self.total}: "
                f"at most {PART_OF_SHARED_GROUND}% is allowed"
            )

    @property
    def shared_ground(self) -> int:
        """Points for what two people share: interests, life experience, culture, age, talking or listening."""
        return self.culture + self.experience + self.interests + self.age_gap + self.talk

    @property
    def total(self) -> int:
        """The most points a pair can have."""
        return sum(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a partnership decides. `points_per_week_waited` is the one published parameter: a trustees' decision."""

    points_per_week_waited: int = 2
    candidates_per_person: int = 30
    alternatives_within_percent: int = 5
    seconds_at_most: float | None = (
        None  # solve in a process of its own and give up after this long: TOO_LONG
    )

    def __post_init__(self) -> None:
        for name, low, high in (
            ("points_per_week_waited", 0, 1_000),
            ("candidates_per_person", 1, 1_000),
            ("alternatives_within_percent", 0, 100),
        ):
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise WrongShape(f"{name}: a whole number from {low} to {high} is needed")


def _pairs() -> Any:
    return field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One round. Pairs are (person's row, volunteer's row), shape (M, 2); those of a history hold in both directions.

    `skill_names` names the K columns of `skills_must` and `skills`, in order.
    """

    people: PeopleArrays
    volunteers: VolunteerArrays
    weights: Weights = field(default_factory=Weights)
    params: Parameters = field(default_factory=Parameters)
    existing: Whole = _pairs()  # live matches: never moved; each takes one place of its volunteer
    exclusions: Whole = _pairs()
    breakdowns: Whole = _pairs()
    relationships: Whole = _pairs()  # known to each other, or a conflict of interest
    skill_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("existing", "exclusions", "breakdowns", "relationships"):
            object.__setattr__(self, name, self._checked_pairs(name))
        for of_people, of_volunteers in WIDTHS:
            wide = getattr(self.people, of_people).shape[1], getattr(self.volunteers, of_volunteers).shape[1]
            if wide[0] != wide[1]:
                raise WrongShape(f"{of_people}: {wide[0]} columns for people and {wide[1]} for volunteers")

    def _checked_pairs(self, name: str) -> Whole:
        pairs = np.asarray(getattr(self, name), dtype=np.int64).reshape(-1, 2)
        sizes = (len(self.people), len(self.volunteers))
        if pairs.size and (pairs.min() < 0 or (pairs.max(axis=0) >= sizes).any()):
            raise WrongShape(f"{name}: a pair names a row that is not there")
        return pairs


WIDTHS: Sequence[tuple[str, str]] = (
    ("languages_must", "languages"),
    ("languages_wish", "languages"),
    ("communication_must", "communication"),
    ("conditions", "cannot_meet"),
    ("cannot_meet", "conditions"),
    ("skills_must", "skills"),
    ("interests", "interests"),
    ("experiences", "experiences"),
    ("cultures", "cultures"),
)

# Metres a minute along streets, door to door; how `metres_per_minute` is usually filled.
TRAVEL: Mapping[str, int] = {"walk": 80, "wheelchair": 60, "cycle": 200, "bus": 170, "car": 350}
