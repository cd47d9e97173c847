"""From the database to the kernel: the queue of a scheme and the volunteers of its organisation, as arrays.

`read` takes everything with a handful of queries, whatever the number of people, and hashes it: the same hash is the
same data, so a page can say that a round is over data that has changed since. Nothing is written here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Count, Q

from alongside.befriending import rules, standing
from alongside.befriending.enums import Gap, NotHappened, PairKind, Talks, VisitStatus, WishStatus
from alongside.befriending.models import Exclusion, Match, Scheme, Visit, Wish
from alongside.core import clock
from alongside.numerics.matching import sets, shapes, slots
from alongside.numerics.matching.kernel import solve_round
from alongside.numerics.matching.outcome import RULES
from alongside.people import reaching
from alongside.people.rules import age as age_on
from alongside.volunteering.enums import Communication, Condition, Skill, VolunteerStatus
from alongside.volunteering.models import Availability, Volunteer

if TYPE_CHECKING:
    from alongside.numerics.matching.outcome import Match as Pairing

#: Visits of one volunteer before their own record weighs more than the 50 of somebody new.
USUAL_RECORD = 4
SKILLS = tuple(Skill.values)
GENDERS = {"woman": shapes.Gender.WOMAN, "man": shapes.Gender.MAN, "non_binary": shapes.Gender.NON_BINARY}
GAPS = {
    Gap.ANY: shapes.AgeGap.ANY,
    Gap.SIMILAR: shapes.AgeGap.SIMILAR,
    Gap.YOUNGER: shapes.AgeGap.YOUNGER,
    Gap.OLDER: shapes.AgeGap.OLDER,
}
TALKS = {Talks.ANY: shapes.Talk.ANY, Talks.TALKER: shapes.Talk.TALKER, Talks.LISTENER: shapes.Talk.LISTENER}


class Waits(NamedTuple):
    """A wish as it goes into a round."""

    id: UUID
    person_id: UUID
    channels: list[str]
    channel_wish: list[str]
    times: list[list[int]]
    minutes: int
    languages_must: list[str]
    languages_wish: list[str]
    signs_must: list[str]
    gender_must: list[str]
    gender_wish: list[str]
    conditions: list[str]
    cannot_meet: list[str]
    skills: dict[str, int]
    interests: list[str]
    experiences: list[str]
    cultures: list[str]
    age_gap: str
    talks: str
    two_volunteers: bool
    on_hold: bool
    stay_waiting: int
    waiting_since_at: dt.datetime
    times_passed_over: int
    checked_at: dt.datetime
    person__easting: int | None
    person__northing: int | None
    person__gender: str | None
    person__born_on: dt.date | None
    person__birth_year: int | None


class Offers(NamedTuple):
    """A volunteer as they go into a round."""

    id: UUID
    point: Any
    radius_m: int
    travel: str
    channels: list[str]
    people_at_most: int
    hours_per_week: int
    languages: list[str]
    communication: list[str]
    gender: str
    brings: list[str]
    cannot_meet: list[str]
    skills: dict[str, int]
    interests: list[str]
    experiences: list[str]
    cultures: list[str]
    born_on: dt.date | None
    talk: str


@dataclass(frozen=True)
class Snapshot:
    """What a round sees. Row i of the kernel's people is `wishes[i]`, row j of its volunteers is `volunteers[j]`."""

    problem: shapes.Problem
    wishes: tuple[Waits, ...]
    volunteers: tuple[Offers, ...]
    data_hash: str
    stale: int
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """Everything read for a round."""

    wishes: tuple[Waits, ...]
    volunteers: tuple[Offers, ...]
    free: Mapping[UUID, list[tuple[int, int, int]]]
    live: Mapping[UUID, list[tuple[int | None, int | None, int, int]]]
    records: Mapping[UUID, tuple[int, int]]
    cleared: Mapping[UUID, Collection[str]]
    pairs: Mapping[str, list[tuple[UUID, UUID]]]

    def digest(self) -> str:
        """The hash of all of it, in the order of ids."""
        cleared = sorted((one, sorted(channels)) for one, channels in self.cleared.items())
        told = (self.wishes, self.volunteers, sorted(self.free.items()), sorted(self.live.items()), cleared)
        pairs = sorted((kind, sorted(rows)) for kind, rows in self.pairs.items())
        return hashlib.sha256(repr((told, sorted(self.records.items()), pairs)).encode()).hexdigest()


def queue_of(scheme: Scheme) -> Any:
    """Wishes that stand in the queue: those of people who have died or asked us not to call are left out."""
    return Wish.objects.filter(reaching.may_be_contacted("person"), scheme=scheme, status=WishStatus.WAITING)


