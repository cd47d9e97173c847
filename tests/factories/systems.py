"""Systems of professionals, and what they send: UK Core shapes, as a GP's system writes them."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from django.test import Client

from alongside.core import clock
from alongside.partnerships.enums import OrganisationKind
from alongside.partnerships.models import Member, Organisation
from alongside.referrals import systems
from alongside.referrals.models import ReferringSystem
from tests.factories.referrals import AT

NHS_NUMBER = "9434765919"  # of the range for tests
JSON = "application/fhir+json"

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "meta": {"profile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"]},
    "identifier": [
        {
            "extension": [
                {
                    "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
                    "valueCodeableConcept": {"coding": [{"code": "01"}]},
                }
            ],
            "system": "https://fhir.nhs.uk/Id/nhs-number",
            "value": "943 476 5919",
        }
    ],
    "active": True,
    "name": [{"use": "official", "family": "Aydın", "given": ["Ayten"], "prefix": ["Mrs"]}],
    "telecom": [
        {"system": "phone", "value": "020 7946 0123", "use": "home"},
        {"system": "phone", "value": "07700 900123", "use": "mobile"},
        {"system": "email", "value": "ayten@example.org"},
    ],
    "gender": "female",
    "birthDate": "1948-03-21",
    "address": [
        {"use": "home", "line": ["12 Mare Street"], "city": "London", "postalCode": "E8 1EA"},
        {"use": "old", "line": ["1 Nowhere"], "postalCode": "NW1 2DB"},
    ],
    "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "tr"}]}}],
}
PRACTITIONER: dict[str, Any] = {
    "resourceType": "Practitioner",
    "name": [{"family": "Patel", "given": ["Nita"], "prefix": ["Dr"]}],
    "telecom": [{"system": "email", "value": "nita.patel@lawson.example.org", "use": "work"}],
}
PRACTICE: dict[str, Any] = {
    "resourceType": "Organization",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "F84096"}],
    "name": "Lawson Practice",
    "telecom": [{"system": "phone", "value": "020 7946 0199", "use": "work"}],
}
ROLE: dict[str, Any] = {
    "resourceType": "PractitionerRole",
    "practitioner": {"reference": "urn:uuid:practitioner"},
    "organization": {"reference": "urn:uuid:practice"},
    "code": [{"text": "General practitioner"}],
}
CONSENT: dict[str, Any] = {
    "resourceType": "Consent",
    "status": "active",
    "scope": {
        "coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
        ]
    },
    "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
    "patient": {"reference": "urn:uuid:patient"},
    "provision": {"type": "permit"},
}
REQUEST: dict[str, Any] = {
    "resourceType": "ServiceRequest",
    "meta": {
        "versionId": "1",
        "lastUpdated": "2026-11-02T09:00:00.000+00:00",
        "profile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest"],
    },
    "identifier": [{"system": "https://lawson.example.org/referral", "value": "R-1001"}],
    "status": "active",
    "intent": "order",
    "priority": "urgent",
    "code": {
        "coding": [
            {
                "system": "http://snomed.info/sct",
                "code": "871731000000106",
                "display": "Referral to social prescribing service",
            }
        ]
    },
    "subject": {"reference": "urn:uuid:patient"},
    "requester": {"reference": "urn:uuid:role"},
    "reasonCode": [
        {
            "coding": [
                {"system": "http://snomed.info/sct", "code": "267076002", "display": "Feeling lonely"},
            ]
        },
        {"text": "Husband died in spring"},
    ],
    "note": [{"text": "She used to cook for the whole street."}],
}
BESIDE = {
    "patient": PATIENT,
    "practitioner": PRACTITIONER,
    "practice": PRACTICE,
    "role": ROLE,
    "consent": CONSENT,
}


def merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """A copy with elements replaced; None takes one out."""
    made = copy.deepcopy(base) | change
    return {name: value for name, value in made.items() if value is not None}


def a_bundle(*, kind: str = "transaction", number: str = "R-1001", **changes: Any) -> dict[str, Any]:
    """A referral as a Bundle. `request`, `patient`, `consent` … change a resource; None leaves it out."""
    request = merged(
        REQUEST, {"identifier": [{"system": "https://lawson.example.org/referral", "value": number}]}
    )
    request = merged(request, changes.pop("request", {}))
    entries = [{"fullUrl": "urn:uuid:request", "resource": request}]
    for name, resource in BESIDE.items():
        change = changes.pop(name, {})
        if change is not None:
            entries.append({"fullUrl": f"urn:uuid:{name}", "resource": merged(resource, change)})
    assert not changes, changes
    if kind == "message":
        header = {
            "resourceType": "MessageHeader",
            "id": str(uuid.uuid4()),
            "eventCoding": {
                "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
                "code": "servicerequest-request",
            },
            "source": {"endpoint": "https://lawson.example.org/fhir"},
            "focus": [{"reference": "urn:uuid:request"}],
        }
        entries.insert(0, {"fullUrl": f"urn:uuid:{header['id']}", "resource": header})
    else:
        for entry in entries:
            entry["request"] = {"method": "POST", "url": str(entry["resource"]["resourceType"])}
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def a_request(*, number: str = "R-1001", **change: Any) -> dict[str, Any]:
    """A ServiceRequest by itself, with its Patient contained."""
    contained = [{**copy.deepcopy(PATIENT), "id": "p"}]
    numbers = [{"system": "https://lawson.example.org/referral", "value": number}]
    alone = {"contained": contained, "subject": {"reference": "#p"}, "requester": None, "identifier": numbers}
    return merged(REQUEST, alone | change)


def a_practice(name: str = "Lawson Practice") -> Organisation:
    """An organisation that refers and supports nobody."""
    found, _new = Organisation.objects.get_or_create(name=name, defaults={"kind": OrganisationKind.HEALTH})
    return found


def a_system(
    by: Member, *, organisation: Organisation | None = None, name: str = "Record system"
) -> tuple[ReferringSystem, str]:
    """A system of a practice, and its secret."""
    return systems.add(organisation=organisation or a_practice(), name=name, by=by, at=AT)


class Caller:
    """A GP's system on the wire: fetches a token, sends, asks."""

    def __init__(self, system: ReferringSystem, secret: str, client: Client | None = None) -> None:
        self.system, self.secret = system, secret
        self.client = client or Client()
        token = systems.token_for(client_id=str(system.pk), secret=secret, at=clock.now())
        assert token is not None
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> Any:
        """Ask."""
        return self.client.get(f"/fhir/R4/{path}", query, headers=self.headers)

    def send(self, resource: Any, path: str = "", *, verb: str = "POST", **headers: str) -> Any:
        """Send a resource, to the base of the door unless `path` says where."""
        text = resource if isinstance(resource, bytes) else json.dumps(resource)
        where = f"/fhir/R4/{path}" if path else "/fhir/R4"
        return self.client.generic(verb, where, text, content_type=JSON, headers=self.headers | headers)

    def task(self) -> dict[str, Any]:
        """The one Task there is."""
        found = self.get("Task").json()
        assert len(found["entry"]) == 1, found
        return found["entry"][0]["resource"]
