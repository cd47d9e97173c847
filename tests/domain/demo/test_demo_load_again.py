"""Loading the demo place after an interruption, again, and with other settings: each on a database of its own."""

import datetime as dt
from typing import Any

from alongside.core import tenancy
from alongside.demo import partners
from alongside.demo.load import is_loaded, load, reset
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.models import Partnership
from alongside.people.models import Person, TimelineEvent

NOW = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)


def inside(slug: str):
    return tenancy.within(Partnership.objects.get(slug=slug).pk, actor="test", read_only=True)


def test_messages_of_the_demo_stay_on_the_machine(committing_db: None, settings: Any):
    settings.MESSAGES_MODE = "send"
    load(people=4, now=NOW)
    with inside("hackney-city"):
        assert set(Message.objects.values_list("status", flat=True)) == {MessageStatus.HELD}
    assert settings.MESSAGES_MODE == "send"


def test_a_load_that_was_cut_short_is_cleared_away_by_the_next(committing_db: None):
    half = partners.found(partners.PLACES[0])
    assert not is_loaded()
    load(people=3, now=NOW)
    assert is_loaded()
    assert not Partnership.objects.filter(pk=half.pk).exists()
    assert not Partnership.objects.filter(slug__endswith=partners.UNFINISHED).exists()


def test_reset_makes_it_new_and_the_same_day_gives_the_same_people(committing_db: None):
    load(people=6, now=NOW)
    with inside("hackney-city"):
        before = sorted(person.name for person in Person.objects.all())
        told = TimelineEvent.objects.count()
    first = Partnership.objects.get(slug="hackney-city")
    reset(people=6, now=NOW)
    assert not Partnership.objects.filter(pk=first.pk).exists()
    with inside("hackney-city"):
        assert sorted(person.name for person in Person.objects.all()) == before
        assert TimelineEvent.objects.count() == told
