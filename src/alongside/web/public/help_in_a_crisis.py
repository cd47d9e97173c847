"""Who to ring when it cannot wait."""

from django.http import HttpResponse

from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("crisis/", translated=True)
def help_in_a_crisis(request: Request) -> HttpResponse:
    """Draw the page."""
    return render(request, "public/help_in_a_crisis.html")
