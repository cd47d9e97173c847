"""`/steward/entries/sheet/<id>/`: every line of a table as we read it, each problem at its cell; then take it over."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.actions import sheets
from alongside.directory.feeds.sheet import COLUMNS, CannotReadSheet, Line, read_lines
from alongside.directory.jobs import read_feed
from alongside.directory.models import Sheet
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

SHOWN = 300


@page("steward", "entries/sheet/<uuid:sheet_id>/", roles={Role.STEWARD})
def sheet(request: MemberRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """Show it, lines with problems first; a POST takes the good lines over, or gives it up."""
    found = Sheet.objects.filter(pk=sheet_id).first()
    if found is None:
        if request.method == "POST":
            messages.warning(request, _("This table was taken over already, or given up."))
            return redirect("steward:sheet-new")
        raise Http404
    if request.method == "POST":
        return _act(request, found)
    lines = read_lines(found.rows)
    used = {key for line in lines for key in line.cells}
    columns = [column for column in COLUMNS if column.key in used or column.needed]
    wrong = [line for line in lines if line.problems]
    shown = [*wrong, *(line for line in lines if not line.problems)][:SHOWN]
    context = {
        "sheet": found,
        "columns": columns,
        "rows": [(line, _cells(line, [column.key for column in columns])) for line in shown],
        "more": len(lines) - len(shown),
        "coming": sum(line.record is not None for line in lines),
        "left_out": sum(line.record is None for line in lines),
        "noted": sum(bool(line.problems) and line.record is not None for line in lines),
    }
    return render(request, "steward/sheet.html", context)


def _cells(line: Line, keys: list[str]) -> list[tuple[str, list[str]]]:
    """Each cell with what is wrong there."""
    return [(line.cells.get(key, ""), [p.what for p in line.problems if p.column == key]) for key in keys]


def _act(request: MemberRequest, found: Sheet) -> HttpResponse:
    if request.POST.get("do") == "give-up":
        sheets.give_up(sheet=found)
        messages.info(request, _("Given up. Nothing of it came in."))
        return redirect("steward:sheet-new")
    try:
        feed = sheets.take_over(sheet=found, at=clock.now())
    except CannotReadSheet as problem:
        messages.warning(request, str(problem))
        return redirect("steward:sheet", found.pk)
    read_feed.defer(feed_id=str(feed.pk))
    messages.info(request, _("We are reading it now. Look again in a minute."))
    return redirect("steward:feed", feed.pk)
