"""What would unlock a match, page by page: the report for staff, and the brief that is printed."""

from __future__ import annotations

from django.urls import reverse

from tests.factories.befriending import a_scheme, a_volunteer, a_wish
from tests.factories.people import a_person


def at(name, scheme):
    return reverse(f"connector:{name}", args=[scheme.pk])


def a_queue(cast, many=6, **wished):
    scheme = a_scheme(cast.owner)
    for number in range(many):
        person = a_person(
            by=cast.owner, given_name=f"Rose{number}", family_name="Fielding", known_as="", phone=""
        )
        a_wish(cast.owner, scheme, person=person, **wished)
    return scheme


def test_each_person_has_the_smallest_change_in_plain_words(cast, client_as):
    scheme = a_queue(cast, many=1, times=[])
    a_volunteer(cast.owner, cast.team_lead)
    page = client_as(cast.owner).get(at("befriending-unlock", scheme)).content.decode()
    assert "Rose0 Fielding" in page
    assert "Ask them when they are free. Then Grace Mensah could be the one." in page
    assert "A no is a good answer" in page


def test_the_scheme_leads_to_it(cast, client_as):
    scheme = a_queue(cast, many=1)
    page = client_as(cast.owner).get(at("befriending-queue", scheme)).content.decode()
    assert at("befriending-unlock", scheme) in page


def test_whom_to_look_for_leads_to_a_brief_without_a_name(cast, client_as):
    scheme = a_queue(cast, languages_must=["bn"], conditions=["dog"])
    client = client_as(cast.owner)
    page = client.get(at("befriending-unlock", scheme)).content.decode()
    assert "Would help 6 people" in page
    assert at("befriending-brief", scheme) in page
    brief = client.get(at("befriending-brief", scheme)).content.decode()
    for words in (
        "6 people are waiting",
        "You speak Bengali",
        "You do not mind a dog",
        "In Hackney",
        "Tuesday",
    ):
        assert words in brief
    for words in ("Rose", "Fielding", "E8 1EA", "Hard of hearing"):
        assert words not in brief
    assert "is-large-print" in brief


def test_a_brief_for_few_gives_no_number_and_nothing_they_live_with(cast, client_as):
    scheme = a_queue(cast, many=2, conditions=["smoking"], skills={"dementia": 2})
    brief = client_as(cast.owner).get(at("befriending-brief", scheme)).content.decode()
    assert "People are waiting for somebody like you" in brief
    assert "2 people" not in brief
    assert "dementia" not in brief
    assert "smokes" not in brief


def test_a_profile_that_is_not_there_is_the_first(cast, client_as):
    scheme = a_queue(cast)
    for asked in ("9", "x", "-1", ""):
        brief = client_as(cast.owner).get(at("befriending-brief", scheme), {"profile": asked})
        assert brief.status_code == 200
        assert "6 people are waiting" in brief.content.decode()


def test_nobody_waiting_says_so_on_both(cast, client_as):
    scheme = a_scheme(cast.owner)
    client = client_as(cast.owner)
    assert "Nobody is waiting" in client.get(at("befriending-unlock", scheme)).content.decode()
    assert "Nobody new is needed" in client.get(at("befriending-brief", scheme)).content.decode()


def test_another_organisation_finds_neither(cast, client_as):
    scheme = a_queue(cast, many=1)
    for name in ("befriending-unlock", "befriending-brief"):
        assert client_as(cast.stranger).get(at(name, scheme)).status_code == 404
