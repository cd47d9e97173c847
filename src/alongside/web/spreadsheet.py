"""Tables for spreadsheets: CSV and Excel workbooks whose cells can never be taken for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What no name of a sheet may hold, and how long one may be.
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE = 31
Cell = str | int | float | None

#: A cell that begins with one of these is run as a formula by one spreadsheet or another; white space before it too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def safe(cell: str | int | float | None) -> str | int | float:
    """The cell as a spreadsheet shows it and never runs it: texts that could be formulas begin with an apostrophe."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]
) -> HttpResponse:
    """A download of that name. UTF-8 with a mark at the start, so that Excel reads accents rightly."""
    page = io.StringIO()
    writer = csv.writer(page, quoting=csv.QUOTE_ALL)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + page.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_response(
    name: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]
) -> HttpResponse:
    """A workbook; each sheet has a title, headings and rows. Texts are kept as texts, whatever they say."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=False)
    if book.active is not None:
        book.remove(book.active)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title.translate(_NOT_IN_A_TITLE)[:_LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for at, row in enumerate([header, *rows], start=1):
            for column, cell in enumerate(row, start=1):
                value = safe(cell)
                if isinstance(value, str):
                    value = ILLEGAL_CHARACTERS_RE.sub("", value)
                into = sheet.cell(at, column, value)
                if isinstance(value, str):
                    into.data_type = "s"
                if at == 1:
                    into.font = Font(bold=True)
    page = io.BytesIO()
    book.save(page)
    response = HttpResponse(page.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
