"""`/oruk/v1/locations`: the places, in Open Referral UK 1.0."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v1/locations", name="oruk-v1-locations")
def oruk_v1_locations(request: HttpRequest) -> HttpResponseBase:
    """List the places of published services."""

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        rows = loading.locations(ids)
        return [shape_v1.location(rows[pk]) for pk in ids if pk in rows]

    return listed(request, asked(request, "1.0"), selecting.locations(), load=load, envelope=shape_v1.page)
