"""`/oruk/v1/vocabularies`: the names of the lists that terms come from."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.models import Taxonomy
from alongside.directory.publishing.shape import NO_LIST
from alongside.web.api.answering import answer, api_page


@api_page("oruk/v1/vocabularies", name="oruk-v1-vocabularies")
def oruk_v1_vocabularies(request: HttpRequest) -> HttpResponseBase:
    """List the vocabularies."""
    names = Taxonomy.objects.exclude(name=NO_LIST).order_by("name", "pk").values_list("name", flat=True)
    return answer(request, [{"id": name, "name": name} for name in names])
