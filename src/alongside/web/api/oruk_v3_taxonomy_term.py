"""`/oruk/v3/taxonomy_terms/<id>`: one term."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, shape_v3
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v3/taxonomy_terms/<str:record_id>", name="oruk-v3-taxonomy-term")
def oruk_v3_taxonomy_term(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the term."""
    rows = loading.terms([the_id(record_id)])
    if not rows:
        raise NoSuchRecord
    return answer(request, shape_v3.term(rows[0]))
