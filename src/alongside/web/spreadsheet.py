"""Tables for spreadsheets: CSV whose cells can never be taken for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

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
