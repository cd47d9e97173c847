"""`/find/embed/`: the finder for a frame on somebody else's site: one box, the nearest few, links to our pages.

It may be framed by anyone and knows nobody: no session is read, nothing is saved from it.
"""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpResponse

from alongside.core import clock
from alongside.directory.finder import shortlist
from alongside.web.finding import FindForm, asked_for
from alongside.web.page import public_page, render
from alongside.web.requests import Request

SHOWN = 5


@public_page("find/embed/", translated=True)
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def find_embed(request: Request) -> HttpResponse:
    """Show the box and, with a question, the first few results."""
    asked = bool(request.GET)
    form = FindForm(request.GET if asked else None)
    context: dict[str, Any] = {"form": form, "found": None, "heading": "", "query": request.GET.urlencode()}
    if asked and form.is_valid():
        facts, here = form.facts(), form.cleaned_data["postcode"]
        found = shortlist(facts, at=clock.now(), limit=SHOWN, order="nearest", dates=1)
        context |= {"found": found, "heading": asked_for(form, facts, here)}
    response = render(request, "public/find_embed.html", context)
    response.xframe_options_exempt = True
    return response
