"""`/oruk/v3/organizations/<id>`: one organisation; with `full_service=true` its services too."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v3
from alongside.directory.publishing.asked import MOST_ON_A_PAGE, Asked
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v3/organizations/<str:record_id>", name="oruk-v3-organization")
def oruk_v3_organization(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the organisation."""
    own_id = the_id(record_id)
    found = selecting.organizations(Asked()).filter(pk=own_id)
    rows = loading.organizations(found.values_list("pk", flat=True))
    if own_id not in rows:
        raise NoSuchRecord
    services = None
    if request.GET.get("full_service", "").lower() in ("true", "1"):
        mine = selecting.services(Asked(organization_id=own_id)).values_list("pk", flat=True)
        services = [shape_v3.service(nested) for nested in loading.services(list(mine[:MOST_ON_A_PAGE]))]
    return answer(request, shape_v3.organization(rows[own_id], services=services))
