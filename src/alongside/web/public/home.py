"""The public home page: three doors – find something, talk to someone, worried about someone."""

from django.http import HttpRequest, HttpResponse

from alongside.web.page import public_page, render


@public_page("")
def home(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    return render(request, "public/home.html")
