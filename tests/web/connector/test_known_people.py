"""The safeguarding lead finds somebody quickly and reads what is needed; writing stays the connector's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.core.clock import now
from alongside.people.actions import remember
from tests import given
from tests.factories.people import a_person

LIST = "/connector/known-people/"


@pytest.fixture
def helen(cast, client_as):
    return client_as(cast.safeguarding_lead)


def test_the_safeguarding_lead_begins_with_concerns_and_the_people_we_know_are_one_tap_away(cast, helen):
    given.open_case(cast.owner, person=a_person(by=cast.owner, family_name="Aydın"))
    home = helen.get(reverse("public:home-of-member"), follow=True)
    assert home.redirect_chain[-1][0] == "/connector/concerns/"
    assert f'href="{LIST}"' in home.content.decode()
    text = helen.get(LIST).content.decode()
    assert "Aydın" in text
    assert cast.owner.name in text


def test_names_stand_in_order_whatever_their_accents(cast, helen):
    for name in ("Öztürk", "Jones", "çelik", "İnce", "Adams"):
        a_person(by=cast.owner, family_name=name)
    text = helen.get(LIST).content.decode()
    order = [text.index(name) for name in ("Adams", "çelik", "İnce", "Jones", "Öztürk")]
    assert order == sorted(order)


def test_somebody_is_found_by_what_one_remembers(cast, helen):
    a_person(by=cast.owner, family_name="Aydın")
    a_person(by=cast.owner, family_name="Jones")
    text = helen.get(LIST, {"q": "aydin"}).content.decode()
    assert "Aydın" in text
    assert "Jones" not in text
    assert "Nobody found" in helen.get(LIST, {"q": "zzz\x00"}).content.decode()


def test_her_page_tells_who_supports_her_and_what_happened_and_changes_nothing(cast, helen):
    case = given.open_case(cast.owner, person=a_person(by=cast.owner))
    remember(person=case.person, sentence="Rang; she sounded well.", by=cast.owner, at=now())
    text = helen.get(reverse("connector:known-person", args=[case.person_id])).content.decode()
    assert cast.owner.name in text
    assert "Rang; she sounded well." in text
    assert 'method="post"' not in text.split("<main")[1].split("</main")[0]
    assert reverse("connector:case", args=[case.pk]) not in text
    assert helen.get(reverse("connector:case", args=[case.pk])).status_code == 404


def test_a_look_at_her_page_is_on_record(cast, helen):
    from alongside.core.models import Reading

    person = a_person(by=cast.owner)
    helen.get(reverse("connector:known-person", args=[person.pk]))
    assert Reading.objects.filter(person_id=person.pk).exists()
