"""Who sees whom within a partnership."""

from __future__ import annotations

import datetime as dt

import pytest

from alongside.partnerships.viewer import viewer_of
from alongside.people import access, actions, queries
from alongside.people.enums import ConsentPurpose, KnownWhy
from tests.factories.people import AT, a_consent, a_person

LATER = AT + dt.timedelta(days=1)


def sees(member, person) -> bool:
    return access.can_see(viewer_of(member), person)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("owner", True),
        ("colleague", True),
        ("team_lead", True),
        ("safeguarding_lead", True),
        ("stranger", False),
        ("steward", False),
        ("programme_lead", False),
        ("volunteer", False),
        ("organiser", False),
        ("other_partnership", False),
    ],
)
def test_an_organisation_sees_the_people_it_knows_and_nobody_else_does(cast, who, may):
    person = a_person(by=cast.owner)
    assert sees(getattr(cast, who), person) is may


def test_nobody_sees_anybody_without_signing_in(cast):
    a_person(by=cast.owner)
    assert not access.visible_to(None).exists()


def test_sharing_opens_the_record_and_taking_it_back_closes_it_at_once(cast):
    person = a_person(by=cast.owner)
    consent = a_consent(
        person, by=cast.owner, purpose=ConsentPurpose.SHARE, shared_with=cast.other_organisation
    )
    assert sees(cast.stranger, person)
    actions.withdraw_consent(consent=consent, by=cast.owner, at=LATER)
    assert not sees(cast.stranger, person)


def test_one_reason_to_know_somebody_ends_and_another_stands(cast):
    person = a_person(by=cast.owner)
    actions.make_known(person=person, organisation=cast.other_organisation, why=KnownWhy.CASE, at=AT)
    actions.make_known(person=person, organisation=cast.other_organisation, why=KnownWhy.REFERRAL, at=AT)
    actions.no_longer_known(person=person, organisation=cast.other_organisation, why=KnownWhy.CASE, at=LATER)
    assert sees(cast.stranger, person)
    actions.no_longer_known(
        person=person, organisation=cast.other_organisation, why=KnownWhy.REFERRAL, at=LATER
    )
    assert not sees(cast.stranger, person)


def test_a_safeguarding_lead_reads_but_does_not_change(cast):
    person = a_person(by=cast.owner)
    assert not access.can_change(viewer_of(cast.safeguarding_lead), person)
    assert access.can_change(viewer_of(cast.colleague), person)


@pytest.mark.parametrize("words", ["ayse aydin", "AYDIN", "e8 1ea", "900123", "mrs a"])
def test_search_finds_by_anything_one_remembers_within_what_one_may_see(cast, words):
    person = a_person(by=cast.owner, given_name="Ayşe")
    assert list(queries.search(viewer_of(cast.owner), words)) == [person]
    assert not queries.search(viewer_of(cast.stranger), words).exists()
