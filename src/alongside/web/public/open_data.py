"""`/open-data/`: the directory as open data, told to people: addresses, parameters, licence, things to try."""

from django.http import HttpResponse
from django.urls import reverse

from alongside.directory.publishing.description import V1, V3, Endpoint, in_words
from alongside.places import stops
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("open-data/")
def open_data(request: Request) -> HttpResponse:
    """Show what there is for programs."""
    here = request.build_absolute_uri
    v3, v1 = here(reverse("api:oruk-v3")), here(reverse("api:oruk-v1"))
    return render(
        request,
        "public/open_data.html",
        {
            "versions": [
                ("3.0", v3, _rows(V3), reverse("api:oruk-v3-openapi")),
                ("1.0", v1, _rows(V1), reverse("api:oruk-v1-openapi")),
            ],
            "stops": stops.source(),
            "tries": [
                f"{v3}services?search=lunch&per_page=5",
                f"{v3}service_at_locations?postcode=E8+1EA&proximity=1000",
                f"{v3}services?modified_after=2026-11-01T00:00:00Z&minimal=true",
                f"{v3}services?format=ndjson",
                f"{v1}services?day=TU&start_time=10:00&end_time=16:00",
            ],
        },
    )


def _rows(endpoints: tuple[Endpoint, ...]) -> list[tuple[Endpoint, list[tuple[str, str]]]]:
    return [(e, [(p.name, p.words) for p in in_words(e)]) for e in endpoints]
