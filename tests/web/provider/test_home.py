"""An organiser's home: what was asked of their organisation or their own address, and nothing else."""

from tests import given


def test_an_organiser_sees_what_was_asked_of_them(cast, client_as):
    given.sent_onward_referral(cast.owner, to_name=cast.other_organisation.name)
    page = client_as(cast.organiser).get("/provider/").content.decode()
    assert "Waiting for your answer" in page
    assert "Ayse Demir" in page
    assert "Mrs A" not in page


def test_what_went_to_their_own_address_counts_too(cast, client_as):
    given.sent_onward_referral(cast.owner, to_email=cast.organiser.user.email.upper())
    assert "Waiting for your answer" in client_as(cast.organiser).get("/provider/").content.decode()


def test_what_was_asked_of_others_is_not_shown(cast, client_as):
    given.sent_onward_referral(cast.owner)
    assert (
        "Nobody has been referred to you yet" in client_as(cast.organiser).get("/provider/").content.decode()
    )
