"""Two connectors accept one referral at the same moment: one wins, the other is told."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.db import connections

from alongside.core import tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation
from alongside.people.models import Person
from alongside.referrals import actions
from alongside.referrals.models import Referral
from tests.cast import found_partnership, member
from tests.factories.referrals import AT, a_referral


def test_of_two_connectors_at_once_one_wins_and_the_other_is_told(committing_db):
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        connectors = [member(team, Role.CONNECTOR, f"Connector {n}") for n in "AB"]
        referral = a_referral(partnership)
    ready, told = threading.Barrier(2), []

    def work(by) -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                actions.accept(referral=referral, by=by, at=AT)
                told.append("won")
        except actions.CannotDecide as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(by,)) for by in connectors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("won") == 1
    (other,) = (words for words in told if words != "won")
    with tenancy.within(partnership.pk, actor="test"):
        assert Person.objects.count() == 1
        assert Referral.objects.get().decided_by.name in other
