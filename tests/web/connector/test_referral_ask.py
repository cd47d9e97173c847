"""Asking the referrer."""

from __future__ import annotations

from alongside.messaging.models import Message
from alongside.referrals.models import Referral
from tests.factories.referrals import a_referral


def test_a_question_goes_out_and_the_referral_waits(cast, client_as):
    referral = a_referral(cast.partnership)
    client = client_as(cast.owner)
    path = f"/connector/referrals/{referral.pk}/"
    assert "Write what you need to know." in client.post(f"{path}ask/", {"question": ""}).content.decode()
    page = client.post(f"{path}ask/", {"question": "Which floor?"}, follow=True).content.decode()
    assert "Waiting for an answer" in page
    assert Referral.objects.get().status == "waiting_for_information"
    assert "Which floor?" in Message.objects.get(template="referral_question").body


def test_where_no_address_was_left_the_page_says_that_nothing_was_sent(cast, client_as):
    referral = a_referral(cast.partnership, told={"referrer_email": "", "acknowledge_by": ""})
    page = client_as(cast.owner).post(
        f"/connector/referrals/{referral.pk}/ask/", {"question": "Which floor?"}, follow=True
    )
    assert "The referrer left no address, so the question was not sent." in page.content.decode()
