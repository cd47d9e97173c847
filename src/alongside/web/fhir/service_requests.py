"""`/fhir/R4/ServiceRequest`: create one alone, with what it needs contained in it; find one by its identifier."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.casework import referred
from alongside.core import clock
from alongside.referrals.fhir import writing
from alongside.referrals.fhir.bundle import alone
from alongside.referrals.fhir.problems import Problem, Refused
from alongside.referrals.models import SystemReferral
from alongside.web.fhir.answering import SystemRequest, base_of, fhir, fhir_page, seen
from alongside.web.fhir.answering import sent as body_of
from alongside.web.fhir.service_request import answer
from alongside.web.fhir.taking import take

KNOWN = frozenset({"identifier", "_format"})
MOST = 50


@fhir_page("fhir/R4/ServiceRequest", name="service-requests", methods=("GET", "POST"))
def service_requests(request: SystemRequest) -> HttpResponse:
    """Create, or search by `identifier=system|value`."""
    if request.method == "POST":
        return answer(request, take(request, alone(body_of(request))))
    said = request.GET.get("identifier", "")
    if set(request.GET) - KNOWN or not said:
        raise Refused(
            400, Problem("not-supported", "Search by identifier only.", "Send ?identifier=system|value.")
        )
    system, bar, value = said.rpartition("|")
    rows = SystemReferral.objects.filter(system=request.system, identifier_value=value[:251])
    if bar:
        rows = rows.filter(identifier_system=system[:251])
    keys = list(rows.order_by("received_at", "id").values_list("pk", flat=True)[:MOST])
    found = [seen(request, one) for one in referred.standings(request.system, keys=keys, limit=MOST)]
    return fhir(
        writing.searchset(
            [writing.service_request(one) for one in found],
            base=base_of(request),
            self_link=request.build_absolute_uri(),
            next_link="",
            at=clock.now(),
        )
    )
