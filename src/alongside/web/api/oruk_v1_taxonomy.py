"""`/oruk/v1/taxonomies/<id>`: one term, by its code or our id."""

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.models import TaxonomyTerm
from alongside.directory.publishing import loading, shape_v1
from alongside.web.api.answering import NoSuchRecord, answer, api_page, the_id


@api_page("oruk/v1/taxonomies/<str:record_id>", name="oruk-v1-taxonomy")
def oruk_v1_taxonomy(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show the term."""
    try:
        known = Q(pk=the_id(record_id))
    except NoSuchRecord:
        if "\x00" in record_id:
            raise  # no database keeps such a code
        known = Q(code=record_id)
    found = TaxonomyTerm.objects.filter(known).order_by("pk").values_list("pk", flat=True)[:1]
    rows = loading.terms(list(found))
    if not rows:
        raise NoSuchRecord
    return answer(request, shape_v1.taxonomy(rows[0]))
