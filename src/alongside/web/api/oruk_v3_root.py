"""`/oruk/v3/`: what this API is."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from alongside.directory.publishing import shape_v3
from alongside.web.api.answering import answer, api_page


@api_page("oruk/v3/", name="oruk-v3")
def oruk_v3(request: HttpRequest) -> HttpResponseBase:
    """Say version, profile and where the description of the API is."""
    return answer(request, shape_v3.details(request.build_absolute_uri(reverse("api:oruk-v3-openapi"))))
