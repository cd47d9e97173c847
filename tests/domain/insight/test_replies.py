"""How an organiser answers is told from real referrals, when there are enough of them."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from alongside.casework.enums import OnwardStatus
from alongside.casework.models import OnwardReferral
from alongside.directory import offers
from alongside.insight.replies import FEWEST, in_words, replies_of, replies_of_each
from tests import given
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def answers(cast: Any) -> Any:
    """Answered referrals to one service: so many, of which so many a yes."""
    onward = given.sent_onward_referral(cast.owner)[0]
    service = onward.service or a_service("Lunch club")

    def make(count: int, yes: int) -> Any:
        rows = []
        for n in range(count):
            row = OnwardReferral.objects.get(pk=onward.pk)
            row.pk = None
            row.id = None
            row._state.adding = True
            row.id = OnwardReferral._meta.get_field("id").get_default()
            row.service = service
            row.token_hash = f"{n:064d}"
            row.sent_at = AT - dt.timedelta(days=30)
            row.answered_at = row.sent_at + dt.timedelta(days=3)
            row.answered_by_name = "Jo"
            row.status = OnwardStatus.ACCEPTED if n < yes else OnwardStatus.DECLINED
            row.decline_reason = "" if n < yes else "full"
            row.step = None
            row.save(force_insert=True)
            rows.append(row)
        return service

    return make


def test_below_the_number_nothing_is_said(answers: Any) -> None:
    service = answers(FEWEST - 1, 5)
    assert replies_of(service.pk, at=AT) is None
    assert in_words(None) == ""


def test_from_ten_on_it_is(answers: Any) -> None:
    service = answers(16, 15)
    found = replies_of(service.pk, at=AT)
    assert found is not None
    assert (found.answers, round(found.accepted, 2)) == (16, 0.94)
    assert in_words(found).endswith("and say yes to 94 in 100 people we ask for.")


def test_of_several_services_only_those_with_enough_answers_are_told(answers: Any) -> None:
    service, other = answers(16, 15), a_service("Walking group")
    assert list(replies_of_each([service.pk, other.pk], at=AT)) == [service.pk]
    assert replies_of_each([], at=AT) == {}


def test_a_connector_choosing_for_somebody_sees_how_each_organiser_answers(
    answers: Any, cast: Any, client_as: Any
) -> None:
    with time_machine.travel(AT, tick=False):
        answers(16, 15)
        offers.refresh(on=AT.date())
        case = given.open_case(cast.owner)
        page = client_as(cast.owner).get(reverse("connector:shortlist", args=[case.pk])).content.decode()
    assert "and say yes to 94 in 100 people we ask for." in page


def test_answers_of_long_ago_do_not_count(answers: Any) -> None:
    service = answers(12, 12)
    assert replies_of(service.pk, at=AT + dt.timedelta(days=400)) is None
