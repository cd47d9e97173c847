"""I'm worried about someone."""

from __future__ import annotations

from alongside.referrals.models import Referral

ANSWERS = {
    "name": "Mr B next door",
    "referrer_role": "my neighbour",
    "note": "His curtains stay shut",
    "agreed": "not_asked",
    "address": "12 Graham Road",
    "referrer_name": "Nina",
    "answer_to": "07700 900456",
}


def test_a_neighbour_tells_us_and_we_ring_once_to_ask(cast, client):
    assert client.get("/worried-about-someone/").status_code == 200
    answer = client.post("/worried-about-someone/", ANSWERS)
    referral = Referral.objects.get()
    assert answer.url == f"/thank-you/someone-i-know/{referral.reference}/"
    assert (referral.kind, referral.basis, referral.source) == ("someone_i_know", "ask_first", None)
    assert referral.referrer_phone == "+447700900456"
    assert referral.given_to == cast.organisation


def test_a_no_that_is_safe_is_not_taken(cast, client):
    page = client.post("/worried-about-someone/", {**ANSWERS, "agreed": "no"})
    assert "They said no, so we will not ring them" in page.content.decode()
    assert "His curtains stay shut" in page.content.decode()
    assert not Referral.objects.exists()
