"""`/oruk/v1/organizations`: who runs the services, in Open Referral UK 1.0."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape_v1
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v1/organizations", name="oruk-v1-organizations")
def oruk_v1_organizations(request: HttpRequest) -> HttpResponseBase:
    """List the organisations of published services."""
    wanted = asked(request, "1.0")

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        rows = loading.organizations(ids)
        return [shape_v1.organization(rows[pk]) for pk in ids if pk in rows]

    return listed(request, wanted, selecting.organizations(wanted), load=load, envelope=shape_v1.page)
