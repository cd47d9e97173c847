"""`/connector/contacts/…/undo/`: take back a contact logged by mistake."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import contacts
from alongside.casework.models import Contact
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, came_from, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "contacts/<uuid:contact_id>/undo/", roles=CARRIES_CASES, methods=("POST",))
def contact_undo(request: MemberRequest, contact_id: UUID) -> HttpResponse:
    """Take the contact back: what it made goes, what it ended is due again."""
    contact = part_or_404(request, Contact.objects.all(), contact_id)
    contacts.undo(contact=contact, by=request.member, at=clock.now())
    messages.info(request, _t("Taken back."))
    return redirect(came_from(request, reverse("connector:worklist")))
