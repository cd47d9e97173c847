"""`/connector/appointments/…/outcome/`: it happened, nobody was in, or it did not happen and why."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Status
from alongside.core import clock
from alongside.partnerships.once import once, was_sent
from alongside.web.connector.appointment_forms import OutcomeForm
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES, came_from
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "appointments/<uuid:appointment_id>/outcome/", roles=CARRIES_CASES)
def appointment_outcome(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Ask; the contact is logged, the follow-up ends, the next one is proposed."""
    found = appointment_or_404(request, appointment_id)
    back = came_from(request, reverse("connector:case", args=[found.case_id]))
    if request.method == "POST" and was_sent(request.POST.get("once")):
        return redirect(back)
    form = OutcomeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write() -> str:
            appointments.say_how_it_went(
                appointment=found,
                outcome=Status(data["outcome"]),
                why_not=data["why_not"] if data["outcome"] == Status.DID_NOT_HAPPEN else "",
                note=data["note"].strip(),
                by=request.member,
                at=clock.now(),
            )
            undo = reverse("connector:appointment-undo", args=[found.pk])
            said = _t("Written down for %(name)s.") % {"name": found.case.person.called}
            messages.success(request, said, extra_tags=f"undo:{undo}")
            return back

        try:
            return redirect(once(data["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/appointment_outcome.html",
        {"form": form, "appointment": found, "case": found.case, "person": found.case.person, "back": back},
    )
