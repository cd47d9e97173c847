"""`/sitemap-services-<n>.xml`: pages of services people may be shown, with when each last changed."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.urls import reverse

from alongside.directory.models import Service
from alongside.web.page import public_page
from alongside.web.public.sitemap import IN_A_PART
from alongside.web.requests import Request


@public_page("sitemap-services-<int:number>.xml")
def sitemap_services(request: Request, number: int) -> StreamingHttpResponse:
    """List one part."""
    if not 1 <= number <= 1_000:
        raise Http404
    begin = (number - 1) * IN_A_PART
    found = Service.objects.listed().order_by("pk").values_list("pk", "updated_at")[begin : begin + IN_A_PART]
    rows = list(found)
    if not rows and number > 1:
        raise Http404

    def lines() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        for pk, changed in rows:
            page = f"{settings.SITE_URL}{reverse('public:service', args=[pk])}"
            yield f"<url><loc>{page}</loc><lastmod>{changed.date().isoformat()}</lastmod></url>\n"
        yield "</urlset>\n"

    return StreamingHttpResponse(lines(), content_type="application/xml")
