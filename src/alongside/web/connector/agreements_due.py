"""`/connector/agreements/`: agreements that run out, and those in words that have changed: ask again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse

from alongside.casework.agreements_due import to_ask_again
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 40


@page("connector", "agreements/", roles=CARRIES_CASES, methods=("GET",))
def agreements_due(request: MemberRequest) -> HttpResponse:
    """List them, the most pressing first."""
    rows = to_ask_again(request.viewer, clock.today())
    return render(
        request,
        "connector/agreements_due.html",
        {"page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "today": clock.today()},
    )
