"""`/connector/appointments/…/undo/`: a cancelling or an outcome by mistake is taken back; it is booked again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo
from alongside.casework.actions.errors import CannotDo as CaseworkCannotDo
from alongside.core import clock
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "appointments/<uuid:appointment_id>/undo/", roles=CARRIES_CASES, methods=("POST",))
def appointment_undo(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Take it back, unless something else stands at that time by now."""
    found = appointment_or_404(request, appointment_id)
    try:
        appointments.take_back(appointment=found, by=request.member, at=clock.now())
        messages.info(request, _t("Taken back. It is booked again."))
    except (CannotDo, CaseworkCannotDo) as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:appointment", found.pk)
