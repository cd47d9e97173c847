"""`/connector/cases/…/life-events/`: what happened in somebody's life, and what may help now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.models import Case
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.signposting import queries
from alongside.signposting.actions import CannotNote, note
from alongside.web.connector.life_events_forms import LifeEventForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/life-events/", roles=CARRIES_CASES)
def life_events(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show them with what is proposed; POST writes one down."""
    case = case_or_404(request, case_id)
    form = LifeEventForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _note(request, case, form)))
        except CannotNote as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/life_events.html",
        {
            "case": case,
            "person": case.person,
            "form": form,
            "events": [(event, event.proposal) for event in queries.events_of(case.person)],
            "today": clock.today(),
        },
    )


def _note(request: MemberRequest, case: Case, form: LifeEventForm) -> str:
    event = note(person=case.person, by=request.member, at=clock.now(), **form.told())
    undo = reverse("connector:life-event", args=[case.pk, event.pk])
    messages.success(request, _t("Written down. Nothing goes out by itself."), extra_tags=f"undo:{undo}")
    return reverse("connector:life-events", args=[case.pk])
