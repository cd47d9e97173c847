"""`/oruk/v3/taxonomies/<id>`: one taxonomy with its terms."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v3
from alongside.directory.publishing.asked import Asked
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v3/taxonomies/<str:record_id>", name="oruk-v3-taxonomy")
def oruk_v3_taxonomy(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the taxonomy."""
    own_id = the_id(record_id)
    rows = loading.taxonomies([own_id])
    if not rows:
        raise NoSuchRecord
    ids = selecting.terms(Asked(taxonomy_id=str(own_id))).values_list("pk", flat=True)
    return answer(request, shape_v3.taxonomy(rows[0], terms=loading.terms(list(ids))))
