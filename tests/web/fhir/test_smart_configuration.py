"""Where SMART on FHIR looks for the token endpoint, it is."""

from __future__ import annotations


def test_the_token_endpoint_is_found_as_smart_looks_for_it(cast, client):
    said = client.get("/fhir/R4/.well-known/smart-configuration").json()
    assert said["token_endpoint"] == "http://testserver/fhir/R4/token"
    assert said["grant_types_supported"] == ["client_credentials"]
