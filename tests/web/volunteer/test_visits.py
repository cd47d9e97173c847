"""A volunteer's visits on a phone, the private calendar link, and what is never shown."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from alongside.befriending.actions import matches, visits
from alongside.messaging.models import Message
from alongside.partnerships.actions import end_membership
from alongside.volunteering.models import Worry
from alongside.web.icalendar import LONGEST_LINE, Event, calendar
from tests import given_befriending as given
from tests.factories.befriending import AT

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def story(cast):
    scene = given.scene(cast)
    visit = given.a_visit(cast, on=scene)
    return scene, visit


def at_visit(visit, after):
    return time_machine.travel(visit.during.lower + after, tick=False)


def test_my_next_visit_says_the_minimum_and_how_to_get_there(story, client_as):
    scene, visit = story
    with at_visit(visit, -20 * HOUR):
        client = client_as(scene.member)
        assert "Mrs A" in client.get(reverse("volunteer:visits")).content.decode()
        text = client.get(reverse("volunteer:visit", args=[visit.pk])).content.decode()
    assert "Hard of hearing on the left" in text
    assert "Top bell" in text
    assert "E8 1EA" in text
    for hidden in ("1948", "Aydın", "27 March", "lunch-time medication"):
        assert hidden not in text


def test_it_is_logged_in_three_taps(story, client_as):
    scene, visit = story
    with at_visit(visit, 2 * HOUR):
        client = client_as(scene.member)
        told = {"happened": "yes", "person_felt": "good", "volunteer_felt": "good"}
        answered = client.post(reverse("volunteer:visit-log", args=[visit.pk]), told, follow=True)
        assert "It is written down." in answered.content.decode()
        again = client.get(reverse("volunteer:visit-log", args=[visit.pk]), follow=True)
        assert "written down already" in again.content.decode()
    visit.refresh_from_db()
    assert visit.status == "happened"


def test_a_log_without_how_it_was_is_asked_for_it(story, client_as):
    scene, visit = story
    with at_visit(visit, 2 * HOUR):
        address = reverse("volunteer:visit-log", args=[visit.pk])
        text = client_as(scene.member).post(address, {"happened": "yes"}).content.decode()
    assert "Choose how it was for them." in text


def test_i_am_worried_is_two_taps_and_says_about_whom(story, client_as):
    scene, visit = story
    with at_visit(visit, HOUR):
        client = client_as(scene.member)
        text = client.get(reverse("volunteer:visit", args=[visit.pk])).content.decode()
        address = f"{reverse('volunteer:worried')}?visit={visit.pk}"
        assert address in text
        client.post(address, {"words": ""})
    assert Worry.objects.get().person == visit.match.person


def test_a_visit_is_swapped_or_called_off_and_the_person_hears(story, client_as):
    scene, visit = story
    with at_visit(visit, -30 * HOUR):
        client = client_as(scene.member)
        address = reverse("volunteer:visit-change", args=[visit.pk])
        told = {"what": "swap", "on_day": 11, "on_month": 11, "on_year": 2026, "time": "3pm"}
        assert "Swapped." in client.post(address, told, follow=True).content.decode()
        visit.refresh_from_db()
        assert visit.during.lower == dt.datetime(2026, 11, 11, 15, tzinfo=dt.UTC)
        assert "Called off." in client.post(address, {"what": "off"}, follow=True).content.decode()
    templates = list(Message.objects.values_list("template", flat=True))
    assert "befriending_moved" in templates
    assert "befriending_called_off" in templates
    assert "befriending_volunteer_called_off" in templates


def test_i_am_there_is_noted_once(story, client_as):
    scene, visit = story
    with at_visit(visit, HOUR / 12):
        client = client_as(scene.member)
        address = reverse("volunteer:visit", args=[visit.pk])
        assert "You arrived at" in client.post(address, follow=True).content.decode()
    visit.refresh_from_db()
    assert visit.arrived_at is not None


def test_the_calendar_shows_when_and_neither_whom_nor_where(story, client, client_as):
    scene, visit = story
    with at_visit(visit, -20 * HOUR):
        text = client_as(scene.member).post(reverse("volunteer:visits"), {"do": "link"}).content.decode()
        secret = text.split("/calendar/")[1].split(".ics")[0]
        feed = client.get(reverse("public:visits-calendar", args=[secret]))
        body = feed.content.decode()
        assert feed["Content-Type"].startswith("text/calendar")
        assert f"DTSTART:{visit.during.lower:%Y%m%dT%H%M%SZ}" in body
        for hidden in ("Mrs A", "Ayten", "E8", "Top bell"):
            assert hidden not in body
        client_as(scene.member).post(reverse("volunteer:visits"), {"do": "revoke"})
        assert client.get(reverse("public:visits-calendar", args=[secret])).status_code == 404


def test_the_calendar_and_every_page_stop_with_the_membership(story, client, client_as):
    scene, visit = story
    secret = visits.make_calendar_link(volunteer=scene.volunteer, at=AT)
    signed_in = client_as(scene.member)
    with at_visit(visit, -20 * HOUR):
        address = reverse("volunteer:visit", args=[visit.pk])
        assert signed_in.get(address).status_code == 200
        end_membership(member=scene.member, at=AT)
        assert signed_in.get(address).status_code in {302, 404}
        assert client.get(reverse("public:visits-calendar", args=[secret])).status_code == 404


def test_a_check_that_fails_ends_access_in_the_middle_of_a_session(story, client_as):
    scene, visit = story
    with at_visit(visit, -20 * HOUR):
        client = client_as(scene.member)
        address = reverse("volunteer:visit", args=[visit.pk])
        assert client.get(address).status_code == 200
        scene.volunteer.checks.filter(kind="dbs").update(ended_at=AT, ended_why="Withdrawn")
        assert client.get(address).status_code == 404
        assert "Mrs A" not in client.get(reverse("volunteer:visits")).content.decode()


def test_another_volunteers_visit_does_not_exist(story, cast, client_as):
    _scene, visit = story
    with at_visit(visit, -20 * HOUR):
        assert client_as(cast.volunteer).get(reverse("volunteer:visit", args=[visit.pk])).status_code == 404


def test_a_calendar_is_folded_and_escaped():
    event = Event("1", AT, AT + HOUR, "Tea, cake; and\nmore" + "ü" * 60)
    text = calendar([event], name="Ours", stamp=AT)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "Tea\\, cake\\; and\\nmore" in text
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))


def test_letters_are_logged_when_written(cast, client_as):
    scene = given.scene(cast, channels=["letters"])
    scene.wish.channels = ["letters"]
    scene.wish.save()
    match = given.an_introduced_match(cast, on=scene)
    matches.begin_trial(match=match, first_on=AT.date(), weekday=None, minute=None, by=cast.owner, at=AT)
    with time_machine.travel(AT + HOUR, tick=False):
        client = client_as(scene.member)
        assert "Letters with Mrs A" in client.get(reverse("volunteer:visits")).content.decode()
        client.post(reverse("volunteer:visits"), {"do": "letter", "match": match.pk})
    assert match.visits.get().status == "happened"
