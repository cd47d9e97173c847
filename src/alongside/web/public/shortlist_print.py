"""`/shortlist/print/`: the list in large type, to take along: a service a block, phone numbers big, room to write."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.web.my_list import MyList
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("shortlist/print/", translated=True)
def shortlist_print(request: Request) -> HttpResponse:
    """Show the list as a letter."""
    context = {"entries": MyList(request).entries(at=clock.now()), "today": clock.today()}
    return render(request, "public/shortlist_print.html", context)
