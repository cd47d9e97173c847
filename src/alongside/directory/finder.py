"""The finder: what there is for someone, in which order, why, what is in the way, and what is not open to them.

How results are ordered – the whole of it:

1. a service whose name was typed comes first;
2. services with all the words that were typed come before those with some of them, and those that have them in
   their name or keywords before those that only mention them;
3. open before "ask" (a rule of theirs depends on something we do not know);
4. what is known to meet a wish before what one would have to ask about (step-free, language, times, cost);
5. then nearest first, in a straight line. Services without an address – by phone, online, at home – take every
   fourth place while there are any, so that they never vanish behind buildings.

Where nothing but words was told – no place, no fact, no wish – there is no nearest, and 2 to 5 give way to likeness in
meaning less what the words miss, where there are numbers of it (`likeness`); the same services are found.

A shortlist is short: when more fit than are wanted, those that serve more of what matters to the person are chosen;
the chosen are then shown in the order above. A service with many sites appears once, at its nearest fitting site.

The number of database queries does not depend on the number of results.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from django.db import connection
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.directory import days_off, likeness, questions, wording
from alongside.directory.ages import ages
from alongside.directory.enums import Capacity, OnBankHolidays
from alongside.directory.languages import language_name
from alongside.directory.matters import MATTERS
from alongside.directory.models import Eligibility, Schedule
from alongside.directory.relaxations import Relaxation, relaxations
from alongside.directory.rules import Decision, Facts, Openness, Reason, ServiceRule, Way, decide
from alongside.directory.rules.text_language import language_of
from alongside.directory.schedule_words import in_words
from alongside.directory.schedules import HORIZON_DAYS, Occurrence, Recurrence, next_times
from alongside.directory.shown import Shown, shown, way
from alongside.directory.typed import Reading
from alongside.places.geo import Point
from alongside.places.models import Area
from alongside.places.stops import NearStop, nearest

NOT_OPEN_SHOWN = 5
CLOSED = 2
RELAX_BELOW = 3
"""With fewer results than this, the shortlist says which wish to give up for more."""

Order = Literal["best", "nearest", "soonest", "confirmed"]
LOOKED_THROUGH = 200
"""How many of the nearest results are put in order of time: dates are worked out, not stored."""


@dataclass(frozen=True, slots=True)
class Result:
    """One service on the list, worded in the language of the moment. `distance_m` is None without an address."""

    rank: int
    service_id: str
    service: str
    organisation: str
    mode: str
    open: Openness
    distance_m: int | None
    place: str
    when: tuple[str, ...]
    next: tuple[Occurrence, ...]
    reasons: tuple[str, ...]
    obstacles: tuple[str, ...]
    tags: tuple[str, ...]
    is_free: bool
    cost: str
    approximate: bool
    point: tuple[float, float] | None
    """National Grid metres; None without an address."""
    confirmed_on: dt.date | None
    text_language: str
    """In which language its own words are; "" when nobody can tell."""
    stops: tuple[NearStop, ...] = ()
    """Stops of public transport within a walk; none where we know only roughly where it is."""

    def as_json(self) -> dict[str, Any]:
        """Return the result as `alongside shortlist --json` prints it."""
        return {
            "rank": self.rank,
            "service_id": self.service_id,
            "service": self.service,
            "organisation": self.organisation,
            "mode": self.mode,
            "distance_m": self.distance_m,
            "stops": [stop.as_json() for stop in self.stops],
            "next": [occurrence.iso for occurrence in self.next],
            "reasons": list(self.reasons),
            "obstacles": list(self.obstacles),
            "confirmed_on": self.confirmed_on.isoformat() if self.confirmed_on else None,
        }


@dataclass(frozen=True, slots=True)
class NotOpen:
    """A service that would be relevant but is closed to the person, and why."""

    service_id: str
    service: str
    why: str


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The answer: results in order, how many there are in all, what is closed, and what fewer wishes would give."""

    results: tuple[Result, ...]
    total: int
    not_open: tuple[NotOpen, ...]
    relaxations: tuple[Relaxation, ...]
    heard: Reading
    """What was made of the words that were typed."""
    by_meaning: bool = False
    """Whether they stand in order of meaning: then nothing but words was told."""

    def as_json(self) -> dict[str, Any]:
        """Return the shortlist as `alongside shortlist --json` prints it."""
        return {
            "results": [result.as_json() for result in self.results],
            "not_open": [{"service": closed.service, "why": closed.why} for closed in self.not_open],
            "relaxations": [str(relaxation) for relaxation in self.relaxations],
        }


