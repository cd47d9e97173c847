"""Load the demo place, once; or make it new.

A partnership is marked as unfinished until everybody has come in: a load that is interrupted is cleared away by the
next one, which begins again. Postcodes, areas and the directory are shared and come in first.
"""

import datetime as dt
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
from alongside.demo import (
    appointments,
    at_the_door,
    befriending,
    circles,
    depth,
    letters,
    mrs_a,
    partners,
    rights,
    safeguarding,
    seeing,
    signins,
    triage,
)
from alongside.demo.feed import bring_in_directory
from alongside.demo.stories import invent, tell_all
from alongside.partnerships.models import Partnership, User
from alongside.places.loading import (
    load_area_tables,
    load_bundled_postcodes,
    load_stops,
    postcodes_are_loaded,
)
from alongside.places.models import Area, Stop

TABLES = Path(__file__).with_name("data")
PEOPLE = 600
PEOPLE_IN_CAMDEN = 30

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
    """Load what is missing of the demo place. Nothing when it is there; a minute or two when it is not."""
    load_places()
    if is_loaded():
        return Loaded()
    at = now or clock.now()
    today = clock.local(at).date()
    wanted = {
        partners.HACKNEY_SLUG: people,
        partners.CAMDEN_SLUG: max(3, people * PEOPLE_IN_CAMDEN // PEOPLE),
    }
    for unfinished in Partnership.objects.filter(slug__endswith=partners.UNFINISHED).order_by("slug"):
        _remove(unfinished)
    with _messages_stay_here():
        services = bring_in_directory(today, at=at)
        with _bar("Inventing a year of the demo place", sum(wanted.values())) as tell:
            for place in partners.PLACES:
                if not Partnership.objects.filter(slug=place.slug).exists():
                    partnership = partners.found(place)
                    stories = invent(partnership, wanted[place.slug], today)
                    tell_all(partnership, stories, now=at, tell=tell)
                    if place.slug == partners.HACKNEY_SLUG:
                        mrs_a.is_noticed(partnership, at)
                        befriending.begins(partnership, wanted[place.slug], at)
                        safeguarding.begins(partnership, at)
                        depth.begins(partnership, at)
                        appointments.begins(partnership, at)
                        rights.begins(partnership, at)
                        letters.begins(partnership, at)
                        triage.begins(partnership, at)
                        circles.begins(partnership, at)
                        seeing.begins(partnership, at)
                        at_the_door.begins(partnership, at)
                    partners.finish(partnership)
    _take_stock()
    return Loaded(sum(wanted.values()), services)


def load_places() -> None:
    """Postcodes of Great Britain, the areas of the three boroughs and stops in them, where they are missing."""
    if not postcodes_are_loaded():
        with _bar("Loading the postcodes of Great Britain", 100) as tell:
            done = 0

            def told(so_far: int, total: int) -> None:
                nonlocal done
                tell(so_far * 100 // total - done)
                done = so_far * 100 // total

            load_bundled_postcodes(told)
    if not Area.objects.exists():
        load_area_tables(TABLES)
    if not Stop.objects.exists():
        load_stops(TABLES / "stops.csv")


def reset(*, people: int = PEOPLE, now: dt.datetime | None = None) -> Loaded:
    """Remove both partnerships of the demo with everything done in them, and load them new.

    The audit trail is append-only and stays. So do postcodes, areas and the directory.
    """
    for slug in (partners.HACKNEY_SLUG, partners.CAMDEN_SLUG):
        found = Partnership.objects.filter(slug=slug).first()
        if found is not None:
            _remove(found)
    User.objects.filter(email__endswith=f"@{signins.DOMAIN}").delete()
    return load(people=people, now=now)


def _remove(partnership: Partnership) -> None:
    """Delete every row within its wall. Foreign keys are checked at the end, so the order does not matter."""
    _remove_what_is_only_added(partnership)
    inside = tenancy.within(partnership.pk, actor="system:demo", reason="the demo place is made new")
    with inside, connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in _walled():
            if not getattr(model, "only_added", False):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 – inside the wall
        cursor.execute("DELETE FROM partnerships_partnership WHERE id = %s", [partnership.pk])


def _remove_what_is_only_added(partnership: Partnership) -> None:
    """What the program itself can never remove, the owner of the tables does."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.partnership', %s, true)", [str(partnership.pk)])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in _walled():
            if getattr(model, "only_added", False):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 – inside the wall


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
    """A bar on standard error where somebody sees it, else a line."""
    if not sys.stderr.isatty():
        click.echo(f"{label} …", err=True)
        yield lambda _steps: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