def ready_in(organisation_id: UUID, on: dt.date) -> Any:
    """Volunteers of an organisation who are here now."""
    return Volunteer.objects.filter(
        Q(member__isnull=True) | Q(member__left_at__isnull=True),
        Q(leaving_on__isnull=True) | Q(leaving_on__gt=on),
        organisation_id=organisation_id,
        status=VolunteerStatus.READY,
    )


def read(scheme: Scheme, *, on: dt.date, only: tuple[UUID, UUID] | None = None) -> Rows:
    """Read everything a round needs; `only` one wish and one volunteer where a single pair is looked at."""
    wishes, offers = queue_of(scheme), ready_in(scheme.organisation_id, on)
    if only is not None:
        wishes, offers = wishes.filter(pk=only[0]), offers.filter(pk=only[1])
    found = tuple(Waits._make(row) for row in wishes.order_by("pk").values_list(*Waits._fields))
    givers = tuple(Offers._make(row) for row in offers.order_by("pk").values_list(*Offers._fields))
    ids = [giver.id for giver in givers]
    free: dict[UUID, list[tuple[int, int, int]]] = defaultdict(list)
    for who, weekday, start, end in (
        Availability.objects.filter(volunteer__in=offers)
        .order_by("volunteer", "weekday", "from_minute")
        .values_list("volunteer_id", "weekday", "from_minute", "to_minute")
    ):
        free[who].append((weekday, start, end))
    live: dict[UUID, list[tuple[int | None, int | None, int, int]]] = defaultdict(list)
    for who, day, minute, minutes, every in (
        Match.objects.filter(volunteer__in=offers, status__in=rules.LIVE)
        .order_by("volunteer", "pk")
        .values_list("volunteer_id", "weekday", "minute", "minutes", "every_weeks")
    ):
        live[who].append((day, minute, minutes, every))
    return Rows(
        wishes=found,
        volunteers=givers,
        free=dict(free),
        live=dict(live),
        records=_records(offers, on),
        cleared=standing.cleared(ids, on=on, until=on + rules.FIRST_REVIEW),
        pairs=_pairs_of_history(offers),
    )


def _records(offers: Any, on: dt.date) -> dict[UUID, tuple[int, int]]:
    """Per volunteer: visits kept and visits promised in the last year. What the person moved does not count."""
    since = dt.datetime.combine(on - dt.timedelta(days=365), dt.time.min, tzinfo=dt.UTC)
    theirs = Q(logs__why_not=NotHappened.I_COULD_NOT) | Q(logs__isnull=True)
    rows = (
        Visit.objects.filter(
            volunteer__in=offers, during__startswith__gte=since, status__in=["happened", "missed"]
        )
        .order_by("volunteer")
        .values_list("volunteer_id")
        .annotate(
            kept=Count("pk", filter=Q(status=VisitStatus.HAPPENED)),
            broken=Count("pk", filter=Q(status=VisitStatus.MISSED) & theirs),
        )
    )
    return {who: (kept, kept + broken) for who, kept, broken in rows}


def _pairs_of_history(offers: Any) -> dict[str, list[tuple[UUID, UUID]]]:
    found: dict[str, list[tuple[UUID, UUID]]] = {kind: [] for kind in PairKind.values}
    rows = Exclusion.objects.filter(volunteer__in=offers, lifted_at__isnull=True)
    for kind, person, who in rows.order_by("pk").values_list("kind", "person_id", "volunteer_id"):
        found[kind].append((person, who))
    return found


# To arrays -------------------------------------------------------------------------------------------------------


def snapshot(
    scheme: Scheme,
    *,
    at: dt.datetime,
    params: shapes.Parameters,
    weights: shapes.Weights | None = None,
    only: tuple[UUID, UUID] | None = None,
) -> Snapshot:
    """Read a scheme's queue and volunteers and put them into the kernel's columns."""
    begun, on = time.perf_counter(), clock.local(at).date()
    rows = read(scheme, on=on, only=only)
    after_reading = time.perf_counter()
    digest = rows.digest()
    problem = to_problem(rows, at=at, params=params, weights=weights)
    return Snapshot(
        problem,
        rows.wishes,
        rows.volunteers,
        digest,
        stale=sum(at - w.checked_at > rules.STALE_AFTER for w in rows.wishes),
        seconds={"reading": after_reading - begun, "arrays": time.perf_counter() - after_reading},
    )


