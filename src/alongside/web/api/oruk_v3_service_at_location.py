"""`/oruk/v3/service_at_locations/<id>`: one service at one place."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape, shape_v3
from alongside.directory.publishing.asked import Asked
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v3/service_at_locations/<str:record_id>", name="oruk-v3-service-at-location")
def oruk_v3_service_at_location(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show it with its service."""
    found = selecting.service_at_locations(Asked()).filter(pk=the_id(record_id))
    sites = loading.sites(list(found.values_list("pk", flat=True)))
    if not sites:
        raise NoSuchRecord
    service = loading.services([sites[0]["service_id"]])[0]
    says = shape.on_bank_holidays(service)
    return answer(
        request, shape_v3.service_at_location(sites[0], service=shape_v3.service(service), says=says)
    )
