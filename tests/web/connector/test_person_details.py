"""Changing details: kept, or shown beside what a colleague wrote meanwhile."""

from __future__ import annotations

import pytest

from alongside.people.models import Person
from tests.factories.people import a_person


def answers(person, **changes) -> dict[str, object]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "known_as": person.known_as,
        "born_on_day": "27",
        "born_on_month": "3",
        "born_on_year": "1948",
        "phone": "07700 900123",
        "postcode": "E8 1EA",
        "gender": "woman",
        "languages": ["tr", "en"],
        "access_needs": ["step_free"],
        "contact_by": "phone",
        "contact_times": ["morning"],
        "lives_alone": "yes",
        "version": person.version,
        **changes,
    }


def test_a_change_is_kept(cast, client_as):
    person = a_person(by=cast.owner)
    client = client_as(cast.owner)
    path = f"/connector/people/{person.pk}/details/"
    assert 'value="07700 900123"' in client.get(path).content.decode()
    assert client.post(path, answers(person, known_as="Ayten Hanım")).status_code == 302
    person.refresh_from_db()
    assert (person.known_as, person.version, person.gender) == ("Ayten Hanım", 2, "woman")


def test_opening_and_keeping_without_a_change_changes_nothing(cast, client_as):
    person = a_person(by=cast.owner)
    client_as(cast.owner).post(f"/connector/people/{person.pk}/details/", answers(person))
    assert Person.objects.get().version == 1


def test_a_second_editor_sees_both_and_decides(cast, client_as):
    person = a_person(by=cast.owner)
    path = f"/connector/people/{person.pk}/details/"
    client_as(cast.colleague).post(path, answers(person, known_as="Mrs Aydın", leave_message="on"))
    client = client_as(cast.owner)
    page = client.post(path, answers(person, known_as="Ayten"))
    body = page.content.decode()
    assert "A colleague changed this record while you were writing" in body
    assert "Mrs Aydın" in body
    assert "Ayten" in body
    assert 'name="version" value="2"' in body
    assert Person.objects.get().known_as == "Mrs Aydın"
    assert client.post(path, answers(person, known_as="Ayten", version=2)).status_code == 302
    assert Person.objects.get().known_as == "Ayten"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"given_name": "\u200b"}, "Write what they are called."),
        ({"born_on_year": "2090"}, "This day has not come yet."),
        ({"phone": "none"}, "This does not look like a phone number"),
    ],
)
def test_mistakes_come_back_filled(cast, client_as, wrong, sentence):
    person = a_person(by=cast.owner)
    page = client_as(cast.owner).post(f"/connector/people/{person.pk}/details/", answers(person, **wrong))
    assert sentence in page.content.decode()


@pytest.mark.parametrize("who", ["stranger", "safeguarding_lead", "steward", "other_partnership"])
def test_for_anybody_else_it_is_not_there(cast, client_as, who):
    person = a_person(by=cast.owner)
    assert client_as(getattr(cast, who)).get(f"/connector/people/{person.pk}/details/").status_code == 404
