"""`/connector/cases/…/appointments/book/`: when, where, who goes, and whether they want a reminder."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.appointments import queries, words
from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo
from alongside.casework.actions.errors import CannotDo as CaseworkCannotDo
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.appointment_forms import AppointmentForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/appointments/book/", roles=CARRIES_CASES)
def appointment_book(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Ask; a clash is said with what stands there, and nothing typed is lost."""
    case = case_or_404(request, case_id)
    start = {"follow_up": request.GET.get("follow_up", "")}
    form = AppointmentForm(typed(request), request=request, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write() -> str:
            answers = case.follow_ups.filter(pk=data["follow_up"], done_at__isnull=True).first()
            made = appointments.book(
                case=case,
                told=form.told(),
                follow_up=answers if data["follow_up"] else None,
                by=request.member,
                at=clock.now(),
            )
            messages.info(request, _t("Booked: %(what)s.") % {"what": words.sentence(made)})
            return reverse("connector:appointment", args=[made.pk])

        try:
            return redirect(once(data["once"], write))
        except (CannotDo, CaseworkCannotDo) as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/appointment_book.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "coming": queries.coming_of(request.viewer, clock.today(), days=14),
            "of_today": queries.today_of(request.viewer, clock.today()),
        },
    )
