"""What this door can do, as a CapabilityStatement."""

from __future__ import annotations

from typing import Any

PUBLISHED = "2026-11-29"
SECURITY_SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service"
OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"

REQUESTS = (
    "A referral. Give it an identifier of yours: by it a repeat, a change and a withdrawal are known. The same content "
    "again is answered 200 and changes nothing. Changed content changes the referral until somebody here decides, "
    "then it is answered 409. Status revoked or entered-in-error takes it back. What is older than what we hold, by "
    "meta.lastUpdated or meta.versionId, is ignored and answered 200."
)
TASKS = (
    "What became of a referral; its id is that of the ServiceRequest. There is no push (no Subscription): ask with "
    "_lastUpdated=ge and the lastModified of the newest Task you hold, every few minutes, and follow the next links."
)


def statement(*, base: str, place: str) -> dict[str, Any]:
    """The CapabilityStatement of a partnership's door at `base`."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": PUBLISHED,
        "publisher": place,
        "kind": "instance",
        "software": {"name": "Alongside"},
        "implementation": {"description": f"Referrals to {place}", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "For systems of professionals that refer people for support against loneliness.",
                "security": {
                    "cors": False,
                    "service": [{"coding": [{"system": SECURITY_SERVICES, "code": "OAuth"}]}],
                    "description": "OAuth 2 client credentials (RFC 6749 section 4.4); a token holds 15 minutes.",
                    "extension": [
                        {
                            "url": OAUTH_URIS,
                            "extension": [{"url": "token", "valueUri": f"{base}/token"}],
                        }
                    ],
                },
                "resource": [_service_request(), _task()],
                "interaction": [
                    {
                        "code": "transaction",
                        "documentation": "One ServiceRequest with its Patient, requester and Consent; a Bundle of "
                        "type message is taken at the same address.",
                    }
                ],
            }
        ],
    }


def _service_request() -> dict[str, Any]:
    return {
        "type": "ServiceRequest",
        "supportedProfile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest"],
        "documentation": REQUESTS,
        "interaction": [{"code": code} for code in ("create", "read", "update", "search-type")],
        "versioning": "versioned-update",
        "readHistory": False,
        "updateCreate": False,
        "searchParam": [{"name": "identifier", "type": "token"}],
    }


def _task() -> dict[str, Any]:
    return {
        "type": "Task",
        "supportedProfile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Task"],
        "documentation": TASKS,
        "interaction": [{"code": code} for code in ("read", "search-type")],
        "searchParam": [
            {
                "name": "_lastUpdated",
                "type": "date",
                "documentation": "With ge, gt, le or lt; more than once.",
            },
            {"name": "_id", "type": "token"},
            {"name": "focus", "type": "reference", "documentation": "ServiceRequest/…"},
        ],
    }
