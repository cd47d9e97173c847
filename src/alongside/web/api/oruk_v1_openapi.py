"""`/oruk/v1/openapi.json`: the description of this API for programs."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from alongside.directory.publishing.description import V1, openapi
from alongside.web.api.answering import LICENCE, answer, api_page


@api_page("oruk/v1/openapi.json", name="oruk-v1-openapi")
def oruk_v1_openapi(request: HttpRequest) -> HttpResponseBase:
    """Describe addresses and parameters."""
    server = request.build_absolute_uri(reverse("api:oruk-v1")).rstrip("/")
    return answer(request, openapi(V1, version="1.0", server=server, licence=LICENCE))
