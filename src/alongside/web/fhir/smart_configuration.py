"""`/fhir/R4/.well-known/smart-configuration`: where a token is to be had, as SMART on FHIR looks for it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from alongside.web.fhir.answering import SystemRequest, base_of, fhir_page


@fhir_page(
    "fhir/R4/.well-known/smart-configuration", name="smart-configuration", methods=("GET",), signed=False
)
def smart_configuration(request: SystemRequest) -> HttpResponse:
    """Answer with the token endpoint and how to ask it."""
    return JsonResponse(
        {
            "token_endpoint": f"{base_of(request)}/token",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "capabilities": ["client-confidential-symmetric"],
        }
    )
