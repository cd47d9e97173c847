"""The demo place loads, once, with nothing in the future and nobody who could be reached."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from alongside.befriending.models import Match, Scheme, Visit, Wish
from alongside.casework.models import Case, FollowUp
from alongside.core import clock, tenancy
from alongside.demo import signins
from alongside.demo.load import TABLES, Loaded, is_loaded, load
from alongside.demo.stories import invent
from alongside.directory.models import Location, Service
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Partnership, User
from alongside.people.models import Person, TimelineEvent
from alongside.places.loading.stop_file import recognise
from alongside.places.models import Stop
from alongside.places.stops import nearest
from alongside.referrals.models import Referral
from alongside.volunteering import queries as volunteers
from alongside.volunteering.models import Application, Volunteer, Worry
from tests import database

NOW = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """The demo place with twelve people, really committed; the database is cloned anew after."""
    with django_db_blocker.unblock():
        yield load(people=12, now=NOW)
        name = connections["default"].settings_dict["NAME"]
        for alias in connections:
            connections[alias].close()
        database.clone(database.ensure_template(), name)
        database.point_connections_at(name)


def inside(slug: str):
    return tenancy.within(Partnership.objects.get(slug=slug).pk, actor="test", read_only=True)


def test_the_demo_place_loads_once_and_is_worth_looking_at(loaded: Loaded):
    assert loaded.people == 15
    assert loaded.services == Service.objects.listed().count() >= 100
    assert is_loaded()
    assert load(people=12, now=NOW) == Loaded()
    with inside("hackney-city"):
        assert Referral.objects.count() == 17
        assert Referral.objects.get(name="Ayten Aydın").status == "new"
        assert Person.objects.count() >= 8
        assert Case.objects.filter(status="open").exists()
        assert Case.objects.filter(status="closed").exists()
        for case in Case.objects.filter(status="open"):
            assert FollowUp.objects.filter(case=case, done_at=None).exists(), "nobody is forgotten"


def test_most_places_say_how_to_get_there(loaded: Loaded):
    (block,) = recognise(TABLES / "stops.csv").blocks(lambda _done: None)
    assert not block.unused
    assert Stop.objects.count() == len(block.rows)
    found = Location.objects.filter(precision="exact").order_by("pk").values_list("point", flat=True)
    points = {point for point in found if point}
    near = nearest(points)
    assert len(near) > len(points) * 0.8
    told = {stop.kind for stops in near.values() for stop in stops}
    assert told == {"bus", "train", "underground"}


def test_befriending_has_two_schemes_with_queues_and_matches_that_live(loaded: Loaded):
    with inside("hackney-city"):
        assert set(Scheme.objects.values_list("channel", flat=True)) == {"visit", "phone"}
        for scheme in Scheme.objects.all():
            assert Wish.objects.filter(scheme=scheme, status="waiting").count() >= 2
            assert Match.objects.filter(scheme=scheme, status="active").exists()
        rosa = Volunteer.objects.get(name="Rosa Mendes")
        assert Visit.objects.filter(volunteer=rosa, status="booked", during__startswith__gt=NOW).exists()
        to_log = Visit.objects.get(volunteer=rosa, status="booked", during__endswith__lte=NOW)
        assert to_log.channel == "phone"
        lapsed = Volunteer.objects.get(name="Carlo Bianchi")
        assert [lack.kind for lack in volunteers.lacks_of(lapsed, NOW.date())] == ["dbs"]
        assert not Visit.objects.filter(volunteer=lapsed, status="booked").exists()
        assert Match.objects.get(status="ending").ending_words
        assert Worry.objects.get().closed_at is None
        assert {"interview", "references"} <= set(Application.objects.values_list("stage", flat=True))


def test_nothing_has_happened_yet_that_lies_in_the_future(loaded: Loaded):
    with inside("hackney-city"):
        assert not TimelineEvent.objects.filter(at__gt=NOW).exists()
        assert not Referral.objects.filter(received_at__gt=NOW).exists()
        assert not Message.objects.filter(created_at__gt=NOW).exists()


def test_messages_of_the_demo_stay_on_the_machine_though_others_leave(loaded: Loaded):
    assert settings.MESSAGES_MODE == "send"
    with inside("hackney-city"):
        assert set(Message.objects.values_list("status", flat=True)) == {MessageStatus.HELD}


def test_nobody_in_the_demo_can_be_reached(loaded: Loaded):
    with inside("hackney-city"):
        for person in Person.objects.all():
            assert re.fullmatch(r"\+(447700900|44207946 ?0)\d{3}", person.phone)
            assert person.email == "" or person.email.endswith("@example.org")
        for member in Member.objects.select_related("user"):
            assert member.user.email.endswith("@demo.example.org")


def test_the_wall_stands_between_the_two_partnerships(loaded: Loaded):
    with inside("camden"):
        camden = set(Person.objects.values_list("pk", flat=True))
        assert camden
    with inside("hackney-city"):
        assert camden.isdisjoint(Person.objects.values_list("pk", flat=True))


def test_there_is_a_sign_in_for_each_role_and_the_table_says_so(loaded: Loaded):
    assert {who.role for who in signins.HACKNEY if who.shown} == set(Role)
    table = signins.table()
    for who in (*signins.HACKNEY, *signins.CAMDEN):
        assert User.objects.get(email=who.email).check_password(signins.PASSWORD)
        assert (who.email in table) == who.shown


@pytest.mark.django_db
def test_people_are_noticed_all_year_round():
    place = Partnership(slug="hackney-city", area_codes=["E09000012", "E09000001"])
    stories = invent(place, 200, clock.local(NOW).date())
    months = {(story.noticed_on.year, story.noticed_on.month) for story in stories}
    assert len(months) >= 12
    assert all(18 <= story.resident.age(story.noticed_on) <= 99 for story in stories)
