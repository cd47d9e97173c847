"""Messages, as a steward sees them."""

from __future__ import annotations

from tests.factories.referrals import a_referral


def test_a_steward_sees_that_messages_leave_but_not_what_is_in_them(cast, client_as):
    a_referral(cast.partnership)
    body = client_as(cast.steward).get("/steward/messages/").content.decode()
    assert "r…@housing.example.org" in body
    assert "rob@" not in body
    assert "You did a good thing" not in body


def test_in_a_demo_a_steward_reads_what_would_have_been_sent(cast, client_as, settings):
    settings.IS_DEMO, settings.MESSAGES_MODE = True, "hold"
    a_referral(cast.partnership)
    body = client_as(cast.steward).get("/steward/messages/").content.decode()
    assert "Nothing leaves this machine" in body
    assert "You did a good thing" in body
