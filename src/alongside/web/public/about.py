"""Who is behind this site and what they do."""

from django.http import HttpRequest, HttpResponse

from alongside.web.page import public_page, render


@public_page("about/")
def about(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    return render(request, "public/about.html")
