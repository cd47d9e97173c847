"""`/fhir/R4/Task/<id>`: what became of one referral. Its id is that of the ServiceRequest."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.referrals.fhir import writing
from alongside.web.fhir.answering import SystemRequest, fhir, fhir_page, standing_of


@fhir_page("fhir/R4/Task/<str:key>", name="task", methods=("GET",))
def task(request: SystemRequest, key: str) -> HttpResponse:
    """Read a Task."""
    return fhir(writing.task(standing_of(request, key)))
