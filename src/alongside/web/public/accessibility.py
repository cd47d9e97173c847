"""The accessibility statement, in the form the public-sector regulations of 2018 ask for."""

from django.http import HttpRequest, HttpResponse

from alongside.web.page import public_page, render


@public_page("accessibility/")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Draw the statement."""
    return render(request, "public/accessibility.html")
