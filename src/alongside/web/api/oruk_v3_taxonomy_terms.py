"""`/oruk/v3/taxonomy_terms`: terms; of one taxonomy, under one parent, or those at the top."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v3
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v3/taxonomy_terms", name="oruk-v3-taxonomy-terms")
def oruk_v3_taxonomy_terms(request: HttpRequest) -> HttpResponseBase:
    """List the terms."""
    wanted = asked(request)

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        return [shape_v3.term(row) for row in loading.terms(ids)]

    return listed(request, wanted, selecting.terms(wanted), load=load, envelope=shape_v3.page, optional=True)
