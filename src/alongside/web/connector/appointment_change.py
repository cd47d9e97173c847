"""`/connector/appointments/…/change/`: another time, place or person; the reminder follows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.appointments import words
from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo
from alongside.casework.actions.errors import CannotDo as CaseworkCannotDo
from alongside.core import clock
from alongside.web.connector.appointment_forms import AppointmentForm
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "appointments/<uuid:appointment_id>/change/", roles=CARRIES_CASES)
def appointment_change(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Show what stands; write the change, unless a colleague was faster: then what they wrote is shown beside it."""
    found = appointment_or_404(request, appointment_id)
    form = AppointmentForm(typed(request), request=request, appointment=found)
    if request.method == "POST" and form.is_valid():
        try:
            changed = appointments.change(
                appointment=found,
                version=form.cleaned_data["version"] or 0,
                told=form.told(),
                by=request.member,
                at=clock.now(),
            )
        except (CannotDo, CaseworkCannotDo) as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.info(request, _t("It is now: %(what)s.") % {"what": words.sentence(changed)})
            return redirect("connector:appointment", found.pk)
    context = {"form": form, "appointment": found, "case": found.case, "person": found.case.person}
    return render(request, "connector/appointment_change.html", context)
