"""`/oruk/v3/taxonomies`: the lists that terms come from."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v3
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v3/taxonomies", name="oruk-v3-taxonomies")
def oruk_v3_taxonomies(request: HttpRequest) -> HttpResponseBase:
    """List the taxonomies, without their terms."""
    wanted = asked(request)

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        return [shape_v3.taxonomy(row) for row in loading.taxonomies(ids)]

    return listed(
        request, wanted, selecting.taxonomies(wanted), load=load, envelope=shape_v3.page, optional=True
    )
