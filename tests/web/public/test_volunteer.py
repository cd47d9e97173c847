"""The public way in: roles, a short enquiry, a whole application, a reference by link."""

import datetime as dt
import uuid

import pytest

from alongside.core import clock
from alongside.messaging.models import Message
from alongside.volunteering.enums import ReferenceStatus, Stage
from alongside.volunteering.models import Application, Reference
from tests.factories.volunteering import an_application, moved, secret_of

APPLY = "/volunteering/apply/"
ANSWERS = {
    "name": "Grace Mensah",
    "email": "grace@example.org",
    "phone": "07700 900456",
    "postcode": "E8 1EA",
    "born_on_day": "27",
    "born_on_month": "3",
    "born_on_year": "1987",
    "roles": ["phone", "visit"],
    "pattern": "regular",
    "languages": ["en"],
    "motivation": "I have time, and I like people.",
    "adjustments": "Large print, please.",
    "referee1_name": "Rita Fox",
    "referee1_email": "rita@example.org",
    "referee1_relation": "Neighbour",
    "referee2_name": "Paul Okoro",
    "referee2_email": "paul@example.org",
    "referee2_relation": "Old manager",
}


def answers(**changed):
    return {**ANSWERS, "once": str(uuid.uuid4()), **changed}


def test_the_roles_are_told_in_plain_words_with_age_and_time(cast, client):
    page = client.get("/volunteering/").content.decode()
    for words in (
        "Befriender by phone",
        "Half an hour a week",
        "From 16",
        "Now and then is fine",
        "employer",
    ):
        assert words in page


def test_an_application_is_taken_and_the_thanks_say_what_happens_next(cast, client):
    sent = client.post(APPLY, answers(), follow=True)
    application = Application.objects.get()
    assert application.stage == Stage.APPLICATION
    assert application.volunteer.organisation == cast.organisation
    assert application.volunteer.tasks == ["talk_afar", "visit_home"]
    assert application.volunteer.point is not None
    assert application.reference in sent.content.decode()
    assert "five working days" in sent.content.decode()
    assert Message.objects.get(template="volunteer_applied").to == "grace@example.org"


def test_a_double_click_is_one_application(cast, client):
    twice = answers()
    first, second = client.post(APPLY, twice), client.post(APPLY, twice)
    assert first.url == second.url
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"born_on_year": "2015"}, "from the day you are 16"),
        ({"phone": "", "email": ""}, "one way to reach you"),
        ({"roles": []}, "Choose at least one"),
        ({"referee2_email": "rita@example.org"}, "two different people"),
        ({"referee1_email": "GRACE@example.org"}, "You cannot speak for yourself"),
        ({"website": "http://spam"}, "keep robots out"),
        ({"name": "\u0000\u200b"}, "Tell us your name"),
        ({"roles": ["admin"]}, "admin"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, client, changed, words):
    page = client.post(APPLY, answers(**changed))
    assert page.status_code == 200
    text = page.content.decode()
    assert words in text
    assert "I have time, and I like people." in text
    assert not Application.objects.exists()


def test_a_role_chosen_on_the_page_before_is_ticked(cast, client):
    page = client.get(f"{APPLY}?role=books").content.decode()
    assert 'value="books" checked' in page


def test_somebody_who_is_not_sure_leaves_a_number(cast, client):
    sent = client.post("/volunteering/", {"name": "Sam", "phone": "07700 900789"}, follow=True)
    assert "three working days" in sent.content.decode()
    assert Application.objects.get().stage == Stage.ENQUIRY


def test_nobody_learns_from_the_thank_you_page_whether_a_reference_exists(cast, client):
    assert client.get("/volunteering/thank-you/application/K7M-ADX/").status_code == 200
    assert client.get("/volunteering/thank-you/application/nonsense/").status_code == 404
    assert client.get("/volunteering/thank-you/other/K7M-ADX/").status_code == 404


def a_link(cast):
    application = moved(an_application(cast.owner), cast.owner)
    reference = application.references.first()
    return reference, f"/reference/{secret_of(reference)}/"


def freshen(reference):
    Reference.objects.filter(pk=reference.pk).update(expires_at=clock.now() + dt.timedelta(days=9))


def test_a_referee_answers_without_an_account_and_opening_the_link_does_nothing(cast, client):
    reference, link = a_link(cast)
    freshen(reference)
    page = client.get(link)
    assert "Grace Mensah would like to volunteer" in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert "grace.mensah@example.org" not in page.content.decode()
    reference.refresh_from_db()
    assert reference.status == ReferenceStatus.ASKED
    said = {"known_how": "Neighbours", "words": "Kind", "recommends": "yes"}
    for _ in range(2):
        assert "We have your answer" in client.post(link, said, follow=True).content.decode()
    reference.refresh_from_db()
    assert (reference.status, reference.words) == (ReferenceStatus.ANSWERED, "Kind")


def test_a_referee_who_would_rather_not_needs_no_words(cast, client):
    reference, link = a_link(cast)
    freshen(reference)
    client.post(link, {"recommends": "decline"})
    reference.refresh_from_db()
    assert reference.status == ReferenceStatus.DECLINED


def test_a_link_that_is_not_there_and_one_that_is_past_tell_nothing(cast, client):
    assert client.get("/reference/wrong/").status_code == 404
    assert client.get(f"/reference/{'x' * 300}/").status_code == 404
    reference, link = a_link(cast)
    Reference.objects.filter(pk=reference.pk).update(expires_at=reference.sent_at + dt.timedelta(hours=1))
    page = client.get(link).content.decode()
    assert "No answer is needed any more" in page
    assert "Grace" not in page
