"""Who this might already be: slips are found, twins and shared phones stay apart."""

from __future__ import annotations

import datetime as dt

import pytest

from alongside.partnerships.viewer import viewer_of
from alongside.people import access
from alongside.people.duplicates import candidates
from tests.factories.people import MRS_A, a_person

BORN = MRS_A["born_on"]


@pytest.fixture
def among(cast):
    return access.visible_to(viewer_of(cast.owner))


@pytest.mark.parametrize(
    "told",
    [
        {"given": "Ayten", "family": "Aydin", "born_on": BORN},
        {"given": "Aytan", "family": "Aydın", "phone": "07700 900 123"},
        {"given": "Ayten", "family": "Ayden", "postcode": "e81ea", "born_on": BORN},
        {"given": "Ayten", "family": "Aydın", "postcode": "E8 1EA"},
    ],
)
def test_a_slip_of_the_pen_does_not_hide_somebody_we_know(cast, among, told):
    person = a_person(by=cast.owner)
    (found,) = candidates(**told, among=among)
    assert found.person == person
    assert found.likely
    assert found.alike


def test_twins_are_shown_with_their_difference_and_not_called_likely(cast, among):
    a_person(by=cast.owner, given_name="Ayla", known_as="")
    (found,) = candidates(
        given="Mehmet", family="Aydın", born_on=BORN, postcode="E8 1EA", phone="07700 900123", among=among
    )
    assert not found.likely
    assert "another first name: Ayla" in found.different
    assert "same date of birth" in found.alike


def test_a_shared_phone_alone_is_not_enough_to_suggest_anybody(cast, among):
    a_person(by=cast.owner, given_name="Boris", family_name="Okafor", known_as="", postcode="")
    assert candidates(given="Ayten", family="Aydın", phone="07700 900123", among=among) == []


def test_the_same_name_with_another_birthday_is_not_likely(cast, among):
    a_person(by=cast.owner)
    found = candidates(given="Ayten", family="Aydın", born_on=dt.date(1990, 5, 14), among=among)
    assert not any(c.likely for c in found)


def test_a_slip_in_the_date_still_counts_for_something(cast, among):
    a_person(by=cast.owner)
    (found,) = candidates(
        given="Ayten", family="Aydın", born_on=dt.date(1948, 3, 28), postcode="E8 1EA", among=among
    )
    assert "date of birth differs by one slip" in found.alike


def test_people_of_another_organisation_are_not_suggested(cast):
    a_person(by=cast.owner)
    theirs = access.visible_to(viewer_of(cast.stranger))
    assert candidates(given="Ayten", family="Aydın", born_on=BORN, among=theirs) == []


def test_without_a_name_nobody_is_suggested(cast, among):
    a_person(by=cast.owner)
    assert candidates(given="  ", phone="07700 900123", among=among) == []