@dataclass(frozen=True, slots=True)
class _Row:
    """What PostgreSQL says of one service: which offer stands for it, how far, and with whom it ranks."""

    offer_id: int
    metres: float | None
    openness: int
    tier: tuple[int, bool]
    matched: tuple[str, ...]


def shortlist(
    facts: Facts, *, at: dt.datetime, limit: int = 10, offset: int = 0, order: Order = "best", dates: int = 3
) -> Shortlist:
    """Return what there is for someone at a moment, each with so many of its next dates.

    `order="best"` chooses the few that serve most of what matters; "nearest" is for lists one pages through;
    "soonest" and "confirmed" put the nearest `LOOKED_THROUGH` in order of when they next meet, or of when somebody
    last said that they are right.
    """
    if order in _IN_TIME:
        found = _in_order(facts, _IN_TIME[order], at=at, limit=limit, offset=offset, dates=dates)
    else:
        found = _found(facts, at=at, limit=limit, offset=offset, best=order == "best", dates=dates)
    return replace(found, results=_with_stops(found.results))


def _found(facts: Facts, *, at: dt.datetime, limit: int, offset: int, best: bool, dates: int) -> Shortlist:
    question = questions.ask(facts)
    meant = likeness.meant(facts, question.heard)
    rows, total = _run(question, facts, limit=limit, offset=offset, best=best, meant=meant)
    offers = shown((row.offer_id for row in rows), since=local(at).date())
    # An offer can vanish between two queries when its service is refreshed just then.
    judged = [_Judged(row, offers[row.offer_id], facts) for row in rows if row.offer_id in offers]
    words = wording.Words(_area_names(judged))
    open_rows = [one for one in judged if one.row.openness < CLOSED]
    if best:
        open_rows = list(_nearest_within_tiers(open_rows))
    return Shortlist(
        results=tuple(
            one.result(offset + n, words, facts, at, dates) for n, one in enumerate(open_rows, start=1)
        ),
        total=total,
        not_open=tuple(one.not_open(words) for one in judged if one.row.openness == CLOSED),
        relaxations=relaxations(facts, question, have=total) if total < RELAX_BELOW else (),
        heard=question.heard,
        by_meaning=meant is not None,
    )


def _in_order(
    facts: Facts, key: Callable[[Result], Any], *, at: dt.datetime, limit: int, offset: int, dates: int
) -> Shortlist:
    """Return the page of a list that is put in order by what is only known of each result."""
    found = _found(facts, at=at, limit=LOOKED_THROUGH, offset=0, best=False, dates=dates)
    results = sorted(found.results, key=key)[offset : offset + limit]
    return replace(
        found,
        results=tuple(replace(one, rank=offset + n) for n, one in enumerate(results, start=1)),
        not_open=() if offset else found.not_open,
        by_meaning=False,
    )


