"""`/oruk/v3/services/<id>`: one service with all that hangs on it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.models import Service
from alongside.directory.publishing import loading, shape_v3
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v3/services/<str:record_id>", name="oruk-v3-service")
def oruk_v3_service(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the service."""
    found = Service.objects.published().filter(pk=the_id(record_id)).order_by("pk")
    nested = loading.services(list(found.values_list("pk", flat=True)))
    if not nested:
        raise NoSuchRecord
    return answer(request, shape_v3.service(nested[0]))
