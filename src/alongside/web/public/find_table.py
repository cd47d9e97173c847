"""`/find/table.csv`: the results of one question of the finder as a table, to print or to work with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.finder import Result, shortlist
from alongside.web.finding import FindForm
from alongside.web.page import public_page
from alongside.web.requests import Request
from alongside.web.spreadsheet import csv_response

MOST = 500


@public_page("find/table.csv", translated=True)
def find_table(request: Request) -> HttpResponse:
    """Send what the finder shows, up to five hundred lines; a question that is none leads back to the finder."""
    form = FindForm(request.GET)
    if not form.is_valid():
        return redirect(f"/find/?{request.GET.urlencode()}")
    found = shortlist(form.facts(), at=clock.now(), limit=MOST, order="nearest", dates=1)
    header = (
        _("Service"), _("Organisation"), _("When"), _("Where"), _("Metres away"), _("Stops nearby"), _("Cost"),
        _("Why it fits"), _("To know"), _("Confirmed"), _("Page"),
    )  # fmt: skip
    return csv_response("results.csv", header, [_row(request, one) for one in found.results])


def _row(request: Request, one: Result) -> tuple[str | int | None, ...]:
    return (
        one.service,
        one.organisation,
        "; ".join(one.when),
        one.place,
        one.distance_m,
        "; ".join(map(str, one.stops)),
        one.cost,
        "; ".join(one.reasons),
        "; ".join(one.obstacles),
        one.confirmed_on.isoformat() if one.confirmed_on else "",
        request.build_absolute_uri(f"/services/{one.service_id}/"),
    )
