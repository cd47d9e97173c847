"""A scheme's own history as the simulation takes it: who came when, who could have been with whom, how long it lasts.

Nothing is made up. Where there is too little to learn from, `read` says so and gives no history.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple
from uuid import UUID

import numpy as np

from alongside.befriending import problem, rules
from alongside.befriending.enums import LeaveReason, PairKind, WishStatus
from alongside.befriending.models import Exclusion, Match, Scheme, Wish
from alongside.core import clock
from alongside.numerics.matching import shapes
from alongside.numerics.matching.policies import NEVER, WEEKS, History
from alongside.volunteering.enums import Skill
from alongside.volunteering.models import Availability, Volunteer

#: Less than this says nothing about waits over half a year.
LEAST_WEEKS = 30
LEAST_PEOPLE = 20
LEAST_MATCHES = 5
#: More people than this in 78 weeks: the period is shortened, so that a page answers at once.
MOST_PEOPLE = 1000

OTHER = "other"
NOT_KNOWN = "not_known"
DISABILITY_SKILLS = (Skill.DEMENTIA, Skill.HEARING, Skill.SIGHT, Skill.LEARNING)


@dataclass(frozen=True)
class Known:
    """What the history holds. `is_enough` where a policy can be judged by it."""

    since: dt.date
    weeks: int
    people: int
    volunteers: int
    matches: int
    usual_weeks: int
    is_shortened: bool

    @property
    def is_enough(self) -> bool:
        """Whether it is long and wide enough."""
        return self.weeks >= LEAST_WEEKS and self.people >= LEAST_PEOPLE and self.matches >= LEAST_MATCHES


class _Came(NamedTuple):
    """When a wish came and went, and what groups its person belongs to."""

    id: UUID
    joined_at: dt.datetime
    left_at: dt.datetime | None
    left_reason: str
    authority: str
    ward: str
    languages: list[str]
    interpreter_needed: bool
    access_needs: list[str]


def read(scheme: Scheme, *, at: dt.datetime, smallest_area: int) -> tuple[Known, History | None]:
    """The last 78 weeks of a scheme, or as many as there are. None where that is too little.

    Areas of fewer than `smallest_area` people are one group, "other".
    """
    came = _came(scheme, at)
    spans = _spans(scheme, at)
    start, shortened = _start(came, at)
    weeks = rules.weeks_between(start, at)
    begun = {wish: span.first for wish, span in spans.items()}
    there = [
        one
        for one in came
        if (one.left_at is None or one.left_at > start)
        and begun.get(one.id, at) >= start
        and one.joined_at <= at
    ]
    usual = _usual(spans.values())
    offers = _offered(scheme, start)
    known = Known(
        since=clock.local(start).date(),
        weeks=weeks,
        people=len(there),
        volunteers=len(offers),
        matches=len(spans),
        usual_weeks=usual,
        is_shortened=shortened,
    )
    if not known.is_enough or not offers:
        return known, None
    return known, _history(there, offers, spans, start=start, at=at, usual=usual, smallest_area=smallest_area)


def _came(scheme: Scheme, at: dt.datetime) -> list[_Came]:
    """Everybody a round could have matched: those kept out, and those for whom two must come, are not in it."""
    rows = (
        Wish.objects.filter(scheme=scheme, joined_at__lte=at, two_volunteers=False)
        .exclude(status=WishStatus.WAITING, on_hold=True)
        .order_by("joined_at", "id")
        .values_list(
            "id",
            "joined_at",
            "left_at",
            "left_reason",
            "person__local_authority",
            "person__ward",
            "person__languages",
            "person__interpreter_needed",
            "person__access_needs",
        )
    )
    return [_Came._make(row) for row in rows]


class _Span(NamedTuple):
    """When the first match of a wish was agreed, how many weeks its matches lasted so far, and whether one goes on."""

    first: dt.datetime
    weeks: int
    goes_on: bool


def _spans(scheme: Scheme, at: dt.datetime) -> dict[UUID, _Span]:
    found: dict[UUID, _Span] = {}
    rows = (
        Match.objects.filter(scheme=scheme, agreed_at__isnull=False, agreed_at__lte=at)
        .order_by("agreed_at", "id")
        .values_list("wish_id", "agreed_at", "ended_at")
    )
    for wish, agreed_at, ended_at in rows:
        if agreed_at is None:
            continue
        lasted = max(1, rules.weeks_between(agreed_at, min(ended_at or at, at)))
        goes_on = ended_at is None or ended_at > at
        before = found.get(wish, _Span(agreed_at, 0, False))
        found[wish] = _Span(before.first, before.weeks + lasted, before.goes_on or goes_on)
    return found


def _usual(spans: Collection[_Span]) -> int:
    """The middle of the matches that ended; where none has, of those that go on."""
    ended = [one.weeks for one in spans if not one.goes_on]
    lasted = ended or [one.weeks for one in spans]
    return max(1, round(median(lasted))) if lasted else 0


def _lasts(span: _Span | None, usual: int) -> int:
    """How long somebody's match lasts: as it did; one that goes on at least as long as usual; else as usual."""
    if span is None:
        return usual
    return max(span.weeks, usual) if span.goes_on else span.weeks


