"""A professional refers without an account: NHS number, coded reasons, risks, files, and the risks before a visit."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.casework import coded
from alongside.journeys.accept_referral import accept_referral
from alongside.messaging.models import Message
from alongside.referrals.fhir import snomed
from alongside.referrals.models import Attachment, AttachmentReading, Referral
from tests.domain.referrals.test_files import PDF, REFUSED
from tests.factories.referrals import AT, a_referral

NUMBER = "943 476 5919"
RISK = "Zq-dog-bites: never go alone."


def told(**more):
    return {
        "referrer_name": "Dr Lane", "profession": "gp", "referrer_email": "lane@practice.example.org",
        "name": "Ayten Aydın", "phone": "07700 900123", "nhs_number": NUMBER, "reasons": ["267076002"],
        "urgency": "urgent", "risks": RISK, "agreed": "yes", "contact_by": "phone", **more,
    }  # fmt: skip


@pytest.fixture
def path(cast):
    return f"/refer/{cast.frontline_link.code}/"


def a_file(content=PDF, name="letter.docx"):
    return SimpleUploadedFile(name, content, content_type="application/x-made-up")


def test_the_whole_referral_arrives_with_its_file(cast, client, path):
    page = client.get(path)
    assert "For professionals of Age Well" in page.content.decode()
    sent = client.post(path, {**told(), "attached": [a_file()]})
    assert sent.status_code == 302
    assert "/thank-you/professional/" in sent["Location"]
    referral = Referral.objects.get()
    assert referral.nhs_number == "9434765919"
    assert (referral.reasons, referral.urgency, referral.risks) == (["267076002"], "urgent", RISK)
    assert referral.referrer_role == "GP"
    assert referral.source == cast.other_organisation
    file = Attachment.objects.get()
    assert (file.kind, file.name, file.added_by) == ("pdf", "letter.pdf", None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nhs_number": "943 476 5918"}, "one of its digits is wrong"),
        ({"nhs_number": "12345"}, "ten digits; this has 5"),
        ({"nhs_number": "9999999999"}, "one of its digits is wrong"),
        ({"profession": "other"}, "Say what your role is."),
        ({"profession": "wizard"}, "is not one of the answers"),
        ({"referrer_email": ""}, "Write your work e-mail"),
        ({"agreed": "no"}, "They said no."),
        ({"reasons": ["123"]}, "is not one of the answers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, path, wrong, words):
    page = client.post(path, told(**wrong))
    assert page.status_code == 200
    said = page.content.decode()
    assert words in said
    assert "Dr Lane" in said
    assert "never go alone" in said
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "what", ["an archive", "a PDF with an archive behind it", "a picture that is a bomb"]
)
def test_a_file_we_do_not_keep_is_named_and_nothing_is_sent(client, path, what):
    page = client.post(path, {**told(), "attached": [a_file(), a_file(REFUSED[what], "odd.pdf")]})
    assert page.status_code == 200
    assert "odd.pdf:" in page.content.decode()
    assert "Choose your files again" in page.content.decode()
    assert not Attachment.objects.exists()
    assert not Referral.objects.exists()


def test_six_files_are_one_too_many(client, path):
    page = client.post(path, {**told(), "attached": [a_file(b"text %d" % n) for n in range(6)]})
    assert "Send 5 files at most" in page.content.decode()


def test_sent_twice_is_one_referral_with_one_file(client, path):
    key = str(client.get(path).context["form"]["once"].value())
    for _ in range(2):
        client.post(path, {**told(once=key), "attached": [a_file()]})
    assert Referral.objects.count() == Attachment.objects.count() == 1


def test_a_link_that_is_closed_leads_elsewhere(cast, client, path):
    cast.frontline_link.is_active = False
    cast.frontline_link.save()
    assert client.get(path).status_code == 404


def test_staff_send_the_same(cast, client_as):
    sent = told(told_by="professional", referrer_role="Nurse", acknowledge_by="", attached=[a_file()])
    del sent["profession"]
    response = client_as(cast.owner).post("/connector/referrals/new/", sent)
    assert response.status_code == 302
    assert Attachment.objects.get().added_by == cast.owner
    page = client_as(cast.owner).get(response["Location"]).content.decode()
    assert "letter.pdf" in page
    assert "Feels lonely" in page
    assert RISK in page


def test_a_file_is_only_ever_downloaded_and_who_opened_it_is_written_down(cast, client, client_as, path):
    client.post(path, {**told(), "attached": [a_file()]})
    file = Attachment.objects.get()
    Referral.objects.update(given_to=cast.organisation)
    address = reverse("connector:referral-file", args=[file.referral_id, file.pk])
    response = client_as(cast.owner).get(address)
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in response["Cache-Control"]
    assert AttachmentReading.objects.get().by == cast.owner
    for who in (cast.stranger, cast.steward, cast.volunteer, cast.other_partnership):
        assert client_as(who).get(address).status_code == 404
    assert AttachmentReading.objects.count() == 1


@pytest.mark.parametrize("state", ["quarantined", "infected"])
def test_what_is_held_back_is_not_sent(cast, client, client_as, path, state):
    client.post(path, {**told(), "attached": [a_file()]})
    Referral.objects.update(given_to=cast.organisation)
    Attachment.objects.update(state=state, scanned_at=AT if state == "infected" else None)
    file = Attachment.objects.get()
    address = reverse("connector:referral-file", args=[file.referral_id, file.pk])
    assert client_as(cast.owner).get(address).status_code == 404
    page = client_as(cast.owner).get(f"/connector/referrals/{file.referral_id}/").content.decode()
    assert address not in page
    assert "letter.pdf" in page


def test_a_risk_is_read_before_a_visit_and_stands_in_no_message(cast, client_as):
    referral = a_referral(cast.partnership, told={"risks": RISK})
    case = accept_referral(referral=referral, by=cast.owner, at=AT)
    visitor = client_as(cast.owner)
    for name in ("case", "contact-log"):
        page = visitor.get(reverse(f"connector:{name}", args=[case.pk])).content.decode()
        assert "Before you visit: risk to staff" in page
        assert RISK in page
    assert Message.objects.exists()
    assert not Message.objects.filter(body__contains="Zq-dog").exists()


def test_the_referral_is_coded_once_an_episode(cast, client_as):
    case = accept_referral(referral=a_referral(cast.partnership), by=cast.owner, at=AT)
    again = accept_referral(referral=a_referral(cast.partnership), by=cast.owner, at=AT, person=case.person)
    assert again == case
    assert [line.code for line in coded.of_episode(case)] == [snomed.REFERRED]
    page = client_as(cast.owner).get(reverse("connector:case", args=[case.pk])).content.decode()
    assert page.count(snomed.REFERRED) == 1
