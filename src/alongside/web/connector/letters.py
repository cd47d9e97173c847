"""`/connector/letters/`: the team's letters to print, who is to be looked in on, and what life events propose."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.letters import queries, rules
from alongside.letters.actions import mark_printed
from alongside.letters.enums import Size
from alongside.signposting import queries as signposting
from alongside.web.connector.letters_lookup import chosen
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.letters_paper import lacks
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

SHOWN_FOR = dt.timedelta(days=7)


@page("connector", "letters/", roles=CARRIES_CASES, nav=_("Letters"), nav_order=75, section=Section.LETTERS)
def letters(request: MemberRequest) -> HttpResponse:
    """Show them by size of print; POST marks those ticked as printed."""
    at = clock.now()
    if request.method == "POST":
        done = mark_printed(letters=chosen(request, request.POST.getlist("letter")), by=request.member, at=at)
        if done:
            moment = round(at.timestamp() * 1_000_000)
            undo = f"{reverse('connector:letters-not-printed')}?at={moment}"
            messages.success(
                request,
                ngettext(
                    "%(number)s letter is marked as printed.",
                    "%(number)s letters are marked as printed.",
                    len(done),
                )
                % {"number": len(done)},
                extra_tags=f"undo:{undo}",
            )
        else:
            messages.warning(request, _t("Nothing was marked. Tick the letters that are on paper."))
        return redirect("connector:letters")
    rows = queries.waiting(request.viewer)
    ready = sorted((row.letter for row in rows if row.why_not is None), key=lambda one: int(one.size))
    today = clock.today()
    for row in rows:
        request.record_read(row.letter.case.person)
    return render(
        request,
        "connector/letters.html",
        {
            "by_size": [
                (Size(size), list(group)) for size, group in groupby(ready, key=lambda one: one.size)
            ],
            "lacking": [one for one in ready if lacks(one)],
            "held_back": [row for row in rows if row.why_not is not None],
            "printed": queries.printed_since(request.viewer, at - SHOWN_FOR),
            "looks_in": [
                (look_in, rules.KIND_OF_LOOK_IN[look_in.months])
                for look_in in queries.looks_in_due(request.viewer, today)
            ],
            "proposals": signposting.due(request.viewer, today),
        },
    )
