"""Accepting: somebody we know, or a new person; one effect; the second connector is told."""

from __future__ import annotations

import uuid

from alongside.casework.models import Case
from alongside.people.models import Person
from alongside.referrals import actions
from alongside.referrals.models import Referral
from tests.factories.people import a_person
from tests.factories.referrals import AT, a_referral


def test_a_new_person_is_made_and_a_case_begins(cast, client_as):
    referral = a_referral(cast.partnership)
    path = f"/connector/referrals/{referral.pk}/accept/"
    client = client_as(cast.owner)
    assert 'value="Ayten"' in client.get(path).content.decode()
    data = {"who": "new", "given_name": "Ayten", "family_name": "Aydın", "once": str(uuid.uuid4())}
    first, again = client.post(path, data), client.post(path, data)
    case = Case.objects.get()
    assert first.url == again.url == f"/connector/cases/{case.pk}/"
    assert Person.objects.get().name == "Ayten Aydın"
    assert Referral.objects.get().person == case.person


def test_somebody_we_know_is_chosen_and_nobody_is_added(cast, client_as):
    person = a_person(by=cast.owner)
    referral = a_referral(cast.partnership)
    path = f"/connector/referrals/{referral.pk}/accept/"
    client = client_as(cast.owner)
    assert "same phone number" in client.get(path).content.decode()
    client.post(path, {"who": str(person.pk)})
    assert Person.objects.count() == 1
    assert Referral.objects.get().person == person


def test_a_person_of_another_organisation_cannot_be_chosen(cast, client_as):
    theirs = a_person(by=cast.stranger)
    referral = a_referral(cast.partnership)
    page = client_as(cast.owner).post(f"/connector/referrals/{referral.pk}/accept/", {"who": str(theirs.pk)})
    assert page.status_code == 200
    assert Referral.objects.get().status == "new"


def test_the_second_connector_is_told_who_was_first(cast, client_as):
    referral = a_referral(cast.partnership)
    actions.accept(referral=referral, by=cast.colleague, at=AT)
    client = client_as(cast.owner)
    page = client.post(
        f"/connector/referrals/{referral.pk}/accept/",
        {"who": "new", "given_name": "Ayten", "family_name": "Aydın"},
        follow=True,
    )
    assert "Colin Colleague has decided this already" in page.content.decode()
    assert Person.objects.count() == 1


def test_without_a_choice_or_a_name_the_page_says_so(cast, client_as):
    a_person(by=cast.owner)
    referral = a_referral(cast.partnership)
    path = f"/connector/referrals/{referral.pk}/accept/"
    client = client_as(cast.owner)
    assert "Choose whether this is somebody we know." in client.post(path, {}).content.decode()
    nameless = client.post(path, {"who": "new", "given_name": " "}).content.decode()
    assert "Write what they are called." in nameless
