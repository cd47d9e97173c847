"""Taken down by phone: the person's own form, question by question, with who wrote it down."""

from __future__ import annotations

import re
import uuid

import pytest

from alongside.referrals.models import Referral

PATH = "/connector/referrals/by-phone/"
FOR_THEMSELVES = {
    "name": "Ayten Aydın",
    "contact_by": "phone",
    "phone": "07700 900123",
    "contact_times": ["morning"],
    "leave_message": "on",
    "postcode": "E8 1EA",
    "language": "tr",
    "note": "Somebody to cook with",
}
FOR_ANOTHER = {
    "name": "Mr B next door",
    "referrer_role": "his neighbour",
    "agreed": "not_asked",
    "address": "12 Graham Road",
    "referrer_name": "Nina",
    "answer_to": "07700 900456",
}


def asked(page: str) -> list[str]:
    """The names of the questions, in order."""
    main = page[page.index("<main") : page.index("</main>")]
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', main)
    return list(dict.fromkeys(name for name in names if name not in {"csrfmiddlewaretoken", "once", "who"}))


@pytest.mark.parametrize(
    ("who", "public"), [("themselves", "/ask-for-help/"), ("someone", "/worried-about-someone/")]
)
def test_the_phone_asks_what_the_page_asks_in_the_same_order(cast, client, client_as, who, public):
    staff = client_as(cast.owner).get(PATH, {"who": who}).content.decode()
    assert asked(staff) == asked(client.get(public).content.decode())
    assert len(asked(staff)) > 8


def test_who_is_on_the_phone_is_asked_first(cast, client_as):
    page = client_as(cast.owner).get(PATH).content.decode()
    assert "Who is on the phone?" in page
    assert 'value="themselves"' in page
    assert "by-phone" in client_as(cast.owner).get("/connector/referrals/new/").content.decode()
    assert "Who is on the phone?" in client_as(cast.owner).get(PATH, {"who": "the-king"}).content.decode()


def test_what_a_person_says_for_themselves_is_theirs_and_says_who_wrote_it_down(cast, client_as):
    staff = client_as(cast.owner)
    answers = {**FOR_THEMSELVES, "once": str(uuid.uuid4())}
    first = staff.post(f"{PATH}?who=themselves", answers)
    assert staff.post(f"{PATH}?who=themselves", answers).url == first.url
    referral = Referral.objects.get()
    assert (referral.kind, referral.taken_by, referral.agreed, referral.basis) == (
        "self",
        cast.owner,
        "yes",
        "consent",
    )
    assert (referral.leave_message, referral.contact_times, referral.language) == (True, ["morning"], "tr")
    assert first.url == f"/connector/referrals/{referral.pk}/"
    assert "Written down by Ayse Demir" in staff.get(first.url).content.decode()


def test_what_a_neighbour_says_asks_for_agreement_as_on_the_page(cast, client_as):
    staff = client_as(cast.owner)
    page = staff.post(f"{PATH}?who=someone", {**FOR_ANOTHER, "agreed": "no"}).content.decode()
    assert "They said no, so we will not ring them" in page
    assert "his neighbour" in page
    assert not Referral.objects.exists()
    staff.post(f"{PATH}?who=someone", FOR_ANOTHER)
    referral = Referral.objects.get()
    assert (referral.kind, referral.basis, referral.taken_by) == ("someone_i_know", "ask_first", cast.owner)
    assert referral.referrer_phone == "+447700900456"


def test_somebody_who_may_not_read_it_afterwards_is_thanked(cast, client_as):
    answer = client_as(cast.organiser).post(f"{PATH}?who=themselves", FOR_THEMSELVES)
    assert answer.url == f"/thank-you/self/{Referral.objects.get().reference}/"
