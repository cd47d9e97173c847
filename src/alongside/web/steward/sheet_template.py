"""`/steward/entries/sheet/template.xlsx` and `.csv`: an empty table with our headings and one example."""

from __future__ import annotations

import io

from django.http import Http404, HttpResponse

from alongside.directory.feeds.sheet import COLUMNS, words_known
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("steward", "entries/sheet/template.<str:kind>", roles={Role.STEWARD}, methods=("GET",))
def sheet_template(request: MemberRequest, kind: str) -> HttpResponse:
    """Download it."""
    headings = [str(column.heading) for column in COLUMNS]
    examples = [column.example for column in COLUMNS]
    if kind == "csv":
        return csv_response("services.csv", headings, [examples])
    if kind != "xlsx":
        raise Http404
    return _workbook(headings, examples)


def _workbook(headings: list[str], examples: list[str]) -> HttpResponse:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 – a new workbook has one sheet
    first.title = "Services"
    first.append(headings)
    first.append(examples)
    first.freeze_panes = "A2"
    for number in range(1, len(headings) + 1):
        first.cell(1, number).font = Font(bold=True)
        first.column_dimensions[get_column_letter(number)].width = 24
    words = book.create_sheet("Words we know")
    for heading, known in words_known():
        words.append([str(heading), ", ".join(known)])
    page_of_bytes = io.BytesIO()
    book.save(page_of_bytes)
    response = HttpResponse(page_of_bytes.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="services.xlsx"'
    return response
