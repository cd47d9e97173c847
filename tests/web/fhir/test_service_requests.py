"""A ServiceRequest by itself, and finding one by its identifier."""

from __future__ import annotations

from alongside.referrals.models import Referral, SystemReferral
from tests.factories.systems import NHS_NUMBER, a_bundle, a_request
from tests.web.fhir.independent import read

NUMBER = "https://lawson.example.org/referral|R-1001"


def test_a_request_with_its_patient_inside_is_a_referral(gp):
    answer = gp.send(a_request(), "ServiceRequest")
    said = read(answer.json())
    key = SystemReferral.objects.get().pk
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver/fhir/R4/ServiceRequest/{key}/_history/1"
    assert answer["ETag"] == 'W/"1"'
    assert (said["id"], said["status"]) == (str(key), "active")
    assert said["subject"]["identifier"]["value"] == NHS_NUMBER
    assert Referral.objects.get().name == "Ayten Aydın"


def test_what_we_answer_repeats_nothing_about_the_person(gp):
    said = gp.send(a_request(), "ServiceRequest").content.decode()
    assert not {
        word for word in ("Ayten", "Mare Street", "900123", "1948", "Husband", "street") if word in said
    }


def test_a_repeat_is_answered_200_with_the_same(gp):
    first, second = (gp.send(a_request(), "ServiceRequest") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert Referral.objects.count() == 1


def test_words_instead_of_the_resource_are_given_where_preferred(gp):
    said = read(gp.send(a_request(), "ServiceRequest", Prefer="return=OperationOutcome").json())
    assert Referral.objects.get().reference in said["issue"][0]["details"]["text"]


def test_a_patient_that_is_not_inside_is_asked_for(gp):
    answer = gp.send(a_request(subject={"reference": "Patient/7"}), "ServiceRequest")
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == ["ServiceRequest.subject"]


def test_another_resource_is_refused(gp):
    assert gp.send(a_bundle(), "ServiceRequest").status_code == 400


def test_a_referral_is_found_by_its_identifier(gp):
    gp.send(a_bundle())
    gp.send(a_bundle(number="R-1002"))
    for said in (NUMBER, "R-1001"):
        found = read(gp.get("ServiceRequest", identifier=said).json())
        assert [one["resource"]["identifier"][0]["value"] for one in found["entry"]] == ["R-1001"]
    assert "entry" not in read(gp.get("ServiceRequest", identifier="|R-1001").json())
    assert gp.get("ServiceRequest").status_code == 400
    assert gp.get("ServiceRequest", identifier=NUMBER, name="Ayten").status_code == 400
