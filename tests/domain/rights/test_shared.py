"""What was shared with whom, in sentences to be read out; and no sentence of what another organisation did."""

import datetime as dt

import pytest

from alongside.core import audit
from alongside.partnerships.viewer import viewer_of
from alongside.people import actions as people
from alongside.people.models import Consent
from alongside.rights.shared import shared
from tests import given
from tests.factories.casework import AT
from tests.factories.rights import a_given_copy

LATER = AT + dt.timedelta(days=2)


def sentences(member, person):
    return [line.sentence for line in shared(viewer_of(member), person).lines]


@pytest.fixture
def sent(cast):
    return given.accepted_onward_referral(cast.owner)[0]


def test_it_says_who_was_asked_what_they_were_told_and_what_they_answered(cast, sent):
    said = sentences(cast.owner, sent.case.person)
    asked = next(line for line in said if line.startswith("We asked The Green House"))
    assert "what they like to be called" in asked
    assert "phone number" in asked
    assert "The Green House said yes." in said


def test_it_says_what_was_agreed_and_what_was_taken_back(cast, sent):
    person = sent.case.person
    consent = Consent.objects.get(person=person, purpose="share")
    people.withdraw_consent(consent=consent, by=cast.owner, at=LATER)
    said = sentences(cast.owner, person)
    assert "You agreed (by phone) that we share what is needed with The Green House." in said
    assert "You took back that we share what is needed with The Green House." in said


def test_a_private_referrer_is_not_named_to_them(cast):
    from alongside.referrals.enums import ReferralKind
    from tests.factories.referrals import a_referral

    case = given.open_case(cast.owner)
    told = a_referral(cast.partnership, kind=ReferralKind.SOMEONE_I_KNOW, told={"referrer_name": "Zehra"})
    type(told).objects.filter(pk=told.pk).update(person=case.person, given_to=cast.organisation)
    said = sentences(cast.owner, case.person)
    assert "Somebody who knows you told us about you." in said
    assert not any("Zehra" in line for line in said)


def test_the_newest_comes_first_and_a_copy_that_was_given_is_told(cast, sent):
    a_given_copy(cast.owner, cast.team_lead, person=sent.case.person, at=AT + dt.timedelta(days=30))
    assert sentences(cast.owner, sent.case.person)[0] == "We gave a copy of what we hold (by letter)."


def test_another_organisation_is_named_and_what_it_did_is_not_told(cast, sent):
    person = sent.case.person
    people.make_known(person=person, organisation=cast.other_organisation, why="recorded", at=AT)
    found = shared(viewer_of(cast.stranger), person)
    assert not any("Green House to welcome" in line.sentence for line in found.lines)
    assert found.others == ["Wellbeing Team"]
    assert shared(viewer_of(cast.owner), person).others == ["Age Well"]


def test_who_looked_is_told_by_role_and_organisation(cast, sent):
    for _ in range(2):
        audit.record_readings(
            partnership_id=cast.partnership.pk,
            person_ids=[sent.case.person_id],
            actor=f"member:{cast.colleague.pk}",
            page="connector:case",
        )
    audit.record_readings(
        partnership_id=cast.partnership.pk,
        person_ids=[sent.case.person_id],
        actor=f"member:{cast.owner.pk}",
        page="connector:case",
    )
    looks = shared(viewer_of(cast.owner), sent.case.person).looks
    assert [(one.who, one.times) for one in looks] == [("Connector, Wellbeing Team", 3)]


def test_the_number_of_questions_to_the_database_does_not_grow(cast, sent, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    viewer, person = viewer_of(cast.owner), sent.case.person
    with CaptureQueriesContext(connection) as few:
        shared(viewer, person)
    for number in range(4):
        given.sent_onward_referral(
            cast.owner, case=sent.case, to_name=f"House {number}", to_email=f"h{number}@example.org"
        )
    with django_assert_num_queries(len(few.captured_queries)):
        shared(viewer, person)
