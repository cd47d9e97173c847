"""A death, marked with one page and one tick; whom to tell; and the way back."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.models import FollowUp
from alongside.people.models import Person, Stopping
from tests import given, given_befriending
from tests.factories.casework import AT


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2), tick=False)


@pytest.fixture
def case(cast):
    return given.logged_contact(cast.owner, case=given.sent_onward_referral(cast.owner)[0].case).case


def url(case):
    return reverse("connector:died", args=[case.person_id])


def on(day, **more):
    return {"died_on_day": day.day, "died_on_month": day.month, "died_on_year": day.year, **more}


def test_what_will_stop_is_read_before_it_is_done(cast, client_as, case):
    page = client_as(cast.owner).get(url(case)).content.decode()
    assert "Dropped from the worklist" in page
    assert "Taken back from organisers" in page
    assert not Stopping.objects.exists()


def test_without_the_tick_or_with_a_day_to_come_nothing_stops_and_nothing_typed_is_lost(
    cast, client_as, case
):
    client = client_as(cast.owner)
    page = client.post(url(case), on(AT, heard_from="Her niece rang")).content.decode()
    assert "slip of the finger" in page
    assert "Her niece rang" in page
    page = client.post(url(case), on(AT + dt.timedelta(days=3), sure="on")).content.decode()
    assert "has not come yet" in page
    assert not Stopping.objects.exists()


def test_it_stops_lists_whom_to_tell_and_is_ticked_off(cast, client_as, case):
    client = client_as(cast.owner)
    assert client.post(url(case), on(AT, sure="on")).status_code == 302
    assert not FollowUp.objects.filter(done_at=None).exists()
    page = client.get(url(case)).content.decode()
    assert "The Green House" in page
    key = next(entry["key"] for entry in Stopping.objects.get().to_tell if entry["name"] == "The Green House")
    client.post(url(case), {"do": "told", "key": key})
    assert "Ayse Demir" in client.get(url(case)).content.decode()
    client.post(url(case), {"do": "untold", "key": key})
    assert not any(entry["told_at"] for entry in Stopping.objects.get().to_tell)
    assert "Whom to tell" in client.get(reverse("connector:case", args=[case.pk])).content.decode()


def test_it_is_taken_back_with_one_button(cast, client_as, case):
    client = client_as(cast.owner)
    client.post(url(case), on(AT, sure="on"))
    client.post(url(case), {"do": "undo"})
    assert Person.objects.get(pk=case.person_id).deceased_on is None
    assert FollowUp.objects.filter(done_at=None).exists()
    client.post(url(case), {"do": "undo"})
    assert "Has Ayten Aydın died?" in client.get(url(case)).content.decode()


def test_sent_twice_it_is_one_marking(cast, client_as, case):
    client = client_as(cast.owner)
    for _ in range(2):
        client.post(url(case), on(AT, sure="on"))
    assert Stopping.objects.count() == 1


def test_details_can_no_longer_mark_a_death_past_this(cast, client_as, case):
    path = reverse("connector:person-details", args=[case.person_id])
    sent = {
        "given_name": "Ayten", "contact_by": "phone", "version": case.person.version,
        "deceased_on_day": 1, "deceased_on_month": 11, "deceased_on_year": 2026,
    }  # fmt: skip
    assert client_as(cast.owner).post(path, sent).status_code == 302
    assert Person.objects.get(pk=case.person_id).deceased_on is None


def test_the_coordinator_is_asked_to_ring_the_volunteer(cast, client_as):
    match = given_befriending.an_active_match(cast)
    team_lead = client_as(match.supervisor)
    care = reverse("connector:befriending-care")
    assert "Ring the volunteer yourself" not in team_lead.get(care).content.decode()
    Person.objects.filter(pk=match.person_id).update(deceased_on=AT.date())
    page = team_lead.get(care).content.decode()
    assert "Ring the volunteer yourself" in page
    assert match.volunteer.name in page
