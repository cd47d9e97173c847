"""The privacy notice: what is kept about a person, why, for how long, and what they may ask for."""

from django.http import HttpResponse

from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("privacy/")
def privacy(request: Request) -> HttpResponse:
    """Draw the notice."""
    return render(request, "public/privacy.html")