def codes_of(wishes: Sequence[Waits], volunteers: Sequence[Offers]) -> dict[str, list[str]]:
    """The words behind the bits of each set column, in the order of the bits."""
    return {
        "languages": _union(
            [w.languages_must for w in wishes],
            [w.languages_wish for w in wishes],
            [v.languages for v in volunteers],
        ),
        "interests": _union([w.interests for w in wishes], [v.interests for v in volunteers]),
        "experiences": _union([w.experiences for w in wishes], [v.experiences for v in volunteers]),
        "cultures": _union([w.cultures for w in wishes], [v.cultures for v in volunteers]),
    }


def to_problem(
    rows: Rows, *, at: dt.datetime, params: shapes.Parameters, weights: shapes.Weights | None = None
) -> shapes.Problem:
    """What was read as the kernel's columns."""
    on = clock.local(at).date()
    codes = codes_of(rows.wishes, rows.volunteers)
    people = _people(rows.wishes, codes, at=at, on=on)
    givers = _volunteers(rows, codes, on=on)
    at_person: dict[UUID, list[int]] = defaultdict(list)
    for row, wish in enumerate(rows.wishes):
        at_person[wish.person_id].append(row)
    at_volunteer = {v.id: row for row, v in enumerate(rows.volunteers)}

    def pairs(kind: PairKind) -> Any:
        known = [(row, at_volunteer[v]) for p, v in rows.pairs[kind] for row in at_person.get(p, ())]
        return np.array(known, dtype=np.int64).reshape(-1, 2)

    return shapes.Problem(
        people,
        givers,
        weights=weights or shapes.Weights(),
        params=params,
        exclusions=pairs(PairKind.EXCLUSION),
        breakdowns=pairs(PairKind.BREAKDOWN),
        relationships=pairs(PairKind.RELATIONSHIP),
        skill_names=SKILLS,
    )


def _union(*columns: Sequence[Collection[str]]) -> list[str]:
    return sorted({code for column in columns for row in column for code in row})


def _channels(codes: Collection[str]) -> int:
    return sum(shapes.Channel[code.upper()] for code in set(codes))


def _genders(codes: Collection[str]) -> int:
    return sum(GENDERS[code] for code in set(codes) if code in GENDERS)


@lru_cache(maxsize=4096)
def _week(times: tuple[tuple[int, int, int], ...]) -> Any:
    return slots.week(times)


def _weeks(times: Sequence[Sequence[Sequence[int]]]) -> Any:
    words = [_week(tuple((a, b, c) for a, b, c in row)) for row in times]
    return np.stack(words) if words else np.empty((0, shapes.SLOT_WORDS), dtype=np.uint64)


def _levels(rows: Sequence[Mapping[str, int]]) -> Any:
    return np.array([[row.get(skill, 0) for skill in SKILLS] for row in rows], dtype=np.int64).reshape(
        len(rows), len(SKILLS)
    )


def _people(
    wishes: Sequence[Waits], codes: Mapping[str, list[str]], *, at: dt.datetime, on: dt.date
) -> shapes.PeopleArrays:
    conditions, signs = list(Condition.values), list(Communication.values)

    def whole(values: list[int]) -> Any:
        return np.array(values, dtype=np.int64)

    return shapes.PeopleArrays.build(
        [str(w.id) for w in wishes],
        easting=_numbers([w.person__easting for w in wishes]),
        northing=_numbers([w.person__northing for w in wishes]),
        channels=whole([_channels(w.channels) for w in wishes]),
        channel_wish=whole([_channels(w.channel_wish) for w in wishes]),
        slots=_weeks([w.times for w in wishes]),
        visit_minutes=whole([w.minutes for w in wishes]),
        call_minutes=whole([min(w.minutes, 60) for w in wishes]),
        languages_must=sets.pack([w.languages_must for w in wishes], codes["languages"]),
        languages_wish=sets.pack([w.languages_wish for w in wishes], codes["languages"]),
        communication_must=sets.pack([w.signs_must for w in wishes], signs),
        gender=whole([_genders([w.person__gender or ""]) for w in wishes]),
        gender_must=whole([_genders(w.gender_must) for w in wishes]),
        gender_wish=whole([_genders(w.gender_wish) for w in wishes]),
        conditions=sets.pack([w.conditions for w in wishes], conditions),
        cannot_meet=sets.pack([w.cannot_meet for w in wishes], conditions),
        skills_must=_levels([w.skills for w in wishes]),
        interests=sets.pack([w.interests for w in wishes], codes["interests"]),
        experiences=sets.pack([w.experiences for w in wishes], codes["experiences"]),
        cultures=sets.pack([w.cultures for w in wishes], codes["cultures"]),
        age=whole([age_on(w.person__born_on, w.person__birth_year, on) or 0 for w in wishes]),
        age_gap=whole([GAPS[Gap(w.age_gap)] for w in wishes]),
        talk=whole([TALKS[Talks(w.talks)] for w in wishes]),
        weeks_waited=whole([rules.weeks_between(w.waiting_since_at, at) for w in wishes]),
        times_passed_over=whole([w.times_passed_over for w in wishes]),
        stay_waiting=whole([w.stay_waiting for w in wishes]),
        two_volunteers=np.array([w.two_volunteers for w in wishes], dtype=np.bool_),
        on_hold=np.array([w.on_hold for w in wishes], dtype=np.bool_),
    )