def _with_stops(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """Return the results of a page with the stops near each that we know exactly."""
    places = {one.service_id: Point(*one.point) for one in results if one.point and not one.approximate}
    near = nearest(places.values())
    return tuple(
        replace(one, stops=near[place]) if (place := places.get(one.service_id)) in near else one
        for one in results
    )


def _soonest(result: Result) -> tuple[bool, dt.date, str, int]:
    first = result.next[0] if result.next else None
    return first is None, first.day if first else dt.date.max, first.iso if first else "", result.rank


def _confirmed(result: Result) -> tuple[int, int]:
    return -(result.confirmed_on or dt.date.min).toordinal(), result.rank


_IN_TIME: dict[str, Callable[[Result], Any]] = {"soonest": _soonest, "confirmed": _confirmed}


def _run(
    question: questions.Question, facts: Facts, *, limit: int, offset: int, best: bool, meant: str | None
) -> tuple[list[_Row], int]:
    params = {**question.params, "upto": offset + limit, "closed": 0 if offset else NOT_OPEN_SHOWN}
    params["meant"] = meant
    statement = questions.ranked_by_meaning(question) if meant else questions.ranked(question, best=best)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    rows = [
        _Row(
            offer_id=offer_id,
            metres=metres,
            openness=openness,
            tier=(tier, stream == questions.LOST),
            matched=tuple(key for key, hit in zip(facts.matters, matched, strict=True) if hit),
        )
        for offer_id, metres, openness, tier, stream, _total, matched in found
    ]
    is_open = [row for row in rows if row.openness < CLOSED]
    closed = [row for row in rows if row.openness == CLOSED]
    return is_open[offset : offset + limit] + closed, found[0][5] if found else 0


def _area_names(judged: "list[_Judged]") -> dict[str, str]:
    codes = wording.areas_mentioned(
        reason for one in judged for reason in (*one.decision.reasons, *one.decision.obstacles)
    )
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _nearest_within_tiers(judged: "list[_Judged]") -> "Iterator[_Judged]":
    """Show the chosen few nearest first, those without an address again between them."""
    for _tier, members in groupby(judged, key=lambda one: one.row.tier):
        tier = list(members)
        located = sorted(
            (one for one in tier if one.row.metres is not None), key=lambda one: one.row.metres or 0.0
        )
        others = [one for one in tier if one.row.metres is None]
        step = questions.LOCATED_TO_ONE_WITHOUT
        while located or others:
            yield from located[:step]
            yield from others[:1] if located else others
            located, others = located[step:], others[1:] if located else []


class _Judged:
    """An offer with the decision about it."""

    def __init__(self, row: _Row, offer: Shown, facts: Facts) -> None:
        self.row = row
        self.offer = offer
        self.decision: Decision = decide(rule_of(offer), facts)

    def not_open(self, words: wording.Words) -> NotOpen:
        why = "; ".join(words.say(reason) for reason in self.decision.reasons if not _is_wish(reason))
        return NotOpen(str(self.offer.service_id), self.offer.name, why)

    def result(self, rank: int, words: wording.Words, facts: Facts, at: dt.datetime, dates: int) -> Result:
        offer, today = self.offer, local(at).date()
        place = offer.place
        is_rough = place is not None and place.precision == "approximate"
        rules = [rule for rule, _said in offer.schedules]
        upcoming = tuple(next_times(rules, at=at, limit=dates, free=facts.free, closed=offer.closed))
        reasons, obstacles = list(self.decision.reasons), list(self.decision.obstacles)
        if self.row.matched:
            reasons.append(Reason.of("matters", matters=self.row.matched))
        if is_rough:
            obstacles.append(Reason.of("place.approximate"))
        now_closed = next((closure for closure in offer.closed if closure.holds(today)), None)
        if now_closed:
            obstacles.append(Reason.of("closed.until", last=now_closed.ends_on))
        elif offer.closed:
            soon = offer.closed[0]
            obstacles.append(Reason.of("closed.soon", first=soon.starts_on, last=soon.ends_on))
        reasons += _is_on(offer, upcoming[:1])
        obstacles += _holidays(offer, upcoming[:1], _skipped(offer, rules, upcoming, facts, at))
        if offer.times and not upcoming:
            obstacles.append(Reason.of("dates.none"))
        if busy := _busy(offer, today):
            obstacles.append(busy)
        stale = _staleness(offer.confirmed_on, at.date())
        obstacles += [stale] if stale else []
        return Result(
            rank=rank,
            service_id=str(offer.service_id),
            service=offer.name,
            organisation=offer.organisation,
            mode=offer.mode or "in_person",
            open=self.decision.open,
            distance_m=None if self.row.metres is None else round(self.row.metres),
            place=place.in_a_line if place else "",
            when=tuple(in_words(recurrence, said) for recurrence, said in offer.schedules),
            next=upcoming,
            reasons=tuple(words.say(reason) for reason in reasons),
            obstacles=tuple(words.say(reason) for reason in obstacles),
            tags=tuple(_tags(offer)),
            is_free=offer.cost_pence == 0,
            cost=_("Free")
            if offer.cost_pence == 0
            else wording.price(offer.cost_pence)
            if offer.cost_pence
            else "",
            point=offer.point,
            approximate=is_rough,
            confirmed_on=offer.confirmed_on,
            text_language=language_of(f"{offer.name}. {offer.sample}"),
        )


def _is_on(offer: Shown, first: Iterable[Occurrence]) -> list[Reason]:
    """Return that it is on although the day is a bank holiday, where they say so."""
    if offer.bank_holidays != OnBankHolidays.MEETS:
        return []
    known = days_off.holidays_in(offer.nations)
    return [Reason.of("date.holiday.on", day=one.day) for one in first if one.day in known]


def _holidays(offer: Shown, first: Iterable[Occurrence], skipped: dt.date | None) -> list[Reason]:
    """Return what bank holidays stand in the way: left out, or not known to be on – few groups say."""
    found = [] if skipped is None else [Reason.of("date.holiday.off", day=skipped)]
    if offer.bank_holidays == OnBankHolidays.MEETS:
        return found
    known = days_off.holidays_in(offer.nations)
    found += [Reason.of("date.holiday", day=one.day) for one in first if one.day in known]
    if offer.bank_holidays == OnBankHolidays.CLOSED:
        found += [
            Reason.of("date.holiday.unknown", year=one.day.year)
            for one in first
            if days_off.is_not_known_yet(one.day, offer.nations)
        ]
    return found


def _skipped(
    offer: Shown, rules: list[Recurrence], upcoming: tuple[Occurrence, ...], facts: Facts, at: dt.datetime
) -> dt.date | None:
    """Return the bank holiday that it would otherwise meet on next, before the first date that is named."""
    today = local(at).date()
    last = upcoming[0].day if upcoming else today + dt.timedelta(days=HORIZON_DAYS)
    if not any(today <= day <= last for day in days_off.left_out(offer.bank_holidays, offer.nations)):
        return None
    whole = [replace(rule, off=frozenset()) for rule in rules]
    first = next_times(whole, at=at, limit=1, free=facts.free, closed=offer.closed)
    return first[0].day if first and first[0] not in upcoming else None


_WISH_KEYS = ("when.", "language.", "needs.", "cost.", "mode.", "distance.", "date.")


def _is_wish(reason: Reason) -> bool:
    return reason.key.startswith(_WISH_KEYS)


def rule_of(offer: Shown) -> ServiceRule:
    """Return the offer as the plain data that `decide` judges, with every way of being eligible."""
    return ServiceRule(
        ways=offer.ways,
        languages=frozenset(offer.languages),
        access=frozenset(offer.access),
        access_lacking=frozenset(offer.access_lacking),
        cost_pence=offer.cost_pence,
        paid=offer.paid,
        mode=offer.mode,
        times=offer.times,
        easting=offer.point[0] if offer.point else None,
        northing=offer.point[1] if offer.point else None,
        has_address=bool(offer.place and offer.place.in_a_line),
        attending=offer.attending_access,
        alert=offer.alert,
    )


def way_of(eligibility: Eligibility) -> Way:
    """Return one way of being eligible as plain data."""
    return way(
        (
            eligibility.minimum_age,
            eligibility.maximum_age,
            eligibility.area_relations,
            eligibility.area_codes,
            eligibility.carers_only,
            eligibility.parents_only,
            eligibility.new_parents_only,
            eligibility.genders,
            eligibility.referral_routes,
            eligibility.meant_for,
            eligibility.other_conditions,
        )
    )


def recurrence_of(schedule: Schedule, off: frozenset[dt.date]) -> Recurrence:
    """Return a schedule as plain data; `off`: the bank holidays it leaves out (`days_off.left_out`)."""
    return Recurrence(
        freq=schedule.freq,
        interval=schedule.interval,
        byday=tuple(schedule.byday),
        bymonthday=tuple(schedule.bymonthday),
        dtstart=schedule.dtstart,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        opens_at=schedule.opens_at,
        closes_at=schedule.closes_at,
        off=off,
    )


def _tags(offer: Shown) -> Iterator[str]:
    """Yield what it is, in a word each: what matters, languages besides English, access."""
    for code, name in offer.matters:
        matter = MATTERS.get(code)
        yield str(matter.name) if matter else name
    yield from (
        _("%(language)s spoken") % {"language": language_name(code)}
        for code in offer.languages
        if code != "en"
    )
    yield from (wording.feature_name(feature) for feature in offer.access)


CAPACITY_WEEKS = 12
"""How long what an organiser says of free places is worth telling."""


def _busy(service: Shown, today: dt.date) -> Reason | None:
    told = service.capacity_on
    if (
        told is None
        or service.capacity == Capacity.PLACES
        or today - told > dt.timedelta(weeks=CAPACITY_WEEKS)
    ):
        return None
    return Reason.of(f"capacity.{service.capacity}", weeks=service.waiting_weeks)


def _staleness(confirmed_on: dt.date | None, today: dt.date) -> Reason | None:
    if confirmed_on is None:
        return Reason.of("confirmed.never")
    months = (today - confirmed_on).days * 12 // 365
    return Reason.of("confirmed.old", months=months) if months >= ages().ageing else None


def with_wish(facts: Facts, **changes: Any) -> Facts:
    """Return the facts with some of them changed: what a relaxation link asks."""
    return replace(facts, **changes)
