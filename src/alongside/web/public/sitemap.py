"""`/sitemap.xml`: the parts of the list of pages for search engines, each of at most 50,000 addresses."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from alongside.directory.models import Service
from alongside.web.page import public_page, render
from alongside.web.requests import Request

IN_A_PART = 50_000


@public_page("sitemap.xml")
def sitemap(request: Request) -> HttpResponse:
    """Name the parts."""
    parts = -(-Service.objects.listed().count() // IN_A_PART) or 1
    addresses = [
        f"{settings.SITE_URL}{reverse('public:sitemap-services', args=[number])}"
        for number in range(1, parts + 1)
    ]
    response = render(request, "public/sitemap.xml", {"parts": addresses})
    response["Content-Type"] = "application/xml"
    return response
