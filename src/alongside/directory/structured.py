"""A service in schema.org's words, for search engines: facts only, those that are on its page. Pure."""

from typing import Any

from alongside.directory.models import Service
from alongside.directory.service_facts import ServiceFacts, Site

CONTEXT = "https://schema.org"


def json_ld(facts: ServiceFacts, *, address: str) -> dict[str, Any]:
    """Return the JSON-LD of a service; `address` is that of its page."""
    service = facts.service
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": service.name,
        "description": service.description[:5_000] or None,
        "provider": _provider(service),
        "areaServed": facts.areas or None,
        "availableLanguage": facts.languages or None,
        "isAccessibleForFree": service.is_free,
        "audience": [{"@type": "Audience", "audienceType": who} for who in facts.meant_for] or None,
        "availableChannel": [_channel(site) for site in facts.sites]
        + [_phone(p.number) for p in facts.phones],
        "termsOfService": service.fees or None,
    }
    return {key: value for key, value in told.items() if value not in (None, [], "")}


def _provider(service: Service) -> dict[str, Any]:
    organization = service.organization
    told = {
        "@type": "Organization",
        "name": organization.name,
        "url": organization.url or None,
        "identifier": organization.charity_number or organization.company_number or None,
    }
    return {key: value for key, value in told.items() if value}


def _channel(site: Site) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": site.name}
    if site.address:
        place["address"] = ", ".join(site.address)
    if site.access:
        place["amenityFeature"] = [
            {"@type": "LocationFeatureSpecification", "name": feature, "value": True}
            for feature in site.access
        ]
    return {"@type": "ServiceChannel", "serviceLocation": place}


def _phone(number: str) -> dict[str, Any]:
    return {"@type": "ServiceChannel", "servicePhone": {"@type": "ContactPoint", "telephone": number}}
