"""`/steward/duplicates/`: entries that may be one service told twice; the steward opens a pair and decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.directory import duplicate_queries
from alongside.directory.actions.duplicates import search
from alongside.directory.models import Duplicate
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.steward.duplicate import in_words

SHOWN = 100


@page(
    "steward",
    "duplicates/",
    roles={Role.STEWARD},
    nav=_("Told twice?"),
    nav_order=47,
    section=Section.DIRECTORY,
)
def duplicates(request: MemberRequest) -> HttpResponse:
    """List the open pairs; a POST looks through the directory now instead of at night."""
    if request.method == "POST":
        count = search(at=clock.now())
        words = ngettext("%(n)d pair to look at.", "%(n)d pairs to look at.", count) % {"n": count}
        messages.info(request, words)
        return redirect("steward:duplicates")
    waiting = duplicate_queries.waiting()
    return render(
        request,
        "steward/duplicates.html",
        {
            "waiting": [_row(pair) for pair in waiting[:SHOWN]],
            "more": max(0, waiting.count() - SHOWN),
            "decided": duplicate_queries.decided(),
        },
    )


def _row(pair: Duplicate) -> tuple[Duplicate, list[str]]:
    return pair, in_words(pair)