def _numbers(values: Sequence[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _volunteers(rows: Rows, codes: Mapping[str, list[str]], *, on: dt.date) -> shapes.VolunteerArrays:
    givers = rows.volunteers
    conditions, signs = list(Condition.values), list(Communication.values)

    def whole(values: list[int]) -> Any:
        return np.array(values, dtype=np.int64)

    return shapes.VolunteerArrays.build(
        [str(v.id) for v in givers],
        easting=_numbers([v.point.easting if v.point else None for v in givers]),
        northing=_numbers([v.point.northing if v.point else None for v in givers]),
        radius_m=whole([v.radius_m for v in givers]),
        metres_per_minute=whole([shapes.TRAVEL[v.travel] for v in givers]),
        channels=whole([_channels(v.channels) for v in givers]),
        cleared=whole([_channels(rows.cleared.get(v.id, ())) for v in givers]),
        slots=_free_weeks(rows),
        capacity=whole([max(0, v.people_at_most - len(rows.live.get(v.id, ()))) for v in givers]),
        minutes_a_week=whole([_minutes_left(v, rows.live.get(v.id, ())) for v in givers]),
        languages=sets.pack([v.languages for v in givers], codes["languages"]),
        communication=sets.pack([v.communication for v in givers], signs),
        gender=whole([_genders([v.gender]) for v in givers]),
        conditions=sets.pack([v.brings for v in givers], conditions),
        cannot_meet=sets.pack([v.cannot_meet for v in givers], conditions),
        skills=_levels([v.skills for v in givers]),
        interests=sets.pack([v.interests for v in givers], codes["interests"]),
        experiences=sets.pack([v.experiences for v in givers], codes["experiences"]),
        cultures=sets.pack([v.cultures for v in givers], codes["cultures"]),
        age=whole([age_on(v.born_on, None, on) or 0 for v in givers]),
        talk=whole([TALKS[Talks(v.talk or Talks.ANY)] for v in givers]),
        reliability=whole([_reliability(*rows.records.get(v.id, (0, 0))) for v in givers]),
    )


def _free_weeks(rows: Rows) -> Any:
    """Weekly times that are free: those offered, without the ones live matches take."""
    free = _weeks([rows.free.get(v.id, ()) for v in rows.volunteers])
    for row, giver in enumerate(rows.volunteers):
        for weekday, minute, minutes, _every in rows.live.get(giver.id, ()):
            if weekday is not None and minute is not None:
                start = weekday * slots.DAY + minute // slots.HALF_HOUR
                free[row] &= ~slots.occupied(start, slots.needed(minutes + minute % slots.HALF_HOUR))
    return free


def _minutes_left(giver: Offers, live: Sequence[tuple[int | None, int | None, int, int]]) -> int:
    return max(0, giver.hours_per_week * 60 - sum(minutes // every for _w, _m, minutes, every in live))


def _reliability(kept: int, promised: int) -> int:
    """The share of promised contacts kept, 0–100; somebody new has 50, and moves away from it with each visit."""
    return (100 * kept + 50 * USUAL_RECORD) // (promised + USUAL_RECORD)


# One pair --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnePair:
    """Whether two may be matched now, by all the rules of a round: the pairing, or the rules against it."""

    pairing: Pairing | None
    removed: tuple[str, ...]


def look_at(scheme: Scheme, *, wish_id: UUID, volunteer_id: UUID, at: dt.datetime) -> OnePair:
    """Try one pair over today's data. Waiting weighs nothing here, and no price of staying."""
    seen = snapshot(scheme, at=at, params=shapes.Parameters(), only=(wish_id, volunteer_id))
    if not seen.wishes:
        return OnePair(None, ("not_waiting",))
    if not seen.volunteers:
        return OnePair(None, ("not_ready",))
    solved = solve_round(seen.problem)
    if solved.matches:
        return OnePair(solved.matches[0], ())
    return OnePair(
        None, tuple(rule for rule in RULES if rule in solved.removed_for(0)) or ("no_shared_time",)
    )
