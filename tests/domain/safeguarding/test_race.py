"""Lead and deputy acknowledge at the same moment: one wins, the other is told. And two workers look at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from alongside.core import tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation
from alongside.safeguarding import jobs
from alongside.safeguarding.actions import concerns, duty
from alongside.safeguarding.actions.errors import AlreadyAcknowledged
from alongside.safeguarding.models import Acknowledgement, Alert
from tests.cast import found_partnership, member
from tests.factories.safeguarding import AT, a_concern, eyes_of


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    """Run each in a thread of its own from one moment; give what they returned."""
    ready, said = threading.Barrier(len(work)), []

    def run(one: Callable[[], Any]) -> None:
        try:
            ready.wait()
            said.append(one())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.fixture
def scene(committing_db):
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        lead, deputy = (member(team, Role.SAFEGUARDING_LEAD, f"Lead {n}") for n in "AB")
        raiser = member(team, Role.CONNECTOR, "Connector")
        duty.name(lead=lead, deputy=deputy, by=member(team, Role.STEWARD, "Steward"), at=AT)
        concern = a_concern(raiser)
    return partnership, concern, lead, deputy


def test_of_two_who_acknowledge_at_once_one_has_it_and_the_other_is_told_who(scene):
    _partnership, concern, lead, deputy = scene

    def acknowledge(by: Any) -> str:
        try:
            with eyes_of(by):
                concerns.acknowledge(concern=concern, by=by, at=AT)
        except AlreadyAcknowledged as refusal:
            return str(refusal)
        return "won"

    said = at_once([lambda: acknowledge(lead), lambda: acknowledge(deputy)])
    assert said.count("won") == 1
    with eyes_of(lead):
        (other,) = (words for words in said if words != "won")
        assert Acknowledgement.objects.get().by.name in other


def test_two_workers_at_once_tell_the_deputy_once(scene):
    partnership, concern, lead, deputy = scene

    def look() -> int:
        with tenancy.within(partnership.pk, actor=jobs.ACTOR):
            return concerns.tell_next(concern=concern, at=AT + dt.timedelta(minutes=60))

    assert sorted(at_once([look, look])) == [0, 1]
    with eyes_of(lead):
        assert Alert.objects.filter(to=deputy).count() == 1
