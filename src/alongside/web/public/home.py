"""The public home page: three doors – find something, talk to someone, worried about someone – and this week."""

from django.http import HttpRequest, HttpResponse

from alongside.core import clock
from alongside.directory.queries import coming_up
from alongside.places.queries import centre_of
from alongside.web.page import public_page, render


@public_page("")
def home(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    near = centre_of(request.partnership.area_codes)  # type: ignore[attr-defined]
    return render(request, "public/home.html", {"this_week": coming_up(at=clock.now(), near=near)})
