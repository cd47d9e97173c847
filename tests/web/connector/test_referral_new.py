"""A professional's referral, or one told by phone."""

from __future__ import annotations

import uuid

import pytest

from alongside.referrals.models import Referral

ANSWERS = {
    "told_by": "professional",
    "name": "Ayten Aydın",
    "born_on_0": "27",
    "born_on_day": "27",
    "born_on_month": "3",
    "born_on_year": "1948",
    "phone": "07700 900123",
    "postcode": "E8 1EA",
    "contact_by": "phone",
    "urgency": "soon",
    "agreed": "yes",
    "referrer_name": "Dr Grey",
    "referrer_email": "grey@surgery.example.org",
    "acknowledge_by": "email",
}


def test_a_connector_takes_a_referral_down_and_lands_on_it(cast, client_as):
    client = client_as(cast.owner)
    assert client.get("/connector/referrals/new/").status_code == 200
    data = {**ANSWERS, "source": str(cast.other_organisation.pk), "once": str(uuid.uuid4())}
    answer = client.post("/connector/referrals/new/", data)
    referral = Referral.objects.get()
    assert referral.taken_by == cast.owner
    assert str(referral.born_on) == "1948-03-27"
    assert referral.source == cast.other_organisation
    assert answer.url in {
        f"/connector/referrals/{referral.pk}/",
        f"/thank-you/professional/{referral.reference}/",
    }
    client.post("/connector/referrals/new/", data)
    assert Referral.objects.count() == 1


def test_an_organiser_refers_someone_and_is_thanked_without_seeing_the_list(cast, client_as):
    answer = client_as(cast.organiser).post("/connector/referrals/new/", ANSWERS)
    assert answer.url.startswith("/thank-you/professional/")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agreed": "no"}, "They said no. Say on what ground"),
        ({"agreed": "not_asked", "basis": "vital"}, "Say why."),
        ({"acknowledge_by": "sms"}, "Write where they want to hear from us."),
        ({"phone": "", "email": ""}, "Give one way to reach them"),
        ({"age_told": "two hundred"}, "Enter a whole number."),
        ({"born_on_month": "13"}, "This day is not in the calendar"),
    ],
)
def test_each_mistake_is_named_and_nothing_is_lost(cast, client_as, wrong, sentence):
    page = client_as(cast.owner).post("/connector/referrals/new/", {**ANSWERS, **wrong})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Dr Grey" in page.content.decode()
    assert not Referral.objects.exists()
