"""The accessibility statement, in the form the public-sector regulations of 2018 ask for."""

from django.http import HttpResponse

from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("accessibility/")
def accessibility(request: Request) -> HttpResponse:
    """Draw the statement."""
    return render(request, "public/accessibility.html")
