"""Declining reaches the referrer."""

from __future__ import annotations

from alongside.messaging.models import Message
from alongside.referrals.models import Referral
from tests.factories.referrals import a_referral


def test_a_reason_is_needed_and_reaches_the_referrer(cast, client_as):
    referral = a_referral(cast.partnership)
    path = f"/connector/referrals/{referral.pk}/decline/"
    client = client_as(cast.owner)
    page = client.post(path, {"note": "Ring Age Well."})
    assert "Choose why." in page.content.decode()
    assert "Ring Age Well." in page.content.decode()
    assert client.post(path, {"reason": "other_service", "note": "Ring Age Well."}).status_code == 302
    assert Referral.objects.get().decline_reason == "other_service"
    assert "Ring Age Well." in Message.objects.get(template="referral_declined").body


def test_a_decision_that_was_made_already_is_said(cast, client_as):
    referral = a_referral(cast.partnership)
    path = f"/connector/referrals/{referral.pk}/decline/"
    client_as(cast.colleague).post(path, {"reason": "not_wanted"})
    page = client_as(cast.owner).post(path, {"reason": "not_wanted"}, follow=True)
    assert "Colin Colleague has decided this already: declined." in page.content.decode()
