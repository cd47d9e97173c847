"""The public home page: three doors – find something, talk to someone, worried about someone – and this week."""

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory.queries import coming_up
from alongside.places.queries import centre_of
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("", translated=True)
def home(request: Request) -> HttpResponse:
    """Draw the page."""
    near = centre_of(request.partnership.area_codes)
    return render(request, "public/home.html", {"this_week": coming_up(at=clock.now(), near=near)})
