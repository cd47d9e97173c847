"""`/open-data/finder/`: the finder on somebody's own site: a frame, or a plain form, to copy."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("open-data/finder/")
def on_your_site(request: Request) -> HttpResponse:
    """Show both, ready to copy, with the finder as it will look."""
    frame = request.build_absolute_uri(reverse("public:find-embed"))
    form = request.build_absolute_uri(reverse("public:find"))
    return render(request, "public/on_your_site.html", {"frame": frame, "finder": form})
