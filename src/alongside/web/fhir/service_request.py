"""`/fhir/R4/ServiceRequest/<id>`: read a referral as we hold it; change it, or take it back."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.referrals.fhir import writing
from alongside.referrals.fhir.bundle import alone
from alongside.referrals.fhir.problems import Problem, Refused
from alongside.referrals.fhir.writing import Standing
from alongside.web.fhir.answering import SystemRequest, base_of, fhir, fhir_page, standing_of
from alongside.web.fhir.answering import sent as body_of
from alongside.web.fhir.taking import Result, take


@fhir_page("fhir/R4/ServiceRequest/<str:key>", name="service-request", methods=("GET", "PUT"))
def service_request(request: SystemRequest, key: str) -> HttpResponse:
    """Read, or update: the identifier stays, and nothing is created here."""
    held = standing_of(request, key)
    if request.method != "PUT":
        return fhir(writing.service_request(held), ETag=_etag(held))
    resource = body_of(request)
    if resource.get("id") != str(held.sent.pk):
        raise Refused(
            400,
            Problem(
                "value",
                "The id is not that of the address.",
                "Send the id you were given.",
                "ServiceRequest.id",
            ),
        )
    wanted = request.headers.get("If-Match", "")
    if wanted and wanted.strip() not in {_etag(held), "*"}:
        raise Refused(412, Problem("conflict", "It has changed since you read it.", "Read it again first."))
    sent = alone(resource)
    numbers = {(one.text("system"), one.text("value")) for one in sent.request.children("identifier")}
    if (held.sent.identifier_system, held.sent.identifier_value) not in numbers:
        raise Refused(
            422,
            Problem(
                "business-rule",
                "This is not the identifier the referral came with.",
                "Keep it; for another referral, create one.",
                "ServiceRequest.identifier",
            ),
        )
    return answer(request, take(request, sent))


def _etag(standing: Standing) -> str:
    return f'W/"{standing.sent.version}"'


def answer(request: SystemRequest, result: Result) -> HttpResponse:
    """The resource as we now hold it, or why not. `Prefer: return=OperationOutcome` asks for words instead."""
    if result.code >= 400:
        return fhir(result.words, status=result.code)
    in_words = "return=OperationOutcome" in request.headers.get("Prefer", "")
    sent = result.standing.sent
    return fhir(
        result.words if in_words else writing.service_request(result.standing),
        status=result.code,
        Location=f"{base_of(request)}/ServiceRequest/{sent.pk}/_history/{sent.version}",
        ETag=_etag(result.standing),
    )
