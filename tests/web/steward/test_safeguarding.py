"""A steward names lead and deputy, and reads no concern."""

from django.urls import reverse

from alongside.safeguarding import access, queries
from alongside.safeguarding.enums import Duty
from tests.factories.safeguarding import SEEN, a_concern, named

PATH = "/steward/safeguarding/"


def sent(cast, **more):
    return {
        "lead": cast.safeguarding_lead.pk,
        "deputy": cast.team_lead.pk,
        "alert_minutes": "30",
        "council_team": "Adult social care",
        "council_phone": "020 7946 0200",
        "council_out_of_hours": "",
        "council_email": "",
    } | more


def test_a_steward_names_lead_and_deputy_and_how_long_an_alert_waits(cast, client_as):
    client = client_as(cast.steward)
    assert "No safeguarding lead is named" in client.get("/steward/").content.decode()
    assert client.post(PATH, sent(cast)).status_code == 302
    assert access.on_duty() == {Duty.LEAD: cast.safeguarding_lead, Duty.DEPUTY: cast.team_lead}
    assert queries.arrangement().alert_minutes == 30
    assert "named" not in client.get("/steward/").content.decode()


def test_one_person_cannot_be_both_and_nothing_of_a_refused_form_is_kept(cast, client_as):
    page = client_as(cast.steward).post(PATH, sent(cast, deputy=cast.safeguarding_lead.pk))
    assert "two people" in page.content.decode()
    assert access.on_duty() == {}
    assert queries.arrangement().alert_minutes == 60


def test_minutes_out_of_bounds_members_of_elsewhere_and_stewards_are_refused(cast, client_as):
    client = client_as(cast.steward)
    for wrong in (
        {"alert_minutes": "0"},
        {"alert_minutes": "9" * 30},
        {"lead": cast.other_partnership.pk},
        {"lead": cast.steward.pk},
        {"lead": "x"},
    ):
        assert client.post(PATH, sent(cast, **wrong)).status_code == 200
    assert access.on_duty() == {}


def test_the_receipt_gives_the_councils_number(cast, client_as):
    client_as(cast.steward).post(PATH, sent(cast))
    concern = a_concern(cast.owner)
    page = client_as(cast.owner).get(reverse("connector:concern-receipt", args=[concern.pk])).content.decode()
    assert "020 7946 0200" in page


def test_a_steward_reads_no_concern_anywhere(cast, client_as):
    named(cast)
    concern = a_concern(cast.owner)
    client = client_as(cast.steward)
    for page in ("/steward/", PATH, "/steward/messages/"):
        body = client.get(page).content.decode()
        assert SEEN not in body
        assert "Ayten" not in body
    assert client.get(reverse("connector:concern", args=[concern.pk])).status_code == 404
