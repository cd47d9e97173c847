"""Asking for help where we have schemes of our own: explained, led elsewhere, never just refused."""

from __future__ import annotations

import re
import uuid

import pytest

from alongside.directory.models import Phone
from alongside.referrals.actions import own_schemes
from alongside.referrals.models import OwnScheme, Referral
from tests.factories.directory import a_service
from tests.factories.referrals import AT

ANSWERS = {
    "name": "Ayten Aydın",
    "phone": "07700 900123",
    "contact_by": "phone",
    "postcode": "E8 1EA",
    "note": "Chess",
}


@pytest.fixture
def scheme(cast) -> OwnScheme:
    return own_schemes.add(
        said={
            "name": "Wellbeing Practitioners",
            "minimum_age": 18,
            "area_codes": ["E09000012", "E09000001"],
            "area_relations": ["gp"],
        },
        by=cast.steward,
        at=AT,
    )


@pytest.fixture
def elsewhere(cast):
    service = a_service("Youth café", at=[(534870, 184694)], ways=[{"minimum_age": 11, "maximum_age": 19}])
    Phone.objects.create(service=service, number="020 7946 0555")
    return service


def test_without_schemes_the_form_is_as_it_was(cast, client):
    page = client.get("/ask-for-help/").content.decode()
    assert "How old are you?" not in page
    assert "What we offer ourselves" not in page
    assert client.post("/ask-for-help/", ANSWERS).status_code == 302


def test_the_form_says_for_whom_our_schemes_are_and_asks_what_they_depend_on(cast, client, scheme):
    page = client.get("/ask-for-help/").content.decode()
    assert "Wellbeing Practitioners" in page
    assert "are registered with a GP in Hackney, City of London" in page.replace("\n", " ")
    assert "How old are you?" in page
    assert "Are you registered with a GP in Hackney or the City of London?" in page


@pytest.mark.parametrize("more", [{}, {"age_told": "45"}, {"age_told": "45", "belongs_gp": "yes"}])
def test_open_or_not_known_is_sent_at_once(cast, client, scheme, more):
    answer = client.post("/ask-for-help/", {**ANSWERS, **more})
    assert answer.status_code == 302
    referral = Referral.objects.get()
    assert referral.age_told == (45 if "age_told" in more else None)
    assert ("Are you registered with a GP" in referral.note) == ("belongs_gp" in more)
    assert referral.note.startswith("Chess")


def test_who_is_not_eligible_is_told_why_and_where_else_and_nothing_typed_is_lost(
    cast, client, scheme, elsewhere
):
    answers = {**ANSWERS, "age_told": "16", "belongs_gp": "yes", "once": str(uuid.uuid4())}
    page = client.post("/ask-for-help/", answers)
    body = page.content.decode()
    assert page.status_code == 200
    assert not Referral.objects.exists()
    assert "Our own schemes are not open to you – others are" in body
    assert re.search(r"<strong>Wellbeing Practitioners</strong>: \w+[^<]*18", body)
    assert "Youth café" in body
    assert "020 7946 0555" in body
    assert 'value="Ayten Aydın"' in body
    sent = client.post("/ask-for-help/", {**answers, "send_anyway": "yes"})
    assert sent.status_code == 302
    assert "Told at the door: not open to them: Wellbeing Practitioners." in Referral.objects.get().note


def test_what_whoever_rings_reads_is_english_whatever_language_was_spoken(cast, client, scheme):
    client.cookies["language"] = "tr"
    told = {**ANSWERS, "age_told": "16", "belongs_gp": "no"}
    page = client.post("/ask-for-help/", told).content.decode()
    assert "Our own schemes" not in page
    assert "How old are you?" not in page
    client.post("/ask-for-help/", {**told, "send_anyway": "yes"})
    note = Referral.objects.get().note
    assert "Are you registered with a GP in Hackney or the City of London? No." in note
    assert "Told at the door: not open to them" in note


@pytest.mark.parametrize("wrong", [{"age_told": "sixteen"}, {"age_told": "900"}, {"age_told": "-1"}])
def test_an_age_that_is_none_is_named(cast, client, scheme, wrong):
    assert (
        "Write whole years, like 67." in client.post("/ask-for-help/", {**ANSWERS, **wrong}).content.decode()
    )


def test_a_scheme_that_may_be_open_is_enough_to_send(cast, client, scheme):
    own_schemes.add(said={"name": "Phone friends"}, by=cast.steward, at=AT)
    assert client.post("/ask-for-help/", {**ANSWERS, "age_told": "16"}).status_code == 302


def test_by_phone_the_connector_hears_the_same_and_may_send_it(cast, client_as, scheme, elsewhere):
    staff = client_as(cast.owner)
    told = {**ANSWERS, "age_told": "16", "belongs_gp": "yes"}
    path = "/connector/referrals/by-phone/?who=themselves"
    assert "Youth café" in staff.post(path, told).content.decode()
    assert staff.post(path, {**told, "send_anyway": "yes"}).status_code == 302
    assert Referral.objects.get().taken_by == cast.owner
