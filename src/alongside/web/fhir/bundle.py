"""`/fhir/R4`: a referral as a Bundle, of type transaction or message."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from alongside.core import clock
from alongside.referrals.fhir import writing
from alongside.referrals.fhir.bundle import opened
from alongside.web.fhir.answering import SystemRequest, base_of, fhir, fhir_page
from alongside.web.fhir.answering import sent as body_of
from alongside.web.fhir.taking import take


def take_bundle(request: SystemRequest) -> HttpResponse:
    """Take the one ServiceRequest in it; a conflict or a refusal is answered with its status, for the whole."""
    resource = body_of(request)
    sent = opened(resource)
    result = take(request, sent)
    if result.code >= 400:
        return fhir(result.words, status=result.code)
    at = clock.now()
    answer: dict[str, Any]
    if sent.header is not None:
        answer = writing.message_response(
            header=sent.header.value,
            standing=result.standing,
            words=result.words,
            base=base_of(request),
            at=at,
        )
    else:
        answer = writing.transaction_response(
            resource["entry"], standing=result.standing, status=result.status, words=result.words, at=at
        )
    return fhir(answer)


# One page at the base of the door, which systems write with a slash at its end or without.
bundle = fhir_page("fhir/R4", name="bundle", methods=("POST",))(take_bundle)
bundle_slash = fhir_page("fhir/R4/", name="bundle-slash", methods=("POST",))(take_bundle)
