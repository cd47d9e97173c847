"""`/fhir/R4/metadata`: what this door can do, for anyone."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.referrals.fhir import capability
from alongside.web.fhir.answering import SystemRequest, base_of, fhir, fhir_page


@fhir_page("fhir/R4/metadata", name="metadata", methods=("GET",), signed=False)
def metadata(request: SystemRequest) -> HttpResponse:
    """Answer with the CapabilityStatement."""
    return fhir(capability.statement(base=base_of(request), place=request.partnership.name))
