"""The same Bundle at the same moment, on two connections and over the wire: one referral, two good answers."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connections
from django.test import Client

from alongside.core import tenancy
from alongside.referrals import from_systems
from alongside.referrals.models import Referral, SystemReferral
from tests.cast import assemble, found_partnership
from tests.factories.systems import Caller, a_bundle, a_system

AT_ONCE = 6


@pytest.fixture
def racing(committing_db):
    partnership = found_partnership("racing", is_default=True)
    with tenancy.within(partnership.pk, actor="test"):
        cast = assemble(partnership)
        gp = Caller(*a_system(cast.steward))
    return partnership, gp


def all_at_once(gp, bodies):
    """Send every body from a thread of its own, all at the same moment; give the answers."""
    start, answers = threading.Barrier(len(bodies)), []

    def send(body):
        caller = Caller.__new__(Caller)
        caller.client, caller.headers = Client(), gp.headers
        try:
            start.wait()
            answers.append(caller.send(body))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_the_same_bundle_twice_at_once_is_one_referral(racing, monkeypatch):
    partnership, gp = racing
    held, looked = from_systems._held, threading.Barrier(AT_ONCE)

    def all_look_first(
        system, reading
    ):  # so that the race does happen: nobody has written when anybody looks
        found = held(system, reading)
        if found is None and not looked.broken:
            with contextlib.suppress(threading.BrokenBarrierError):
                looked.wait(5)
        return found

    monkeypatch.setattr(from_systems, "_held", all_look_first)
    answers = all_at_once(gp, [a_bundle() for _ in range(AT_ONCE)])
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    statuses = sorted(answer.json()["entry"][0]["response"]["status"] for answer in answers)
    assert statuses == ["200 OK"] * (AT_ONCE - 1) + ["201 Created"]
    with tenancy.within(partnership.pk, actor="test"):
        assert Referral.objects.count() == SystemReferral.objects.count() == 1
        kept = SystemReferral.objects.get()
    assert {answer.json()["entry"][0]["resource"]["id"] for answer in answers} == {str(kept.pk)}


def test_changes_at_once_leave_the_newest(racing):
    partnership, gp = racing
    gp.send(a_bundle(request={"meta": {"lastUpdated": "2026-11-01T09:00:00Z"}}))
    bodies = [
        a_bundle(
            request={"meta": {"lastUpdated": f"2026-11-0{day}T09:00:00Z"}},
            patient={"address": [{"line": [f"{day} Well Street"]}]},
        )
        for day in range(2, 8)
    ]
    answers = all_at_once(gp, bodies)
    assert {answer.status_code for answer in answers} == {200}
    with tenancy.within(partnership.pk, actor="test"):
        assert Referral.objects.get().address == "7 Well Street"
