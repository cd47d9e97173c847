"""What the door can do is public, true, and FHIR."""

from __future__ import annotations

from tests.web.fhir.independent import read


def test_the_capabilities_are_public_and_by_the_standard(cast, client):
    answer = client.get("/fhir/R4/metadata")
    said = read(answer.json())
    assert answer["Content-Type"] == "application/fhir+json"
    assert (said["fhirVersion"], said["kind"]) == ("4.0.1", "instance")
    assert said["implementation"]["url"] == "http://testserver/fhir/R4"
    assert "no push" in said["rest"][0]["resource"][1]["documentation"]


def test_every_interaction_it_names_is_answered(gp, client):
    said = client.get("/fhir/R4/metadata").json()["rest"][0]
    verbs = {"create": "POST", "read": "GET", "update": "PUT", "search-type": "GET"}
    for resource in said["resource"]:
        for interaction in (one["code"] for one in resource["interaction"]):
            path = resource["type"] + ("/x" if interaction in {"read", "update"} else "")
            answer = gp.send({}, path, verb=verbs[interaction])
            assert answer.status_code != 405, (path, interaction)
    token = said["security"]["extension"][0]["extension"][0]["valueUri"]
    assert client.post(token.removeprefix("http://testserver")).status_code == 400


def test_xml_is_not_offered_and_said_so(cast, client):
    for answer in (
        client.get("/fhir/R4/metadata", headers={"Accept": "application/fhir+xml"}),
        client.get("/fhir/R4/metadata", {"_format": "xml"}),
    ):
        assert (answer.status_code, answer.json()["resourceType"]) == (406, "OperationOutcome")


def test_no_cookie_is_set(gp):
    assert not gp.get("metadata").cookies
    assert not gp.get("Task").cookies
