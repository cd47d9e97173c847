"""`/oruk/v1/taxonomies`: terms, which Open Referral UK 1.0 calls taxonomies."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v1/taxonomies", name="oruk-v1-taxonomies")
def oruk_v1_taxonomies(request: HttpRequest) -> HttpResponseBase:
    """List the terms, of one vocabulary when it is named."""
    wanted = asked(request, "1.0")
    found = selecting.terms(wanted, vocabulary=request.GET.get("vocabulary", ""))

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        return [shape_v1.taxonomy(row) for row in loading.terms(ids)]

    return listed(request, wanted, found, load=load, envelope=shape_v1.page)
