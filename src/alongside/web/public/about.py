"""Who is behind this site and what they do."""

from django.http import HttpResponse

from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("about/")
def about(request: Request) -> HttpResponse:
    """Draw the page."""
    return render(request, "public/about.html")
