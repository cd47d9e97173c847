"""Receiving and deciding referrals, and what the referrer is told."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from alongside.messaging.models import Message
from alongside.partnerships.models import Organisation
from alongside.partnerships.viewer import viewer_of
from alongside.people import access as people_access
from alongside.people.models import Person
from alongside.referrals import access, actions, doorstep, links, queries
from alongside.referrals.enums import Agreed, DeclineReason, ReferralKind, ReferralStatus
from alongside.referrals.models import Knock, Referral
from tests.factories.people import a_person
from tests.factories.referrals import AT, a_referral

LATER = AT + dt.timedelta(hours=2)


def messages() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("created_at", "id").values_list("template", "to"))


def test_a_referral_is_kept_as_told_and_acknowledged_where_asked_for(cast):
    referral = a_referral(cast.partnership)
    assert referral.status == ReferralStatus.NEW
    assert (referral.name, referral.phone, referral.postcode) == ("Ayten Aydın", "+447700900123", "E8 1EA")
    assert referral.basis == "consent"
    (message,) = Message.objects.all()
    assert message.to == "rob@housing.example.org"
    assert referral.reference in message.subject
    assert "within three working days" in message.body
    assert "Ayten" not in message.subject + message.body


def test_nobody_is_written_to_who_did_not_ask(cast):
    a_referral(cast.partnership, told={"acknowledge_by": ""})
    assert messages() == []


def test_an_acknowledgement_may_go_by_text(cast):
    a_referral(cast.partnership, told={"acknowledge_by": "sms", "referrer_phone": "07700 900456"})
    assert messages() == [("referral_received", "+447700900456")]


def test_the_same_key_is_one_referral(cast):
    key = uuid.uuid4()
    assert a_referral(cast.partnership, key=key) == a_referral(cast.partnership, key=key)
    assert Referral.objects.count() == 1
    assert len(messages()) == 1


def test_a_no_is_refused_and_one_with_a_reason_is_flagged(cast):
    with pytest.raises(actions.CannotReceive, match="They said no"):
        a_referral(cast.partnership, agreed=Agreed.NO)
    flagged = a_referral(
        cast.partnership,
        agreed=Agreed.NO,
        claimed_basis="safeguarding",
        basis_reason="Bruises on both arms",
    )
    assert (flagged.basis, flagged.basis_reason) == ("safeguarding", "Bruises on both arms")


def test_a_referral_goes_to_the_organisation_it_came_from_if_that_supports_people(cast):
    assert a_referral(cast.partnership, source=cast.other_organisation).given_to == cast.other_organisation
    assert a_referral(cast.partnership).given_to == cast.organisation


def test_where_nobody_supports_people_the_sender_is_told_to_ring(cast):
    Organisation.objects.update(supports_people=False)
    with pytest.raises(actions.CannotReceive, match="020 7946 0100"):
        a_referral(cast.partnership)


@pytest.mark.parametrize("told", [{"name": " \u200b "}, {"phone": "later"}])
def test_what_nobody_could_act_on_is_refused_in_words(cast, told):
    with pytest.raises(actions.CannotReceive):
        a_referral(cast.partnership, told=told)


def test_accepting_makes_a_person_of_what_was_told_and_tells_the_referrer_no_details(cast):
    referral = a_referral(cast.partnership, told={"language": "tr", "age_told": 78})
    accepted = actions.accept(referral=referral, by=cast.owner, at=LATER)
    person = accepted.person
    assert (person.given_name, person.family_name, person.phone) == ("Ayten", "Aydın", "+447700900123")
    assert (person.languages, person.birth_year) == (["tr"], 1948)
    assert people_access.can_see(viewer_of(cast.colleague), person)
    assert messages()[-1] == ("referral_accepted", "rob@housing.example.org")
    assert "Ayten" not in Message.objects.order_by("-created_at").first().body
    assert any("accepted by Ayse Demir" in event.sentence for event in person.timeline.all())


def test_accepting_for_somebody_we_know_adds_nobody(cast):
    person = a_person(by=cast.owner)
    accepted = actions.accept(referral=a_referral(cast.partnership), person=person, by=cast.owner, at=LATER)
    assert accepted.person == person
    assert Person.objects.count() == 1


def test_a_declined_referral_tells_the_referrer_why_even_if_they_did_not_ask_to_hear(cast):
    referral = a_referral(cast.partnership, told={"acknowledge_by": ""})
    actions.decline(
        referral=referral,
        reason=DeclineReason.OUTSIDE_AREA,
        note="Islington has a team of its own.",
        by=cast.owner,
        at=LATER,
    )
    (message,) = Message.objects.all()
    assert "They live outside the area we cover." in message.body
    assert "Islington has a team of its own." in message.body


def test_the_second_of_two_connectors_is_told_who_was_first(cast):
    referral = a_referral(cast.partnership)
    actions.accept(referral=referral, by=cast.owner, at=LATER)
    with pytest.raises(actions.CannotDecide, match="Ayse Demir has decided this already: accepted"):
        actions.accept(referral=referral, by=cast.colleague, at=LATER)
    with pytest.raises(actions.CannotDecide, match="Ayse Demir"):
        actions.decline(referral=referral, reason=DeclineReason.NOT_WANTED, by=cast.colleague, at=LATER)
    assert Person.objects.count() == 1


def test_a_question_waits_and_an_answer_makes_the_referral_new_again(cast):
    referral = a_referral(cast.partnership)
    waiting = actions.ask_for_information(
        referral=referral,
        question="Which floor?",
        partnership=cast.partnership,
        by=cast.owner,
        at=LATER,
    )
    assert waiting.status == ReferralStatus.WAITING
    assert "Which floor?" in Message.objects.get(template="referral_question").body
    answered = actions.add_information(referral=referral, text="Third floor.", by=cast.owner, at=LATER)
    assert answered.status == ReferralStatus.NEW
    assert "Third floor." in answered.note


def test_a_referral_can_be_taken_back_once(cast):
    referral = a_referral(cast.partnership)
    gone = actions.withdraw(referral=referral, by=cast.owner, at=LATER)
    assert gone.status == ReferralStatus.WITHDRAWN
    with pytest.raises(actions.CannotDecide):
        actions.add_information(referral=referral, text="Late news", by=cast.owner, at=LATER)


def test_a_name_with_a_line_break_cannot_write_its_own_mail_headers(cast):
    referral = a_referral(cast.partnership, told={"name": "Eve\r\nBcc: all@example.org"})
    assert referral.name == "EveBcc: all@example.org"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("owner", True),
        ("team_lead", True),
        ("safeguarding_lead", True),
        ("stranger", False),
        ("steward", False),
        ("organiser", False),
        ("programme_lead", False),
        ("volunteer", False),
        ("other_partnership", False),
    ],
)
def test_only_the_organisation_it_was_given_to_sees_a_referral(cast, who, may):
    referral = a_referral(cast.partnership)
    viewer = viewer_of(getattr(cast, who))
    assert access.visible_to(viewer).filter(pk=referral.pk).exists() is may


def test_a_safeguarding_lead_reads_and_does_not_decide(cast):
    referral = a_referral(cast.partnership)
    assert not access.can_decide(viewer_of(cast.safeguarding_lead), referral)
    assert access.can_decide(viewer_of(cast.colleague), referral)


def test_two_tellings_of_one_person_find_each_other(cast):
    first = a_referral(cast.partnership)
    second = a_referral(cast.partnership, told={"name": "Mrs Aydin"})
    a_referral(cast.partnership, told={"name": "Somebody Else", "postcode": "N1 1AA"})
    assert queries.told_twice(viewer_of(cast.owner), second) == [first]


def test_a_link_works_whatever_the_capitals_until_it_is_closed(cast):
    link = links.open_link(organisation=cast.organisation, label=" Library  desk ")
    assert link.label == "Library desk"
    assert queries.frontline_link(link.code.upper()) == link
    links.close_link(link=link)
    assert queries.frontline_link(link.code) is None
    assert queries.frontline_link("x" * 300) is None


def test_a_flood_is_slowed_and_an_hour_later_all_is_well(cast):
    def send(at):
        return doorstep.knock(address="203.0.113.9", door="tell-us", at=at, limit=3)

    assert [send(AT) for _ in range(5)] == [True, True, True, False, False]
    assert doorstep.knock(address="203.0.113.10", door="tell-us", at=AT, limit=3)
    assert send(AT + dt.timedelta(hours=1))
    assert not Knock.objects.filter(visitor__contains="203").exists()
    assert doorstep.forget_old(at=AT + dt.timedelta(days=3)) == 3


CANNOT_STAND = {
    "referrals_names_someone": {"name": ""},
    "referrals_decision_is_whole": {"status": "withdrawn", "decided_at": AT},
    "referrals_question_is_whole": {"asked_at": AT},
    "referrals_decided_by_someone": {"status": "withdrawn"},
    "referrals_held_on_a_lawful_basis": {"agreed": "no"},
    "referrals_phone_is_e164": {"phone": "07700 900123"},
    "referrals_age_is_plausible": {"age_told": 200},
    "referrals_joined_to_another": {"joined_to": "itself"},
}


@pytest.mark.parametrize("constraint", sorted(CANNOT_STAND))
def test_what_cannot_be_true_of_a_referral_cannot_be_stored(cast, constraint):
    referral = a_referral(cast.partnership)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        wrong = {k: referral if v == "itself" else v for k, v in CANNOT_STAND[constraint].items()}
        Referral.objects.filter(pk=referral.pk).update(**wrong)


def test_accepted_names_a_person_and_declined_a_reason(cast):
    decided = {"decided_at": LATER, "decided_by": cast.owner}
    referral = a_referral(cast.partnership, kind=ReferralKind.SELF)
    for status, constraint in (
        ("accepted", "referrals_accepted_for_a_person"),
        ("declined", "referrals_declined_with_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(status=status, **decided)


def test_reference_and_key_are_given_once(cast):
    one, two = a_referral(cast.partnership, key=uuid.uuid4()), a_referral(cast.partnership)
    for constraint, same in (
        ("referrals_reference_once", {"reference": one.reference}),
        ("referrals_key_once", {"key": one.key}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Referral.objects.filter(pk=two.pk).update(**same)
