"""What the clock brings: reminders, visits that went by without a word, series carried on, deaths and departures.

Every job looks at what is there now, so it can run twice, late, or after a restart, with one effect. Each visit is its
own transaction: one that fails keeps no other from being looked after.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from alongside.befriending import notify, queries, rules
from alongside.befriending.actions import endings, matches, queue, rest, visits
from alongside.befriending.enums import EndReason, MatchStatus, VisitStatus, WishStatus
from alongside.befriending.models import Cover, Match, Series, Visit, Wish
from alongside.befriending.wait_words import wait_in_words
from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership
from alongside.people import reaching
from alongside.people.models import Person
from alongside.volunteering.enums import VolunteerStatus

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="frequent", name="befriending.look_after", queueing_lock="befriending.look_after")
def look_after(timestamp: int) -> None:
    """Every ten minutes: stop what must stop, remind, and tell of visits without a word – the same hour."""
    _everywhere(lambda: look_after_here(at=clock.now()))


@app.periodic(cron="20 4 * * *")
@app.task(queue="daily", name="befriending.each_day", queueing_lock="befriending.each_day")
def each_day(timestamp: int) -> None:
    """Before each day: carry series on, end covers and pauses, ring lists, old visits nobody logged."""
    _everywhere(lambda: each_day_here(at=clock.now()))


def _everywhere(work: Callable[[], Any]) -> None:
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:befriending"):
            work()


def look_after_here(*, at: datetime) -> dict[str, int]:
    """The ten-minute work of one partnership; returns how much of each was done."""
    return {
        "ended": stop_what_must_stop(at=at),
        "reminded": remind(at=at),
        "escalated": escalate(at=at),
    }


def each_day_here(*, at: datetime) -> dict[str, int]:
    """The daily work of one partnership."""
    return {
        "resumed": resume(at=at),
        "carried_on": carry_on(at=at),
        "closed": close_old(at=at),
        "written": not_forgotten(at=at),
    }


def _each(rows: Iterable[Any], act: Callable[[Any], Any]) -> int:
    """Do it to each, each in its own savepoint; return how many had an effect."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += bool(act(row))
        except Exception:
            logger.exception("befriending: %s %s", type(row).__name__, row.pk)
    return done


def stop_what_must_stop(*, at: datetime) -> int:
    """Somebody died, asked not to be contacted, or a volunteer left: rest, pause or end, and nothing stays booked."""
    live = Match.objects.filter(status__in=rules.LIVE).select_related("person", "volunteer__member")
    died = Person.objects.filter(deceased_on__isnull=False).filter(
        Q(befriending_matches__status__in=rules.LIVE) | Q(befriending_wishes__status=WishStatus.WAITING)
    )
    # Only what was written past the pages needs this: `journeys.stop_everything` has done it in the act.
    ended = _each(died.distinct().order_by("pk"), lambda one: rest.rest(person=one, by=None, at=at))
    gone = live.filter(
        Q(volunteer__status=VolunteerStatus.LEFT) | Q(volunteer__member__left_at__isnull=False)
    )
    ended += _each(
        gone.order_by("pk"), lambda m: endings.end(match=m, reason=EndReason.VOLUNTEER_LEFT, by=None, at=at)
    )
    quiet = live.filter(~reaching.may_be_contacted("person"), person__deceased_on__isnull=True)
    return ended + _each(quiet.order_by("pk"), lambda m: _leave_alone(m, at))


def _leave_alone(match: Match, at: datetime) -> bool:
    """They asked not to be contacted: nothing stays booked; what had not begun ends, the rest pauses."""
    if match.status in {MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.INTRODUCED}:
        return bool(endings.end(match=match, reason=EndReason.PERSON_LEFT, by=None, at=at))
    off = visits.cancel_coming(match, note="", by=None, at=at)
    if match.status in {MatchStatus.TRIAL, MatchStatus.ACTIVE, MatchStatus.COVERED}:
        matches.pause(match=match, until=None, note="", by=None, at=at)
        return True
    return bool(off)


