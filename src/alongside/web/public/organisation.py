"""`/organisations/<id>/`: who they are, and all they do."""

import uuid

from django.http import Http404, HttpResponse

from alongside.directory.models import Organization, Service
from alongside.web.page import public_page, render
from alongside.web.requests import Request

SHOWN = 200


@public_page("organisations/<uuid:organisation_id>/", translated=True)
def organisation(request: Request, organisation_id: uuid.UUID) -> HttpResponse:
    """Show the organisation with its services, by name."""
    found = Organization.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    services = Service.objects.listed().filter(organization=found).order_by("name", "pk")[:SHOWN]
    return render(request, "public/organisation.html", {"organisation": found, "services": services})
