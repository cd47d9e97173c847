"""An organiser's link opened on two phones: both say something at the same moment, and one answer stands."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client

from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import News, Teller
from alongside.casework.enums import DeclineReason, NewsKind
from alongside.casework.models import FollowUp, OnwardReferral
from alongside.core import tenancy
from alongside.core.clock import now
from alongside.journeys import answer_onward
from tests import given
from tests.cast import assemble, found_partnership


def test_a_yes_and_a_no_at_the_same_moment_leave_one_answer_and_one_call(committing_db):
    partnership = found_partnership("racing", is_default=True)
    with tenancy.within(partnership.pk, actor="test"):
        cast = assemble(partnership)
        sent, secret = given.sent_onward_referral(cast.owner, at=now())
        before = FollowUp.objects.count()
    start, statuses = threading.Barrier(2), []

    def say(words):
        try:
            start.wait()
            statuses.append(Client().post(f"/answer/{secret}/", words).status_code)
        finally:
            connections.close_all()

    answers = [
        {"answer": "accept", "name": "Gill Green"},
        {"answer": "decline", "name": "Bob Brown", "reason": "full"},
    ]
    threads = [threading.Thread(target=say, args=(words,)) for words in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(statuses) == 2
    assert max(statuses) < 500
    with tenancy.within(partnership.pk, actor="test"):
        stands = OnwardReferral.objects.get(pk=sent.pk)
        assert stands.status in {"accepted", "declined"}
        calls = {
            "accepted": 2,
            "declined": 1,
        }  # a yes is told to the person, and asked about after the first time
        assert FollowUp.objects.count() == before + calls[stands.status], "both answers went onto the list"


def test_who_answers_second_is_told_so_and_changes_nothing(cast):
    """The same, seen from each page that was open before: both still show the question."""
    sent, _secret = given.sent_onward_referral(cast.owner, at=now())
    first, second = (OnwardReferral.objects.get(pk=sent.pk) for _ in range(2))
    answer_onward.tell(onward=first, news=News(NewsKind.ACCEPTED), teller=Teller("Gill Green"), at=now())
    before = FollowUp.objects.count()
    no = News(NewsKind.DECLINED, reason=DeclineReason.FULL)
    with pytest.raises(CannotAnswer, match="a moment ago"):
        answer_onward.tell(onward=second, news=no, teller=Teller("Bob Brown"), at=now())
    assert OnwardReferral.objects.get(pk=sent.pk).status == "accepted"
    assert FollowUp.objects.count() == before