def remind(*, at: datetime) -> int:
    """Remind of what begins within 26 hours, and stop what its volunteer may not do that day."""
    coming = Visit.objects.filter(
        status=VisitStatus.BOOKED,
        during__startswith__gt=at,
        during__startswith__lte=at + rules.REMIND_BEFORE,
    ).order_by("during", "pk")
    return _each(coming, lambda visit: visits.remind(visit=visit, at=at))


def escalate(*, at: datetime) -> int:
    """Tell the supervisors of visits that ended half an hour ago without a word."""
    silent = Visit.objects.filter(
        status=VisitStatus.BOOKED,
        escalated_at__isnull=True,
        during__endswith__lte=at - rules.MISSED_AFTER,
    ).order_by("during", "pk")
    return _each(silent, lambda visit: visits.escalate(visit=visit, at=at))


def resume(*, at: datetime) -> int:
    """Pauses and covers whose last day has passed end by themselves: the match was made active by a person before."""
    today = clock.local(at).date()
    over = Cover.objects.filter(ended_at__isnull=True, days__endswith__lte=today).order_by("pk")
    done = _each(over, lambda cover: _end_cover(cover, at))
    rested = Match.objects.filter(
        status=MatchStatus.PAUSED,
        paused_until__lte=today,
        activated_at__isnull=False,
        person__deceased_on__isnull=True,
    ).order_by("pk")
    return done + _each(rested, lambda match: _take_up(match, at))


def _end_cover(cover: Cover, at: datetime) -> bool:
    Cover.objects.filter(pk=cover.pk).update(ended_at=at)
    match = Match.objects.select_for_update().get(pk=cover.match_id)
    return match.status == MatchStatus.COVERED and _take_up(match, at)


def _take_up(match: Match, at: datetime) -> bool:
    match.status, match.paused_until = MatchStatus.ACTIVE, None
    match.save(update_fields=["status", "paused_until"])
    visits.carry_on_match(match, at=at)
    return True


def carry_on(*, at: datetime) -> int:
    """Book each weekly time six weeks ahead."""
    open_ones = Series.objects.filter(
        reaching.may_be_contacted("match__person"),
        ended_at__isnull=True,
        match__status__in=rules.VISITING,
    )
    rows = open_ones.select_related("match", "made_by").order_by("pk")
    return _each(rows, lambda series: visits.carry_on(series, at=at).visits)


def close_old(*, at: datetime) -> int:
    """A week after, a visit nobody logged counts as not kept; a late log still undoes it."""
    return Visit.objects.filter(
        status=VisitStatus.BOOKED, during__endswith__lte=at - timedelta(days=7)
    ).update(status=VisitStatus.MISSED)


def not_forgotten(*, at: datetime) -> int:
    """Write to those who wait and like to be written to, every four weeks; the others are on the list to ring."""
    since = at - rules.NOT_FORGOTTEN_EVERY
    waiting = Wish.objects.filter(
        Q(not_forgotten_at__isnull=True, joined_at__lte=since) | Q(not_forgotten_at__lte=since),
        status=WishStatus.WAITING,
    )
    rows = waiting.select_related("person", "scheme").order_by("pk")
    return _each(rows, lambda wish: write_not_forgotten(wish, at=at))


def write_not_forgotten(wish: Wish, *, at: datetime) -> bool:
    """Write to one who waits; False where somebody must ring."""
    sent = notify.write_to_person(
        wish.person,
        "befriending_not_forgotten",
        {
            "scheme": wish.scheme.name,
            "wait": partial(wait_in_words, queries.honest_wait(wish.scheme, at=at)),
            "meanwhile": wish.meanwhile or wish.scheme.meanwhile,
        },
        key=f"befriending-not-forgotten:{wish.pk}:{at.date()}",
        at=at,
    )
    if sent is not None:
        queue.not_forgotten(wish=wish, by=None, at=at)
    return sent is not None
