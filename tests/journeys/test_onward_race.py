"""An organiser's link opened on two phones: both say something at the same moment, and one answer stands."""

from __future__ import annotations

import threading

from django.db import connections
from django.test import Client

from alongside.casework.models import FollowUp, OnwardReferral
from alongside.core import tenancy
from alongside.core.clock import now
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
        assert FollowUp.objects.count() == before + 1, "two answers put two calls on the list"
