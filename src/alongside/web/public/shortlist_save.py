"""`/shortlist/save/`: put a service on one's list, and go back to where one was."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.directory.models import Service
from alongside.web.my_list import MyList
from alongside.web.page import public_page
from alongside.web.requests import Request, came_from, on_this_site


@public_page("shortlist/save/", methods=("POST",), translated=True)
def shortlist_save(request: Request) -> HttpResponse:
    """Save it; what does not exist is not saved."""
    back = on_this_site(request, request.POST.get("next", "")) or came_from(request)
    try:
        service_id = uuid.UUID(request.POST.get("service", ""))
    except ValueError:
        return redirect(back)
    if Service.objects.filter(pk=service_id).exists():
        mine = MyList(request)
        if mine.add(service_id):
            mine.save()
        else:
            messages.warning(request, _("Your list is full. Take something off first."))
    return redirect(back)
