"""Load the demo place, once; or make it new.

Each partnership comes in within one transaction: a load that is interrupted leaves nothing of it behind, and
the next one begins again. Postcodes, areas and the directory are shared and come in first.
"""

import datetime as dt
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction

from alongside.core import clock, tenancy
from alongside.demo import partners, signins
from alongside.demo.directory.written import CAMDEN, CITY, HACKNEY, Offer
from alongside.demo.feed import bring_in_directory, services_on_offer
from alongside.demo.life import Life, World, choose_theme
from alongside.demo.residents import Inventor
from alongside.directory.models import Service
from alongside.partnerships.models import Partnership, User
from alongside.places.loading import load_area_tables, load_bundled_postcodes, postcodes_are_loaded
from alongside.places.models import Area

TABLES = Path(__file__).with_name("data")
PEOPLE = 600
PEOPLE_IN_CAMDEN = 30
YEAR = 365

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought in; nothing when the demo place was there already."""

    people: int = 0
    services: int = 0


def is_loaded() -> bool:
    """Whether the demo place is there, whole."""
    slugs = {partners.HACKNEY_SLUG, partners.CAMDEN_SLUG}
    return Partnership.objects.filter(slug__in=slugs).count() == len(slugs)


def load(*, people: int = PEOPLE, now: dt.datetime | None = None) -> Loaded:
    """Load what is missing of the demo place. Seconds when it is there; about a minute when it is not."""
    load_places()
    if is_loaded():
        return Loaded()
    at = now or clock.now()
    today = clock.local(at).date()
    with _messages_stay_here():
        services = bring_in_directory(today, at=at)
        on_offer = services_on_offer()
        in_camden = max(3, people * PEOPLE_IN_CAMDEN // PEOPLE)
        with _bar("People", people + in_camden) as tell:
            if not Partnership.objects.filter(slug=partners.HACKNEY_SLUG).exists():
                with transaction.atomic():
                    team = partners.staff_hackney(partners.found_hackney())
                    _live(
                        team, people=people, authorities=(HACKNEY, CITY), on_offer=on_offer, at=at, tell=tell
                    )
            if not Partnership.objects.filter(slug=partners.CAMDEN_SLUG).exists():
                with transaction.atomic():
                    team = partners.staff_camden(partners.found_camden())
                    _live(team, people=in_camden, authorities=(CAMDEN,), on_offer=on_offer, at=at, tell=tell)
    _take_stock()
    return Loaded(people + in_camden, services)


def load_places() -> None:
    """Postcodes of Great Britain and the areas of the three boroughs, where they are missing."""
    if not postcodes_are_loaded():
        with _bar("Postcodes", 100) as tell:
            done = 0

            def told(so_far: int, total: int) -> None:
                nonlocal done
                tell(so_far * 100 // total - done)
                done = so_far * 100 // total

            load_bundled_postcodes(told)
    if not Area.objects.exists():
        load_area_tables(TABLES)


def _live(
    team: partners.Team,
    *,
    people: int,
    authorities: tuple[str, ...],
    on_offer: list[tuple[Offer, Service]],
    at: dt.datetime,
    tell: Callable[[int], None],
) -> None:
    """Let people be noticed over a year, a few more each month, and live their stories up to the present."""
    today = clock.local(at).date()
    rng = random.Random(f"{team.partnership.slug} {today}")
    residents = Inventor(f"people of {team.partnership.slug}", authorities, today).residents()
    world = World(team, at, rng, on_offer)
    with tenancy.within(team.partnership.pk, actor="system:demo", reason="the demo place"):
        for days_ago in sorted((_days_ago(rng) for _ in range(people)), reverse=True):
            resident = next(residents)
            noticed_on = today - dt.timedelta(days=days_ago)
            Life(world, resident, noticed_on, choose_theme(resident, noticed_on, rng)).tell()
            tell(1)


def _days_ago(rng: random.Random) -> int:
    """A day of the last year, recent ones a little likelier: the work has grown."""
    return round(YEAR * (1 - rng.random() ** 0.85))


def reset(*, people: int = PEOPLE) -> Loaded:
    """Remove both partnerships of the demo with everything done in them, and load them new.

    The audit trail is append-only and stays. So do postcodes, areas and the directory.
    """
    for slug in (partners.HACKNEY_SLUG, partners.CAMDEN_SLUG):
        found = Partnership.objects.filter(slug=slug).first()
        if found is not None:
            _remove(found)
    User.objects.filter(email__endswith=f"@{signins.DOMAIN}").delete()
    return load(people=people)


def _remove(partnership: Partnership) -> None:
    """Delete every row within its wall. Foreign keys are checked at the end, so the order does not matter."""
    inside = tenancy.within(partnership.pk, actor="system:demo", reason="the demo place is made new")
    with inside, connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in _walled():
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 – inside the wall
        cursor.execute("DELETE FROM partnerships_partnership WHERE id = %s", [partnership.pk])


def _walled() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        records = getattr(model, "records", None)
        if model._meta.managed and getattr(records, "wall", "") == "partnership":
            yield model


@contextmanager
def _messages_stay_here() -> Iterator[None]:
    """Whatever the installation does with messages, those of invented years never leave it."""
    before = settings.MESSAGES_MODE
    settings.MESSAGES_MODE = "hold"
    try:
        yield
    finally:
        settings.MESSAGES_MODE = before


def _take_stock() -> None:
    """Let PostgreSQL look at the new tables, so that its plans fit them from the first page on."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error where somebody sees it."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
