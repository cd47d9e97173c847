"""`/oruk/v1/locations/<id>`: one place in Open Referral UK 1.0."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v1/locations/<str:record_id>", name="oruk-v1-location")
def oruk_v1_location(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the place."""
    own_id = the_id(record_id)
    rows = loading.locations(selecting.locations().filter(pk=own_id).values_list("pk", flat=True))
    if own_id not in rows:
        raise NoSuchRecord
    return answer(request, shape_v1.location(rows[own_id]))
