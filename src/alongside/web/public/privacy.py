"""The privacy notice: what is kept about a person, why, for how long, and what they may ask for."""

from django.http import HttpRequest, HttpResponse

from alongside.web.page import public_page, render


@public_page("privacy/")
def privacy(request: HttpRequest) -> HttpResponse:
    """Draw the notice."""
    return render(request, "public/privacy.html")
