"""Who to ring when it cannot wait."""

from django.http import HttpRequest, HttpResponse

from alongside.web.page import public_page, render


@public_page("crisis/")
def help_in_a_crisis(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    return render(request, "public/help_in_a_crisis.html")
