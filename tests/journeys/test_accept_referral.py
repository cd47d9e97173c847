"""Accepting a referral: one case, a first call by the promised day, the referrer told once."""

import datetime as dt
import threading

import pytest
from django.db import connection

from alongside.casework.enums import Because, FollowUpKind
from alongside.casework.models import Case
from alongside.core import tenancy
from alongside.journeys.accept_referral import accept_referral
from alongside.messaging.models import Message
from alongside.people.enums import KnownWhy
from alongside.people.models import KnownTo
from alongside.referrals.actions import CannotDecide
from alongside.referrals.models import Referral
from tests import given
from tests.cast import assemble, found_partnership
from tests.factories.casework import AT
from tests.factories.referrals import a_referral


def test_accepting_opens_a_case_with_a_first_call_within_three_working_days(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    due = case.follow_ups.get()
    assert (case.connector, case.organisation) == (cast.owner, cast.organisation)
    assert (due.kind, due.because, due.owner) == (FollowUpKind.FIRST_CONTACT, Because.ACCEPTED, cast.owner)
    assert due.due_on == dt.date(2026, 11, 5)  # it came on Monday 2 November
    assert KnownTo.objects.filter(person=case.person, why=KnownWhy.CASE).exists()


def test_the_referrer_is_told_once(cast):
    given.accepted_referral(cast.partnership, cast.owner)
    told = Message.objects.filter(to="rob@housing.example.org")
    assert told.filter(template__contains="accepted").count() == 1


def test_a_referral_for_somebody_we_support_adds_a_call_to_their_case(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    again = accept_referral(
        referral=a_referral(cast.partnership), person=case.person, by=cast.colleague, at=AT
    )
    assert again == case
    assert case.follow_ups.count() == 2


def test_a_referral_that_waited_too_long_is_due_now_and_not_in_the_past(cast):
    late = AT + dt.timedelta(days=60)
    case = given.accepted_referral(cast.partnership, cast.owner, at=late)
    assert case.follow_ups.get().due_on == late.date() + dt.timedelta(days=0 if late.weekday() < 5 else 2)


def test_the_second_connector_is_told_who_was_first(cast):
    referral = a_referral(cast.partnership)
    accept_referral(referral=referral, by=cast.owner, at=AT)
    with pytest.raises(CannotDecide, match="Ayse Demir"):
        accept_referral(referral=referral, by=cast.colleague, at=AT)
    assert Case.objects.count() == 1


def test_two_connectors_at_the_same_moment_one_wins_and_the_other_is_told(committing_db):
    partnership = found_partnership("racing", is_default=True)
    with tenancy.within(partnership.pk, actor="test"):
        cast = assemble(partnership)
        referral = a_referral(partnership)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def take(member):
        try:
            with tenancy.within(partnership.pk, actor=f"member:{member.pk}"):
                mine = Referral.objects.get(pk=referral.pk)
                start.wait()
                accept_referral(referral=mine, by=member, at=AT)
            outcomes.append("won")
        except CannotDecide as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(member,)) for member in (cast.owner, cast.colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 2
    assert sum(outcome == "won" for outcome in outcomes) == 1
    assert any("has decided this already" in outcome for outcome in outcomes)
    with tenancy.within(partnership.pk, actor="test"):
        assert Case.objects.count() == 1
