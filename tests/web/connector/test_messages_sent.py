"""Messages of our organisation."""

from __future__ import annotations

from alongside.messaging.models import Message
from tests.factories.referrals import a_referral


def test_a_connector_reads_what_was_sent_for_their_organisation(cast, client_as):
    a_referral(cast.partnership)
    ours = client_as(cast.owner).get("/connector/messages/").content.decode()
    theirs = client_as(cast.stranger).get("/connector/messages/").content.decode()
    assert "rob@housing.example.org" in ours
    assert "You did a good thing" in ours
    assert "rob@" not in theirs


def test_a_failed_message_can_be_tried_again_once_and_by_its_own_people(cast, client_as):
    a_referral(cast.partnership)
    message = Message.objects.get()
    Message.objects.update(status="failed", trouble="The mail server answered 550.")
    client = client_as(cast.owner)
    assert (
        "One message did not reach anybody."
        in client.get("/connector/messages/?only=failed").content.decode()
    )
    assert client_as(cast.stranger).post("/connector/messages/", {"again": message.pk}).status_code == 404
    client.post("/connector/messages/", {"again": message.pk})
    assert Message.objects.get().status == "queued"
    page = client.post("/connector/messages/", {"again": message.pk}, follow=True).content.decode()
    assert "nothing to try again" in page
    assert client.post("/connector/messages/", {"again": "x"}).status_code == 404
