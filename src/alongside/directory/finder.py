"""The finder: what there is for someone, in which order, why, what is in the way, and what is not open to them.

How results are ordered – the whole of it:

1. a service whose name was typed comes first;
2. services with all the words that were typed come before those with some of them, and those that have them in
   their name or keywords before those that only mention them;
3. open before "ask" (a rule of theirs depends on something we do not know);
4. what is known to meet a wish before what one would have to ask about (step-free, language, times, cost);
5. then nearest first, in a straight line. Services without an address – by phone, online, at home – take every
   fourth place while there are any, so that they never vanish behind buildings.

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
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.working_days import bank_holidays
from alongside.directory import questions, wording
from alongside.directory.ages import ages
from alongside.directory.closures import closed_of
from alongside.directory.enums import Capacity
from alongside.directory.languages import language_name
from alongside.directory.matters import MATTERS
from alongside.directory.models import Eligibility, Offer, Schedule, Service, ServiceTerm
from alongside.directory.relaxations import Relaxation, relaxations
from alongside.directory.rules import Decision, Facts, Openness, Reason, ServiceRule, Way, decide
from alongside.directory.rules.text_language import language_of
from alongside.directory.schedule_words import in_words
from alongside.directory.schedules import Closed, Occurrence, Recurrence, next_times
from alongside.directory.typed import Reading
from alongside.places.models import Area

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

    def as_json(self) -> dict[str, Any]:
        """Return the result as `alongside shortlist --json` prints it."""
        return {
            "rank": self.rank,
            "service_id": self.service_id,
            "service": self.service,
            "organisation": self.organisation,
            "mode": self.mode,
            "distance_m": self.distance_m,
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
    facts: Facts, *, at: dt.datetime, limit: int = 10, offset: int = 0, order: Order = "best"
) -> Shortlist:
    """Return what there is for someone at a moment.

    `order="best"` chooses the few that serve most of what matters; "nearest" is for lists one pages through;
    "soonest" and "confirmed" put the nearest `LOOKED_THROUGH` in order of when they next meet, or of when somebody
    last said that they are right.
    """
    if order in _IN_TIME:
        return _in_order(facts, _IN_TIME[order], at=at, limit=limit, offset=offset)
    question = questions.ask(facts)
    rows, total = _run(question, facts, limit=limit, offset=offset, best=order == "best")
    offers = _load(row.offer_id for row in rows)
    # An offer can vanish between two queries when its service is refreshed just then.
    judged = [_Judged(row, offers[row.offer_id], facts) for row in rows if row.offer_id in offers]
    words = wording.Words(_area_names(judged))
    closed = closed_of({one.offer.service_id for one in judged}, since=local(at).date())
    open_rows = [one for one in judged if one.row.openness < CLOSED]
    if order == "best":
        open_rows = list(_nearest_within_tiers(open_rows))
    return Shortlist(
        results=tuple(
            one.result(offset + n, words, facts, at, closed.get(one.offer.service_id, []))
            for n, one in enumerate(open_rows, start=1)
        ),
        total=total,
        not_open=tuple(one.not_open(words) for one in judged if one.row.openness == CLOSED),
        relaxations=relaxations(facts, question, have=total) if total < RELAX_BELOW else (),
        heard=question.heard,
    )


def _in_order(
    facts: Facts, key: Callable[[Result], Any], *, at: dt.datetime, limit: int, offset: int
) -> Shortlist:
    """Return the page of a list that is put in order by what is only known of each result."""
    found = shortlist(facts, at=at, limit=LOOKED_THROUGH, order="nearest")
    results = sorted(found.results, key=key)[offset : offset + limit]
    return replace(
        found,
        results=tuple(replace(one, rank=offset + n) for n, one in enumerate(results, start=1)),
        not_open=() if offset else found.not_open,
    )


def _soonest(result: Result) -> tuple[bool, dt.date, str, int]:
    first = result.next[0] if result.next else None
    return first is None, first.day if first else dt.date.max, first.iso if first else "", result.rank


def _confirmed(result: Result) -> tuple[int, int]:
    return -(result.confirmed_on or dt.date.min).toordinal(), result.rank


_IN_TIME: dict[str, Callable[[Result], Any]] = {"soonest": _soonest, "confirmed": _confirmed}


def _run(
    question: questions.Question, facts: Facts, *, limit: int, offset: int, best: bool
) -> tuple[list[_Row], int]:
    params = {**question.params, "upto": offset + limit, "closed": 0 if offset else NOT_OPEN_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(questions.ranked(question, best=best), params)
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


def _load(offer_ids: Iterable[int]) -> dict[int, Offer]:
    """Return the offers with all that wording them takes, in five queries."""
    offers = Offer.objects.filter(pk__in=list(offer_ids)).select_related("service__organization", "location")
    return {
        offer.pk: offer
        for offer in offers.defer("search", "service__search", "service__description_html").prefetch_related(
            Prefetch("service__eligibilities", Eligibility.objects.order_by("minimum_age", "id")),
            Prefetch(
                "service__schedules",
                Schedule.objects.select_related("service_at_location").order_by("dtstart", "opens_at", "id"),
            ),
            Prefetch(
                "service__service_terms",
                ServiceTerm.objects.filter(term__taxonomy__code="matters")
                .select_related("term")
                .order_by("term__name"),
            ),
        )
    }


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

    def __init__(self, row: _Row, offer: Offer, facts: Facts) -> None:
        self.row = row
        self.offer = offer
        self.decision: Decision = decide(rule_of(offer), facts)

    def not_open(self, words: wording.Words) -> NotOpen:
        why = "; ".join(words.say(reason) for reason in self.decision.reasons if not _is_wish(reason))
        return NotOpen(str(self.offer.service_id), self.offer.name, why)

    def result(
        self, rank: int, words: wording.Words, facts: Facts, at: dt.datetime, closed: list[Closed]
    ) -> Result:
        offer, service = self.offer, self.offer.service
        schedules = _schedules(offer)
        recurrences = [recurrence_of(schedule) for schedule in schedules]
        upcoming = tuple(next_times(recurrences, at=at, free=facts.free, closed=closed))
        reasons, obstacles = list(self.decision.reasons), list(self.decision.obstacles)
        if self.row.matched:
            reasons.append(Reason.of("matters", matters=self.row.matched))
        if offer.location and offer.location.precision == "approximate":
            obstacles.append(Reason.of("place.approximate"))
        now_closed = next((closure for closure in closed if closure.holds(local(at).date())), None)
        if now_closed:
            obstacles.append(Reason.of("closed.until", last=now_closed.ends_on))
        elif closed:
            obstacles.append(Reason.of("closed.soon", first=closed[0].starts_on, last=closed[0].ends_on))
        obstacles += holidays(upcoming[:1])
        if offer.times and not upcoming:
            obstacles.append(Reason.of("dates.none"))
        if busy := _busy(service, local(at).date()):
            obstacles.append(busy)
        stale = _staleness(service.confirmed_on, at.date())
        obstacles += [stale] if stale else []
        return Result(
            rank=rank,
            service_id=str(service.pk),
            service=service.name,
            organisation=service.organization.name,
            mode=offer.mode or "in_person",
            open=self.decision.open,
            distance_m=None if self.row.metres is None else round(self.row.metres),
            place=_place(offer),
            when=tuple(
                in_words(recurrence, schedule.description)
                for recurrence, schedule in zip(recurrences, schedules, strict=True)
            ),
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
            point=(offer.point.easting, offer.point.northing) if offer.point else None,
            approximate=bool(offer.location and offer.location.precision == "approximate"),
            confirmed_on=service.confirmed_on,
            text_language=language_of(f"{service.name}. {service.description[:600]}"),
        )


def holidays(upcoming: Iterable[Occurrence]) -> list[Reason]:
    """Return which of these days are bank holidays: few groups say whether they meet then."""
    known = bank_holidays()
    return [Reason.of("date.holiday", day=one.day) for one in upcoming if one.day in known]


_WISH_KEYS = ("when.", "language.", "needs.", "cost.", "mode.", "distance.", "date.")


def _is_wish(reason: Reason) -> bool:
    return reason.key.startswith(_WISH_KEYS)


def rule_of(offer: Offer) -> ServiceRule:
    """Return the offer as the plain data that `decide` judges, with every way of being eligible."""
    service = offer.service
    return ServiceRule(
        ways=tuple(way_of(eligibility) for eligibility in service.eligibilities.all()),
        languages=frozenset(offer.languages),
        access=frozenset(offer.access),
        access_lacking=frozenset(offer.access_lacking),
        cost_pence=offer.cost_pence,
        paid=offer.paid,
        mode=offer.mode,
        times=offer.times,
        easting=offer.point.easting if offer.point else None,
        northing=offer.point.northing if offer.point else None,
        has_address=bool(_place(offer)),
        attending=service.attending_access,
        alert=service.alert,
    )


def way_of(eligibility: Eligibility) -> Way:
    """Return one way of being eligible as plain data. An age of 0, or of 120 and more, limits nobody."""
    low, high = eligibility.minimum_age, eligibility.maximum_age
    return Way(
        minimum_age=low if low and low > 0 else None,
        maximum_age=high if high is not None and high < 120 else None,
        open_to=frozenset(
            f"{relation}:{area}" for relation in eligibility.area_relations for area in eligibility.area_codes
        ),
        carers_only=eligibility.carers_only,
        parents_only=eligibility.parents_only,
        new_parents_only=eligibility.new_parents_only,
        genders=frozenset(eligibility.genders),
        referral_routes=frozenset(eligibility.referral_routes),
        meant_for=tuple(eligibility.meant_for),
        note=eligibility.other_conditions.strip(),
    )


def recurrence_of(schedule: Schedule) -> Recurrence:
    """Return a schedule as plain data."""
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
    )


def _schedules(offer: Offer) -> list[Schedule]:
    """Return the schedules that hold at the offer's site."""
    return [
        schedule
        for schedule in offer.service.schedules.all()
        if schedule.service_at_location is None
        or schedule.service_at_location.location_id == offer.location_id
    ]


def _place(offer: Offer) -> str:
    location = offer.location
    if location is None:
        return ""
    parts = [
        location.name,
        location.address_1 if location.address_1 != location.name else "",
        location.postcode,
    ]
    return ", ".join(part for part in parts if part)


def _tags(offer: Offer) -> Iterator[str]:
    """Yield what it is, in a word each: what matters, languages besides English, access."""
    for link in offer.service.service_terms.all():
        matter = MATTERS.get(link.term.code)
        yield str(matter.name) if matter else link.term.name
    yield from (
        _("%(language)s spoken") % {"language": language_name(code)}
        for code in offer.languages
        if code != "en"
    )
    yield from (wording.feature_name(feature) for feature in offer.access)


CAPACITY_WEEKS = 12
"""How long what an organiser says of free places is worth telling."""


def _busy(service: Service, today: dt.date) -> Reason | None:
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
