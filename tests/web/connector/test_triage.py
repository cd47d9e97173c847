"""New referrals: the list a connector begins with."""

from __future__ import annotations

from tests.factories.referrals import a_referral


def test_a_connector_sees_who_waits_and_another_organisation_does_not(cast, client_as):
    a_referral(cast.partnership, told={"urgency": "urgent"})
    ours = client_as(cast.owner).get("/connector/referrals/").content.decode()
    theirs = client_as(cast.stranger).get("/connector/referrals/").content.decode()
    assert "Ayten Aydın" in ours
    assert "One person is waiting for a decision." in ours
    assert "Ayten" not in theirs
    assert "Nobody is waiting" in theirs
