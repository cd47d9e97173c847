"""Letting many invented people live their year, on all cores.

Each story has its own source of chance, so the same day gives the same place however many processes tell it.
"""

import datetime as dt
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from uuid import UUID

from alongside.core import clock, tenancy
from alongside.demo import process
from alongside.demo.directory import camden
from alongside.demo.directory.written import CAMDEN, Offer
from alongside.demo.feed import services_on_offer
from alongside.demo.introductions import choose_theme
from alongside.demo.life import Life
from alongside.demo.partners import UNFINISHED, team_of
from alongside.demo.residents import Inventor, Resident
from alongside.demo.world import World, without_savepoints
from alongside.journeys.agree import FIRST_WORDS
from alongside.partnerships.actions import know_organisation
from alongside.partnerships.models import Partnership
from alongside.people.actions import write_wording

YEAR = 365
CHUNK = 6
MOST_PROCESSES = 4
WORTH_PROCESSES = 100
"""Fewer stories than this are told faster by one process than it takes to start another."""


@dataclass(frozen=True, slots=True)
class Story:
    """Who is noticed when. `number` is the story's source of chance."""

    number: int
    resident: Resident
    noticed_on: dt.date


def invent(partnership: Partnership, people: int, today: dt.date) -> list[Story]:
    """People noticed over a year, a few more each month, the earliest first."""
    name = partnership.slug.removesuffix(UNFINISHED)
    rng = random.Random(f"{name} {today}")
    residents = Inventor(f"people of {name}", partnership.area_codes, today).residents()
    days_ago = sorted((round(YEAR * (1 - rng.random() ** 0.85)) for _ in range(people)), reverse=True)
    return [
        Story(number, next(residents), today - dt.timedelta(days=days))
        for number, days in enumerate(days_ago)
    ]


def tell_all(
    partnership: Partnership, stories: Sequence[Story], *, now: dt.datetime, tell: Callable[[int], None]
) -> None:
    """Tell all stories; `tell` hears how many more have been told."""
    _prepare(partnership, now)
    if len(stories) < WORTH_PROCESSES or not _tell_on_all_cores(partnership, stories, now, tell):
        for chunk in _chunks(stories):
            tell(_tell_some(partnership.pk, chunk, now))


def _prepare(partnership: Partnership, now: dt.datetime) -> None:
    """Make what all stories share beforehand, so that no two of them wait for each other."""
    at = now - dt.timedelta(days=YEAR + 7)
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        for purpose, words in FIRST_WORDS.items():
            write_wording(purpose=purpose, text=str(words), at=at)
        for _offer, service in services_on_offer():
            know_organisation(name=service.organization.name, email=service.email)


def _chunks(stories: Sequence[Story]) -> Iterator[Sequence[Story]]:
    return (stories[start : start + CHUNK] for start in range(0, len(stories), CHUNK))


def _tell_on_all_cores(
    partnership: Partnership, stories: Sequence[Story], now: dt.datetime, tell: Callable[[int], None]
) -> bool:
    """Tell the stories in several processes; False where the machine does not let us."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if processes == 1:
        return False
    try:
        pool = ProcessPoolExecutor(
            processes, mp_context=multiprocessing.get_context("spawn"), initializer=process.begin
        )
    except OSError:
        return False  # no shared semaphores here
    try:
        told = [pool.submit(_tell_some, partnership.pk, chunk, now) for chunk in _chunks(stories)]
        for done in as_completed(told):
            tell(done.result())
    finally:
        pool.shutdown(cancel_futures=True)
    return True


def _tell_some(partnership_id: UUID, stories: Sequence[Story], now: dt.datetime) -> int:
    """Let some people live up to the present, each in a transaction of their own."""
    with tenancy.within(partnership_id, actor="system:demo"):
        team = team_of(Partnership.objects.get(pk=partnership_id))
        on_offer = [pair for pair in services_on_offer() if _is_near(pair[0], team.partnership)]
    slug = team.partnership.slug.removesuffix(UNFINISHED)
    with without_savepoints():
        for story in stories:
            rng = random.Random(f"{slug} {clock.local(now).date()} {story.number}")
            theme = choose_theme(story.resident, story.noticed_on, rng)
            with tenancy.within(partnership_id, actor="system:demo", reason="the demo place"):
                Life(World(team, now, rng, on_offer), story.resident, story.noticed_on, theme).tell()
    return len(stories)


def _is_near(offer: Offer, partnership: Partnership) -> bool:
    """Nobody crosses half of London for a coffee morning; what comes by phone or online is near to all."""
    return not offer.at or (offer in camden.OFFERS) == (CAMDEN in partnership.area_codes)
