"""`/oruk/v3/services`: the services, page by page or as a stream."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v3
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v3/services", name="oruk-v3-services")
def oruk_v3_services(request: HttpRequest) -> HttpResponseBase:
    """List services; `minimal=true` gives ids and dates only, `full=false` leaves out what hangs on them."""
    wanted = asked(request)

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        if wanted.minimal:
            return [shape_v3.minimal(row) for row in loading.dates(ids)]
        return [
            shape_v3.service(nested, full=wanted.full) for nested in loading.services(ids, full=wanted.full)
        ]

    return listed(request, wanted, selecting.services(wanted), load=load, envelope=shape_v3.page)
