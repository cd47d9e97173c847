"""`/oruk/v1/organizations/<id>`: one organisation in Open Referral UK 1.0."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.directory.publishing.asked import Asked
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v1/organizations/<str:record_id>", name="oruk-v1-organization")
def oruk_v1_organization(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the organisation."""
    own_id = the_id(record_id)
    rows = loading.organizations(
        selecting.organizations(Asked()).filter(pk=own_id).values_list("pk", flat=True)
    )
    if own_id not in rows:
        raise NoSuchRecord
    return answer(request, shape_v1.organization(rows[own_id]))
