"""`/shortlist/of/<list>/`: a list somebody shared. The address is the list: ids, no notes, nobody's name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.kept_list import shared
from alongside.directory.service_facts import facts_of_all
from alongside.web.my_list import Entry, MyList
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("shortlist/of/<str:text>/", methods=("GET", "POST"), translated=True)
def shortlist_shared(request: Request, text: str) -> HttpResponse:
    """Show it; a POST takes all of it onto one's own list."""
    ids = shared(text)
    if not ids:
        raise Http404
    if request.method == "POST":
        mine = MyList(request)
        for service_id in ids:
            mine.add(service_id)
        mine.save()
        return redirect("public:shortlist")
    facts = facts_of_all(ids, at=clock.now())
    entries = [Entry(facts[one], "") for one in ids if one in facts]
    response = render(request, "public/shortlist_shared.html", {"entries": entries})
    response["X-Robots-Tag"] = "noindex"
    return response
