"""Who noticed somebody and asked to hear is told once that it helped – and nobody is told who should not be."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from alongside.casework.actions import contacts
from alongside.casework.enums import Result
from alongside.casework.models import Case
from alongside.journeys import tell_it_helped as journey
from alongside.journeys.accept_referral import accept_referral
from alongside.messaging.models import Message
from alongside.people.models import Consent, Person
from alongside.referrals import actions
from alongside.referrals.enums import ReferralKind
from alongside.referrals.models import Referral
from alongside.web.telling import TellUsForm
from tests import given
from tests.factories.referrals import AT, a_referral

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def noticed(cast: Any, **told: Any) -> Referral:
    return a_referral(cast.partnership, told={"tell_helped": True, **told}, source=cast.organisation)


def taken_on(cast: Any, referral: Referral) -> Case:
    return accept_referral(referral=referral, by=cast.owner, at=AT + HOUR)


def spoken(cast: Any, case: Case, result: Result = Result.REACHED, at: dt.datetime = AT + 2 * HOUR) -> None:
    contacts.log(case=case, result=result, by=cast.owner, at=at)


def told(cast: Any, at: dt.datetime = AT + DAY) -> list[Message]:
    journey.tell_it_helped(partnership=cast.partnership, at=at)
    return list(Message.objects.filter(template="referral_helped").order_by("created_at"))


def test_once_we_have_spoken_with_the_person_the_worker_is_told_once_and_without_details(cast):
    referral = noticed(cast)
    case = taken_on(cast, referral)
    assert told(cast) == []
    spoken(cast, case, Result.NO_ANSWER)
    assert told(cast) == []
    spoken(cast, case, at=AT + 3 * HOUR)
    (message,) = told(cast)
    assert message.to == "rob@housing.example.org"
    assert referral.reference in message.body
    words = re.sub(r"https?://\S+", "", message.body)  # a link is letters by chance
    assert not any(word in words for word in ("Ayten", "Aydın", "E8", "Ayse"))
    spoken(cast, case, at=AT + 30 * HOUR)
    assert len(told(cast, AT + 2 * DAY)) == 1
    assert Referral.objects.get(pk=referral.pk).helped_told_at == AT + DAY


def test_a_conversation_held_counts_as_having_spoken(cast):
    case = taken_on(cast, noticed(cast))
    given.held_conversation(cast.owner, case=case, at=AT + 2 * HOUR)
    assert len(told(cast)) == 1


@pytest.mark.parametrize(
    "wish", [{"tell_helped": False}, {"acknowledge_by": "", "referrer_email": "rob@housing.example.org"}]
)
def test_who_did_not_ask_or_left_no_address_hears_nothing(cast, wish):
    spoken(cast, taken_on(cast, noticed(cast, **wish)))
    assert told(cast) == []


def test_a_referral_that_was_declined_or_taken_back_is_thanked_no_more(cast):
    """The person may be known and supported all the same: of that the referrer learns nothing."""
    declined, withdrawn = noticed(cast), noticed(cast, phone="07700 900124")
    person = taken_on(cast, a_referral(cast.partnership, source=cast.organisation)).person
    actions.decline(referral=declined, reason="already_supported", by=cast.owner, at=AT + HOUR)
    actions.withdraw(referral=withdrawn, by=cast.owner, at=AT + HOUR)
    Referral.objects.filter(pk__in=[declined.pk, withdrawn.pk]).update(person=person)
    spoken(cast, Case.objects.get(person=person))
    assert told(cast) == []


@pytest.mark.parametrize(
    "happens",
    [
        lambda case: Person.objects.filter(pk=case.person_id).update(deceased_on=AT.date()),
        lambda case: Case.objects.filter(pk=case.pk).update(
            status="closed",
            closed_at=AT + 3 * HOUR,
            closed_by=case.opened_by,
            outcome="not_started",
            closing_reason="not_reached",
        ),
        lambda case: Case.objects.filter(pk=case.pk).update(
            status="closed",
            closed_at=AT + 3 * HOUR,
            closed_by=case.opened_by,
            outcome="same",
            closing_reason="person_chose",
        ),
    ],
    ids=["died", "never began", "did not want it"],
)
def test_where_it_did_not_help_nobody_is_told_that_it_did(cast, happens):
    case = taken_on(cast, noticed(cast))
    spoken(cast, case)
    happens(case)
    assert told(cast) == []


def test_a_person_who_took_back_their_agreement_is_not_spoken_of(cast):
    from alongside.journeys import agree
    from alongside.people.enums import ConsentChannel, ConsentPurpose

    case = taken_on(cast, noticed(cast))
    spoken(cast, case)
    consent = {
        "person": case.person,
        "purpose": ConsentPurpose.SUPPORT,
        "channel": ConsentChannel.PHONE,
        "by": cast.owner,
    }
    agree.agree(**consent, at=AT + 2 * HOUR)
    Consent.objects.update(withdrawn_at=AT + 3 * HOUR, withdrawn_by=cast.owner)
    assert told(cast) == []
    agree.agree(**consent, at=AT + 4 * HOUR)
    assert len(told(cast)) == 1


def test_a_call_before_the_worker_told_us_is_not_the_workers_doing(cast):
    case = taken_on(cast, noticed(cast))
    spoken(cast, case, at=AT - HOUR)
    assert told(cast) == []


def test_the_link_in_the_message_stops_it_for_everybody_this_worker_told_us_of(cast, client):
    first, second = noticed(cast), noticed(cast, name="Bela Bartok", phone="07700 900155")
    other = noticed(cast, name="Clara", phone="07700 900156", referrer_email="sue@housing.example.org")
    spoken(cast, taken_on(cast, first))
    (message,) = told(cast)
    path = "/no-more-thanks/" + message.body.split("/no-more-thanks/")[1].split()[0]
    page = client.get(path)
    assert page["Cache-Control"] == "no-store, private"
    assert "Stop these messages" in page.content.decode()
    assert Referral.objects.filter(tell_helped=True).count() == 3, "opening the link stops nothing"
    for _time in range(2):
        assert "We will not write to you about it again" in client.post(path).content.decode()
    assert list(Referral.objects.filter(tell_helped=True)) == [other]
    spoken(cast, taken_on(cast, second))
    assert len(told(cast, AT + 2 * DAY)) == 1


@pytest.mark.parametrize("secret", ["x", "0" * 32 + ":" + "a" * 43, "x" * 300])
def test_a_made_up_link_stops_nothing(cast, client, secret):
    noticed(cast)
    assert client.post(f"/no-more-thanks/{secret}/").status_code == 404
    assert Referral.objects.get().tell_helped


def test_the_wish_is_asked_for_on_the_form_and_off_unless_ticked(cast, client):
    path = f"/tell-us/{cast.frontline_link.code}/"
    answers = {"agreed": "yes", "name": "Ayten", "phone": "07700 900123", "answer_to": "rob@example.org"}
    assert "Tell me once, later, if it helped" in client.get(path).content.decode()
    client.post(path, answers)
    assert not Referral.objects.get().tell_helped
    client.post(path, {**answers, "tell_helped": "on"})
    assert Referral.objects.filter(tell_helped=True).count() == 1
    assert TellUsForm.kind == ReferralKind.FRONTLINE


def test_two_runs_at_once_tell_once(cast):
    referral = noticed(cast)
    spoken(cast, taken_on(cast, referral))
    keys = [row.pk for row in journey.waiting_to_hear()]
    assert keys == [referral.pk]
    assert [journey._tell(keys[0], partnership=cast.partnership, at=AT + DAY) for _run in range(2)] == [
        True,
        False,
    ]
