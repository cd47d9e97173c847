"""`/lead/numbers.csv`: the numbers of the lead's page for one period, as a table for a spreadsheet.

The same safe numbers as on the page and nothing else, so both together say no more than one.
"""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.insight import access
from alongside.insight.report import NoSuchPeriod, Report, Row, Table, report
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

Cell = str | int | None


@page("lead", "numbers.csv", roles=access.READERS, methods=("GET",))
def numbers(request: MemberRequest) -> HttpResponse:
    """Download the numbers for `?period=`."""
    try:
        found = report(
            partnership=request.partnership,
            period=request.GET.get("period") or None,
            at=clock.now(),
        )
    except NoSuchPeriod:
        raise Http404 from None
    return csv_response(
        f"alongside-{found.period.key}.csv",
        [
            _("Question"),
            _("Table"),
            _("Row"),
            _("From"),
            _("To"),
            _("Number"),
            _("Per cent"),
            _("95% from"),
            _("95% to"),
            _("Note"),
        ],
        rows(found),
    )


def rows(found: Report) -> Iterator[list[Cell]]:
    """A line for each number, hidden ones said to be so."""
    period: list[Cell] = [found.period.first.isoformat(), found.period.last.isoformat()]
    for question in found.questions:
        for table in question.tables:
            # What is true today belongs to no period.
            when: list[Cell] = [None, None] if table.key == "waiting" else period
            for row in (*table.rows, *([table.total] if table.total else [])):
                yield [question.title, table.caption, row.label, *when, *_numbers(row, table)]
        for label, value in question.figures:
            yield [question.title, _("Averages"), label, *period, value, None, None, None, ""]


def _numbers(row: Row, table: Table) -> list[Cell]:
    note = _("hidden to protect people") if row.is_hidden else _("today") if table.key == "waiting" else ""
    return [row.count, row.share, row.low, row.high, note]
