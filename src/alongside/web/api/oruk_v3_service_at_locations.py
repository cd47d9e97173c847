"""`/oruk/v3/service_at_locations`: which service is where; near a postcode when asked."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alongside.directory.publishing import loading, selecting, shape, shape_v3
from alongside.web.api.answering import api_page, asked, listed


@api_page("oruk/v3/service_at_locations", name="oruk-v3-service-at-locations")
def oruk_v3_service_at_locations(request: HttpRequest) -> HttpResponseBase:
    """List pairs of service and place; each holds its service when `full=true` was asked for."""
    wanted = asked(request)
    with_service = wanted.full and "full" in request.GET

    def load(ids: Sequence[uuid.UUID]) -> list[Any]:
        sites = loading.sites(ids)
        of_sites = list({site["service_id"] for site in sites})
        nested = loading.services(of_sites if with_service else loading.saying_of_bank_holidays(of_sites))
        says = {one.service["id"]: shape.on_bank_holidays(one) for one in nested}
        services = {one.service["id"]: shape_v3.service(one) for one in nested if with_service}
        return [
            shape_v3.service_at_location(
                site, service=services.get(site["service_id"]), says=says.get(site["service_id"], "")
            )
            for site in sites
        ]

    return listed(
        request,
        wanted,
        selecting.service_at_locations(wanted),
        load=load,
        envelope=shape_v3.page,
        optional=True,
    )