def _start(came: Sequence[_Came], at: dt.datetime) -> tuple[dt.datetime, bool]:
    earliest = at - dt.timedelta(weeks=WEEKS)
    if not came:
        return at, False
    start = max(earliest, came[0].joined_at)
    if len(came) > MOST_PEOPLE and came[-MOST_PEOPLE].joined_at > start:
        return came[-MOST_PEOPLE].joined_at, True
    return start, False


def _offered(scheme: Scheme, start: dt.datetime) -> list[tuple[UUID, dt.datetime, dt.datetime | None]]:
    """Volunteers of the organisation who were ready at some time of the history: since when, until when."""
    rows = (
        Volunteer.objects.filter(organisation=scheme.organisation_id, ready_at__isnull=False)
        .exclude(left_at__lte=start)
        .order_by("pk")
        .values_list("pk", "ready_at", "left_at")
    )
    return [(pk, ready_at, left_at) for pk, ready_at, left_at in rows if ready_at is not None]


def _history(
    there: Sequence[_Came],
    offers: Sequence[tuple[UUID, dt.datetime, dt.datetime | None]],
    spans: dict[UUID, _Span],
    *,
    start: dt.datetime,
    at: dt.datetime,
    usual: int,
    smallest_area: int,
) -> History:
    by_wish = {one.id: one for one in there}
    rows = _rows(list(by_wish), [who for who, _since, _until in offers])
    ordered = [by_wish[wish.id] for wish in rows.wishes]
    until = {who: (since, left) for who, since, left in offers}

    def week(moment: dt.datetime) -> int:
        return (moment - start) // dt.timedelta(weeks=1)

    def whole(values: list[int]) -> shapes.Whole:
        return np.array(values, dtype=np.int64)

    return History(
        problem.to_problem(rows, at=at, params=shapes.Parameters()),
        arrived=whole([week(one.joined_at) for one in ordered]),
        left=whole([_gone(one, week) for one in ordered]),
        joined=whole([max(0, week(until[v.id][0])) for v in rows.volunteers]),
        stopped=whole([_stopped(until[v.id][1], week) for v in rows.volunteers]),
        match_weeks=whole([_lasts(spans.get(one.id), usual) for one in ordered]),
        groups={
            "area": _areas(ordered, smallest_area),
            "language": [_language(one, wish) for one, wish in zip(ordered, rows.wishes, strict=True)],
            "disability": [_disability(one, wish) for one, wish in zip(ordered, rows.wishes, strict=True)],
        },
    )


def _gone(one: _Came, week: Callable[[dt.datetime], int]) -> int:
    """The week they stopped waiting for another reason than that befriending ended well; else never."""
    if one.left_at is None or one.left_reason == LeaveReason.ENDED_WELL:
        return NEVER
    return week(one.left_at)


def _stopped(left_at: dt.datetime | None, week: Callable[[dt.datetime], int]) -> int:
    return NEVER if left_at is None else week(left_at)


def _rows(wishes: Sequence[UUID], volunteers: Sequence[UUID]) -> problem.Rows:
    """What a round reads, of everybody in the history. Whoever was ready then had the checks for what they offered.

    Matches are not read: which there would have been is what is asked. Breakdowns came of them, so they are left out.
    """
    found = tuple(
        problem.Waits._make(row)
        for row in Wish.objects.filter(pk__in=wishes).order_by("pk").values_list(*problem.Waits._fields)
    )
    givers = tuple(
        problem.Offers._make(row)
        for row in Volunteer.objects.filter(pk__in=volunteers)
        .order_by("pk")
        .values_list(*problem.Offers._fields)
    )
    free: dict[UUID, list[tuple[int, int, int]]] = defaultdict(list)
    for who, weekday, start, end in (
        Availability.objects.filter(volunteer__in=volunteers)
        .order_by("volunteer", "weekday", "from_minute")
        .values_list("volunteer_id", "weekday", "from_minute", "to_minute")
    ):
        free[who].append((weekday, start, end))
    pairs: dict[str, list[tuple[UUID, UUID]]] = {kind: [] for kind in PairKind.values}
    for kind, person, who in (
        Exclusion.objects.filter(volunteer__in=volunteers, lifted_at__isnull=True)
        .exclude(kind=PairKind.BREAKDOWN)
        .order_by("pk")
        .values_list("kind", "person_id", "volunteer_id")
    ):
        pairs[kind].append((person, who))
    return problem.Rows(
        wishes=found,
        volunteers=givers,
        free=dict(free),
        live={},
        records={},
        cleared={giver.id: giver.channels for giver in givers},
        pairs=pairs,
    )


def _areas(rows: Sequence[_Came], smallest: int) -> list[str]:
    """The local authority; where all live in one, the ward. Small areas are one group."""
    authorities = {one.authority for one in rows if one.authority}
    codes = [(one.ward if len(authorities) < 2 else one.authority) or NOT_KNOWN for one in rows]
    count = Counter(codes)
    return [code if code == NOT_KNOWN or count[code] >= smallest else OTHER for code in codes]


def _language(one: _Came, wish: problem.Waits) -> str:
    asked = {*wish.languages_must, *wish.languages_wish} - {"en"}
    speaks_none = bool(one.languages) and "en" not in one.languages
    return OTHER if asked or one.interpreter_needed or speaks_none else "english"


def _disability(one: _Came, wish: problem.Waits) -> str:
    told = one.access_needs or wish.signs_must or any(wish.skills.get(skill) for skill in DISABILITY_SKILLS)
    return "told" if told else "not_told"
