"""`/open-data/services.csv`: the whole directory as a table, streamed."""

import csv
import io
from collections.abc import Iterator

from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from alongside.core import tenancy
from alongside.directory import downloads
from alongside.web.api.answering import LICENCE, api_page
from alongside.web.spreadsheet import safe


@api_page("open-data/services.csv", name="directory-csv")
def directory_csv(request: HttpRequest) -> HttpResponseBase:
    """Send a row for each service at each of its places."""
    response = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="services.csv"'
    response["Link"] = f'<{LICENCE}>; rel="license"'
    return response


def _lines() -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page, quoting=csv.QUOTE_ALL)

    def written() -> str:
        text = page.getvalue()
        page.seek(0)
        page.truncate()
        return text

    writer.writerow([*downloads.COLUMNS, downloads.ATTRIBUTION])
    yield "\ufeff" + written()
    with transaction.atomic():
        tenancy.refuse_writes()
        for ids in downloads.listed_ids():
            writer.writerows([safe(cell) for cell in row] for row in downloads.rows(ids))
            yield written()
