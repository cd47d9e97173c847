"""Loading the demo place after an interruption, and again, on a database of its own."""

import datetime as dt

from alongside.core import tenancy
from alongside.demo import partners
from alongside.demo.load import is_loaded, load, reset
from alongside.partnerships.models import Partnership
from alongside.people.models import Person, TimelineEvent

NOW = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)


def inside(slug: str):
    return tenancy.within(Partnership.objects.get(slug=slug).pk, actor="test", read_only=True)


def test_a_load_cut_short_is_cleared_away_by_the_next_and_a_reset_makes_the_same_people_of_the_day_anew(
    committing_db: None,
):
    half = partners.found(partners.PLACES[0])
    assert not is_loaded()
    load(people=4, now=NOW)
    assert is_loaded()
    assert not Partnership.objects.filter(pk=half.pk).exists()
    assert not Partnership.objects.filter(slug__endswith=partners.UNFINISHED).exists()
    with inside("hackney-city"):
        before = sorted(person.name for person in Person.objects.all())
        told = TimelineEvent.objects.count()
    first = Partnership.objects.get(slug="hackney-city")
    reset(people=4, now=NOW)
    assert not Partnership.objects.filter(pk=first.pk).exists()
    with inside("hackney-city"):
        assert sorted(person.name for person in Person.objects.all()) == before
        assert TimelineEvent.objects.count() == told
