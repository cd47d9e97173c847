"""`/lead/numbers.csv` and the like: the numbers of the lead's page for one period, as a table for a spreadsheet.

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
    """Download the numbers for `?period=` as CSV; `?table=` picks one table."""
    found, wanted = asked(request)
    return csv_response(name_of(found, wanted, "csv"), headings(), rows(found, wanted))


def asked(request: MemberRequest) -> tuple[Report, str]:
    """The report of the period asked for, and the one table of it ("question.table") or "" for all."""
    try:
        found = report(
            partnership=request.partnership, period=request.GET.get("period") or None, at=clock.now()
        )
    except NoSuchPeriod:
        raise Http404 from None
    wanted = request.GET.get("table", "")
    if wanted and wanted not in {f"{q.key}.{table.key}" for q in found.questions for table in q.tables}:
        raise Http404
    return found, wanted


def name_of(found: Report, wanted: str, kind: str) -> str:
    """What the download is called."""
    return (
        "-".join(["alongside", *wanted.replace("_", "-").split("."), found.period.key]).replace("--", "-")
        + f".{kind}"
    )


def headings() -> list[str]:
    """What stands above the columns."""
    return [
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
    ]


def rows(found: Report, wanted: str = "", question_key: str = "") -> Iterator[list[Cell]]:
    """A line for each number, hidden ones said to be so; of one table or one question where one is wanted."""
    period: list[Cell] = [found.period.first.isoformat(), found.period.last.isoformat()]
    for question in found.questions:
        if question_key and question.key != question_key:
            continue
        for table in question.tables:
            if wanted and wanted != f"{question.key}.{table.key}":
                continue
            # What is true today belongs to no period.
            when: list[Cell] = [None, None] if table.key == "waiting" else period
            for row in (*table.rows, *([table.total] if table.total else [])):
                yield [question.title, table.caption, row.label, *when, *_numbers(row, table)]
        trend = None if wanted else question.trend
        for one in trend.columns if trend else ():
            of = [one.first.isoformat(), one.last.isoformat()]
            note = _("hidden to protect people") if one.count is None else ""
            yield [
                question.title,
                trend.caption if trend else "",
                one.label,
                *of,
                one.count,
                *[None] * 3,
                note,
            ]
        for label, value in () if wanted else question.figures:
            yield [question.title, _("Averages"), label, *period, value, None, None, None, ""]


def _numbers(row: Row, table: Table) -> list[Cell]:
    note = _("hidden to protect people") if row.is_hidden else _("today") if table.key == "waiting" else ""
    return [row.count, row.share, row.low, row.high, note]
