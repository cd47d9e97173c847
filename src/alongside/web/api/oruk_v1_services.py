"""`/oruk/v1/services`: the services in Open Referral UK 1.0."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v1/services", name="oruk-v1-services")
def oruk_v1_services(request: HttpRequest) -> HttpResponseBase:
    """List services; `include` keeps only what it names of what hangs on them."""
    wanted = asked(request, "1.0")

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        return [shape_v1.service(nested, include=wanted.include) for nested in loading.services(ids)]

    return listed(request, wanted, selecting.services(wanted), load=load, envelope=shape_v1.page)
