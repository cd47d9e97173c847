"""A person takes back what they agreed to, by their own link, without asking anybody."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.enums import OnwardStatus
from alongside.people.actions import agreements
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, Person
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_consent, a_person

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + HOUR, tick=False)


def link_for(person, by, at=AT):
    return reverse("public:agreed", args=[agreements.make_link(person=person, by=by, at=at)[1]])


def test_it_is_taken_back_with_one_button_and_sharing_stops(cast, client):
    sent, _secret = given.accepted_onward_referral(cast.owner)
    here = link_for(sent.case.person, cast.owner)
    page = client.get(here).content.decode()
    assert "The Green House" in page
    assert "Aydın" not in page, "whoever finds the letter learns no name"
    share = Consent.objects.get(purpose=ConsentPurpose.SHARE)
    client.post(here, {"take_back": str(share.pk)})
    share.refresh_from_db()
    sent.refresh_from_db()
    assert (share.withdrawn_by, share.withdrawn_channel) == (None, "online")
    assert sent.status == OnwardStatus.WITHDRAWN
    assert "The Green House" not in client.get(here).content.decode()


def test_opening_it_takes_nothing_back(cast, client):
    case = given.consented_case(cast.owner)
    client.get(link_for(case.person, cast.owner), {"take_back": str(Consent.objects.get().pk)})
    assert Consent.objects.get().is_live


def test_by_this_link_nobody_takes_back_what_is_not_theirs(cast, client):
    case = given.consented_case(cast.owner)
    other = a_consent(a_person(by=cast.owner, given_name="Bea"), by=cast.owner)
    here = link_for(case.person, cast.owner)
    for sent in (str(other.pk), "x", ""):
        assert client.post(here, {"take_back": sent}).status_code == 302
    other.refresh_from_db()
    assert other.is_live


def test_twice_is_once_and_then_nothing_stands(cast, client):
    case = given.consented_case(cast.owner)
    here = link_for(case.person, cast.owner)
    for _ in range(2):
        client.post(here, {"take_back": str(Consent.objects.get().pk)})
    assert "Nothing stands any more" in client.get(here).content.decode()


def test_a_link_that_is_unknown_old_or_replaced_shows_nothing(cast, client, time_machine):
    case = given.consented_case(cast.owner)
    here = link_for(case.person, cast.owner)
    newer = link_for(case.person, cast.owner, at=AT + HOUR / 2)
    assert client.get(here).status_code == 404
    assert client.get(newer).status_code == 200
    for secret in ("x" * 32, "x" * 500):
        assert client.get(reverse("public:agreed", args=[secret])).status_code == 404
    time_machine.move_to(AT + dt.timedelta(days=91), tick=False)
    assert client.get(newer).status_code == 404


def test_after_a_death_the_link_shows_nothing(cast, client):
    case = given.consented_case(cast.owner)
    here = link_for(case.person, cast.owner)
    Person.objects.filter(pk=case.person_id).update(deceased_on=AT.date())
    assert client.get(here).status_code == 404


def test_nobody_keeps_a_copy(cast, client):
    answer = client.get(link_for(given.consented_case(cast.owner).person, cast.owner))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
