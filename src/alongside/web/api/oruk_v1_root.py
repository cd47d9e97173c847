"""`/oruk/v1/`: what this API is."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from alongside.web.api.answering import answer, api_page


@api_page("oruk/v1/", name="oruk-v1")
def oruk_v1(request: HttpRequest) -> HttpResponseBase:
    """Say the version and where things are."""
    here = request.build_absolute_uri
    return answer(
        request,
        {
            "version": "1.0",
            "profile": "https://openreferraluk.org/",
            "openapi_url": here(reverse("api:oruk-v1-openapi")),
            "services": here(reverse("api:oruk-v1-services")),
        },
    )
