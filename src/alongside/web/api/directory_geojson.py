"""`/open-data/services.geojson`: the whole directory as points for a map, streamed; rough positions say so."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from alongside.core import tenancy
from alongside.directory import downloads
from alongside.web.api.answering import LICENCE, api_page


@api_page("open-data/services.geojson", name="directory-geojson")
def directory_geojson(request: HttpRequest) -> HttpResponseBase:
    """Send a feature for each service at each place."""
    response = StreamingHttpResponse(_parts(), content_type="application/geo+json")
    response["Content-Disposition"] = 'attachment; filename="services.geojson"'
    response["Link"] = f'<{LICENCE}>; rel="license"'
    return response


def _parts() -> Iterator[str]:
    head = {"type": "FeatureCollection", "attribution": downloads.ATTRIBUTION}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n'
    comma = ""
    with transaction.atomic():
        tenancy.refuse_writes()
        for ids in downloads.listed_ids():
            for feature in downloads.features(ids, page=f"{settings.SITE_URL}/services/"):
                yield comma + json.dumps(feature, ensure_ascii=False)
                comma = ",\n"
    yield "\n]}\n"
