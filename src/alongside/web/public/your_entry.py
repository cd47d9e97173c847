"""`/services/<id>/yours/`: whoever runs a service asks for a link to keep it true; it goes to the published address."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.models import Service
from alongside.journeys.keep_directory_true import send_link
from alongside.partnerships.once import once
from alongside.referrals import doorstep
from alongside.web.forms import OnceForm, typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling import address_of


@public_page("services/<uuid:service_id>/yours/", methods=("GET", "POST"))
def your_entry(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Send the link. The page says the same whether or not there is an address, but for how to go on without one."""
    service = Service.objects.filter(pk=service_id, withdrawn_at__isnull=True).first()
    if service is None:
        raise Http404
    form = OnceForm(typed(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        if not doorstep.knock(address=address_of(request.META), door="your-entry", at=at):
            status = 429
        else:

            def ask() -> str:
                send_link(partnership=request.partnership, service=service, at=at)
                return f"{reverse('public:your-entry', args=[service.pk])}?sent=1"

            try:
                return redirect(once(form.cleaned_data["once"], ask))
            except CannotKeep as problem:
                form.add_error(None, str(problem))
    context = {"form": form, "service": service, "too_often": status == 429, "sent": "sent" in request.GET}
    return render(request, "public/your_entry.html", context, status=status)
