"""Writing down what was learned."""

from __future__ import annotations

import uuid

from alongside.referrals.models import Referral
from tests.factories.referrals import a_referral


def test_what_was_learned_is_added_once(cast, client_as):
    referral = a_referral(cast.partnership)
    data = {"text": "Third floor, no lift.", "once": str(uuid.uuid4())}
    client = client_as(cast.owner)
    path = f"/connector/referrals/{referral.pk}/information/"
    assert client.get(path).status_code == 200
    assert client.post(path, data).url == f"/connector/referrals/{referral.pk}/"
    client.post(path, data)
    assert Referral.objects.get().note.count("Third floor") == 1


def test_a_referral_that_was_taken_back_is_closed(cast, client_as):
    referral = a_referral(cast.partnership)
    client_as(cast.owner).post(
        f"/connector/referrals/{referral.pk}/information/", {"text": "His son rang.", "taken_back": "on"}
    )
    assert Referral.objects.get().status == "withdrawn"
