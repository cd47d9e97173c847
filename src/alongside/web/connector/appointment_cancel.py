"""`/connector/appointments/…/cancel/`: it will not happen, and why. It can be undone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.appointments import queries
from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import CancelReason
from alongside.core import clock
from alongside.web.connector.appointment_forms import CancelForm
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "appointments/<uuid:appointment_id>/cancel/", roles=CARRIES_CASES)
def appointment_cancel(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Ask why; say whether they were reminded of it already, because then somebody must tell them."""
    found = appointment_or_404(request, appointment_id)
    form = CancelForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            appointments.cancel(
                appointment=found,
                reason=CancelReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"].strip(),
                by=request.member,
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("connector:appointment-undo", args=[found.pk])
            messages.info(
                request,
                _t("Cancelled. Tell %(name)s, if they do not know.") % {"name": found.case.person.called},
                extra_tags=f"undo:{undo}",
            )
            return redirect("connector:case", found.case_id)
    return render(
        request,
        "connector/appointment_cancel.html",
        {
            "form": form,
            "appointment": found,
            "case": found.case,
            "person": found.case.person,
            "reminders": queries.reminders_of(found),
        },
    )
