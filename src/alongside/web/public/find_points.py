"""`/find/points.geojson`: the results of one question of the finder as points, for somebody's own map."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.finder import Result, shortlist
from alongside.places.geo import Point, to_lat_lon
from alongside.web.finding import FindForm
from alongside.web.page import public_page
from alongside.web.public.find_table import MOST
from alongside.web.requests import Request


@public_page("find/points.geojson", translated=True)
def find_points(request: Request) -> HttpResponse:
    """Send a feature for each result; those without an address have no geometry."""
    form = FindForm(request.GET)
    if not form.is_valid():
        return redirect(f"/find/?{request.GET.urlencode()}")
    found = shortlist(form.facts(), at=clock.now(), limit=MOST, order="nearest", dates=1)
    features = [_feature(request, one) for one in found.results]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Content-Type"] = "application/geo+json"
    response["Content-Disposition"] = 'attachment; filename="results.geojson"'
    return response


def _feature(request: Request, one: Result) -> dict[str, Any]:
    geometry = None
    if one.point is not None:
        at = to_lat_lon(Point(*one.point))
        geometry = {"type": "Point", "coordinates": [at.lon, at.lat]}
    return {
        "type": "Feature",
        "id": one.service_id,
        "geometry": geometry,
        "properties": {
            "name": one.service,
            "organisation": one.organisation,
            "place": one.place,
            "when": list(one.when),
            "cost": one.cost,
            "approximate": one.approximate,
            "distance_m": one.distance_m,
            "page": request.build_absolute_uri(f"/services/{one.service_id}/"),
        },
    }
