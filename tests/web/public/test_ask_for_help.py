"""Ask us to ring you."""

from __future__ import annotations

import pytest

from alongside.referrals.models import Referral

ANSWERS = {
    "name": "Ayten Aydın",
    "phone": "07700 900123",
    "contact_by": "phone",
    "contact_times": ["morning"],
    "postcode": "E8 1EA",
    "language": "tr",
    "note": "Somebody to read with",
}


def test_a_person_asks_for_themselves_and_their_wishes_are_kept(cast, client):
    assert client.get("/ask-for-help/").status_code == 200
    answer = client.post("/ask-for-help/", ANSWERS)
    referral = Referral.objects.get()
    assert answer.url == f"/thank-you/self/{referral.reference}/"
    assert (referral.agreed, referral.contact_times, referral.leave_message) == ("yes", ["morning"], False)
    assert (
        "Someone will be in touch with you within three working days"
        in client.get(answer.url).content.decode()
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": ""}, "Write your phone number, or choose another way."),
        ({"contact_by": "email"}, "Write your e-mail address, or choose another way."),
        ({"name": ""}, "Write your name."),
    ],
)
def test_the_way_they_chose_must_work(cast, client, wrong, sentence):
    page = client.post("/ask-for-help/", {**ANSWERS, **wrong})
    assert sentence in page.content.decode()
    assert "Somebody to read with" in page.content.decode()
    assert not Referral.objects.exists()
