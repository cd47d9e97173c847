"""`/oruk/v3/openapi.json`: the description of this API for programs."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from alongside.directory.publishing.description import V3, openapi
from alongside.web.api.answering import LICENCE, answer, api_page


@api_page("oruk/v3/openapi.json", name="oruk-v3-openapi")
def oruk_v3_openapi(request: HttpRequest) -> HttpResponseBase:
    """Describe addresses and parameters."""
    server = request.build_absolute_uri(reverse("api:oruk-v3")).rstrip("/")
    return answer(request, openapi(V3, version="3.0", server=server, licence=LICENCE))
