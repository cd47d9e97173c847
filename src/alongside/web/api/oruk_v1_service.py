"""`/oruk/v1/services/<id>`: one service in Open Referral UK 1.0."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.models import Service
from alongside.directory.publishing import loading, shape_v1
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v1/services/<str:record_id>", name="oruk-v1-service")
def oruk_v1_service(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the service."""
    found = Service.objects.published().filter(pk=the_id(record_id)).order_by("pk")
    nested = loading.services(list(found.values_list("pk", flat=True)))
    if not nested:
        raise NoSuchRecord
    return answer(request, shape_v1.service(nested[0]))
