"""What the API offers, told once: the OpenAPI documents and the page for people are both made from this. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alongside.directory.publishing.asked import MOST_ON_A_PAGE, USUAL_ON_A_PAGE

SCHEMAS_V3 = "https://openreferraluk.org/specifications/3.0/schema/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: name, JSON schema, what it does."""

    name: str
    schema: dict[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address: its path, what it gives, which parameters it takes, the standard's schema of its answer."""

    path: str
    words: str
    parameters: tuple[str, ...] = ()
    schema: str = ""


def _one(name: str, kind: str, words: str, **more: Any) -> tuple[str, Parameter]:
    return name, Parameter(name, {"type": kind, **more}, words)


PARAMETERS = dict(
    (
        _one("search", "string", "Words to look for in name, description and terms."),
        _one("text", "string", "Words to look for in name, description and terms."),
        _one("page", "integer", "Page of the list, from 1.", minimum=1),
        _one(
            "per_page",
            "integer",
            f"Records on a page: {USUAL_ON_A_PAGE} unless said otherwise, at most {MOST_ON_A_PAGE}.",
            minimum=1,
            maximum=MOST_ON_A_PAGE,
        ),
        _one(
            "after",
            "string",
            "Id of the last record you have: the next ones follow. Nothing is skipped or repeated while the "
            "directory changes. The Link header of each page holds it.",
            format="uuid",
        ),
        _one("format", "string", "`ndjson` streams all records, one a line.", enum=["json", "ndjson"]),
        _one("full", "boolean", "`false` leaves out what hangs on a record."),
        _one("minimal", "boolean", "Only id, name, status and last_modified of each service."),
        _one("modified_after", "string", "Only what changed at or after this moment.", format="date-time"),
        _one("taxonomy_term_id", "string", "Services that carry this term: its id or code."),
        _one("taxonomy_id", "string", "Any term of this taxonomy: its id, code or name. In 1.0: a term."),
        _one("organization_id", "string", "Services of this organisation.", format="uuid"),
        _one("full_service", "boolean", "With the organisation's services."),
        _one("minimum_age", "number", "Services with a minimum age of at least this."),
        _one("maximum_age", "number", "Services with a maximum age of at most this."),
        _one("day", "string", "Services on this day: MO, TU, WE, TH, FR, SA or SU."),
        _one("start_time", "string", "Services that begin at this time or later, like 14:00."),
        _one("end_time", "string", "Services that end at this time or earlier, like 16:00."),
        _one("postcode", "string", "A postcode to measure from."),
        _one("proximity", "number", "Metres from the middle of the postcode."),
        _one("coverage", "string", "Services whose area holds this postcode, or that name no area."),
        _one("vocabulary", "string", "The list a term belongs to."),
        _one("taxonomy_type", "string", "What the term hangs on; ours hang on services."),
        _one("service_type", "string", "Services that carry any of these terms."),
        _one("need", "string", "Services that carry any of these terms."),
        _one("circumstance", "string", "Services that carry any of these terms."),
        _one("include", "string", "Names of what to keep of all that hangs on a service."),
        _one("top_only", "boolean", "Only terms without a parent."),
        _one("root_only", "boolean", "Only terms without a parent."),
        _one("parent_id", "string", "Terms under this one."),
    )
)
_PAGES = ("page", "per_page", "after", "format")
_WHEN = ("minimum_age", "maximum_age", "day", "start_time", "end_time")
_PLACE = ("postcode", "proximity")
_ABOUT = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")

V3 = (
    Endpoint("/", "What this API is: version and profile.", (), "api_details.json"),
    Endpoint(
        "/services",
        "The services.",
        ("search", *_PAGES, *_ABOUT, "full", "minimal", *_WHEN, *_PLACE),
        "service_list.json",
    ),
    Endpoint("/services/{id}", "One service with all that hangs on it.", (), "service.json"),
    Endpoint(
        "/service_at_locations",
        "Which service is where.",
        ("search", *_PAGES, *_ABOUT, "full", *_WHEN, *_PLACE),
        "service_at_location_list.json",
    ),
    Endpoint("/service_at_locations/{id}", "One service at one place.", (), "service_at_location.json"),
    Endpoint("/organizations", "Who runs the services.", ("search", *_PAGES), "organization_list.json"),
    Endpoint("/organizations/{id}", "One organisation.", ("full_service",), "organization.json"),
    Endpoint("/taxonomies", "The lists that terms come from.", ("search", *_PAGES), "taxonomy_list.json"),
    Endpoint("/taxonomies/{id}", "One list with its terms.", (), "taxonomy.json"),
    Endpoint(
        "/taxonomy_terms",
        "The terms that services carry.",
        ("search", *_PAGES, "taxonomy_id", "parent_id", "top_only"),
        "taxonomy_term_list.json",
    ),
    Endpoint("/taxonomy_terms/{id}", "One term.", (), "taxonomy_term.json"),
)
V1 = (
    Endpoint(
        "/services",
        "The services.",
        (
            "text",
            *_PAGES,
            *_WHEN,
            *_PLACE,
            "coverage",
            "taxonomy_id",
            "vocabulary",
            "taxonomy_type",
            "service_type",
            "need",
            "circumstance",
            "include",
        ),
    ),
    Endpoint("/services/{id}", "One service with all that hangs on it."),
    Endpoint("/organizations", "Who runs the services.", _PAGES),
    Endpoint("/organizations/{id}", "One organisation."),
    Endpoint("/locations", "The places.", _PAGES),
    Endpoint("/locations/{id}", "One place."),
    Endpoint("/taxonomies", "The terms.", ("text", *_PAGES, "vocabulary", "parent_id", "root_only")),
    Endpoint("/taxonomies/{id}", "One term, by its code."),
    Endpoint("/vocabularies", "The lists that terms come from."),
)


def openapi(endpoints: tuple[Endpoint, ...], *, version: str, server: str, licence: str) -> dict[str, Any]:
    """Return the OpenAPI 3.0 document of one version of the API."""
    used = dict.fromkeys(name for endpoint in endpoints for name in endpoint.parameters)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"Open Referral UK {version}",
            "version": version,
            "description": "The open directory of local support. Free to use; no key is needed.",
            "license": {"name": "Open Government Licence v3.0", "url": licence},
        },
        "servers": [{"url": server}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in endpoints},
        "components": {
            "parameters": {name: _parameter(PARAMETERS[name]) for name in used},
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "required": ["status", "message"],
                    "properties": {
                        "status": {"type": "integer"},
                        "message": {"type": "string"},
                        "parameter": {"type": "string"},
                    },
                }
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    schema = {"$ref": SCHEMAS_V3 + endpoint.schema} if endpoint.schema else {}
    parameters: list[dict[str, Any]] = [
        {"$ref": f"#/components/parameters/{name}"} for name in endpoint.parameters
    ]
    if "{id}" in endpoint.path:
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}}
    responses: dict[str, Any] = {
        "200": {"description": endpoint.words, "content": {"application/json": {"schema": schema}}}
    }
    if endpoint.parameters:
        responses["400"] = {"description": "A parameter cannot be read; the answer names it.", **refusal}
    if "{id}" in endpoint.path:
        responses["404"] = {"description": "No such record.", **refusal}
    return {"summary": endpoint.words, "parameters": parameters, "responses": responses}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.words,
        "schema": parameter.schema,
    }


def in_words(endpoint: Endpoint) -> Iterator[Parameter]:
    """Yield the parameters of an address, for people."""
    return (PARAMETERS[name] for name in endpoint.parameters)
