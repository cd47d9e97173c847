"""One referral: whom it may be about comes first; looking is recorded."""

from __future__ import annotations

import uuid

import pytest

from alongside.core.models import Reading
from alongside.referrals.enums import Agreed
from tests.factories.people import a_person
from tests.factories.referrals import a_referral


def test_people_it_may_already_be_about_come_first_with_the_evidence(cast, client_as):
    person = a_person(by=cast.owner)
    referral = a_referral(cast.partnership)
    body = client_as(cast.owner).get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert body.index("Do we know them already?") < body.index("What we were told")
    assert "same name, same phone number, same postcode" in body
    assert Reading.objects.filter(person_id=person.pk, page="connector:referral").exists()


def test_what_was_noticed_is_shown_in_words_and_never_counted(cast, client_as):
    referral = a_referral(
        cast.partnership, agreed=Agreed.NO, claimed_basis="vital", basis_reason="No food for days"
    )
    body = client_as(cast.owner).get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert "Alone most days" in body
    assert "No food for days" in body
    assert "score" not in body.lower()


def test_hostile_text_is_inert(cast, client_as):
    nasty = "<script>alert(1)</script>"
    referral = a_referral(cast.partnership, told={"name": nasty, "note": nasty, "contact_note": nasty})
    body = client_as(cast.owner).get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert "<script>alert" not in body


@pytest.mark.parametrize("who", ["stranger", "steward", "volunteer", "organiser", "other_partnership"])
def test_for_anybody_else_it_is_not_there(cast, client_as, who):
    referral = a_referral(cast.partnership)
    client = client_as(getattr(cast, who))
    theirs = client.get(f"/connector/referrals/{referral.pk}/")
    nothing = client.get(f"/connector/referrals/{uuid.uuid4()}/")
    assert (theirs.status_code, theirs.content) == (nothing.status_code, nothing.content)
    assert theirs.status_code == 404


def test_a_safeguarding_lead_reads_it_without_the_buttons(cast, client_as):
    referral = a_referral(cast.partnership)
    body = client_as(cast.safeguarding_lead).get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert "What we were told" in body
    assert "/accept/" not in body
