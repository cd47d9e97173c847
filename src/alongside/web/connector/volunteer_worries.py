"""`/connector/volunteers/worries/`: what volunteers are worried about, until somebody has seen to it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.people import access as people_access
from alongside.volunteering import access, queries
from alongside.volunteering.actions import worries
from alongside.volunteering.actions.errors import CannotDo
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


@page(
    "connector",
    "volunteers/worries/",
    roles=access.HEARS_WORRIES,
    nav=_("Worries"),
    nav_order=65,
    section=Section.VOLUNTEERING,
    methods=("GET",),
)
def volunteer_worries(request: MemberRequest) -> HttpResponse:
    """List what is open, then what was closed lately."""
    closed = access.worries_visible_to(request.viewer).filter(closed_at__isnull=False)
    return render(
        request,
        "connector/volunteer_worries.html",
        {
            "open": queries.open_worries(request.viewer),
            "closed": closed.select_related("volunteer", "closed_by").order_by("-closed_at", "-id")[:20],
        },
    )


class OutcomeForm(forms.Form):
    """What was done."""

    outcome = NoteField(label=_("What was done?"), error_messages={"required": _("Write what was done.")})


@page("connector", "volunteers/worries/<uuid:worry_id>/", roles=access.HEARS_WORRIES)
def volunteer_worry(request: MemberRequest, worry_id: UUID) -> HttpResponse:
    """Read one; say "I have it"; close it with what was done."""
    worry = get_object_or_404(
        access.worries_visible_to(request.viewer).select_related(
            "volunteer__supervisor", "volunteer__deputy", "person", "heard_by", "closed_by"
        ),
        pk=worry_id,
    )
    form = OutcomeForm(typed(request) if "outcome" in request.POST else None)
    if request.method == "POST":
        at = clock.now()
        if "outcome" not in request.POST:
            worries.hear(worry=worry, by=request.member, at=at)
            return redirect("connector:volunteer-worry", worry.pk)
        if form.is_valid():
            try:
                worries.close(worry=worry, outcome=form.cleaned_data["outcome"], by=request.member, at=at)
            except CannotDo as refusal:
                messages.warning(request, str(refusal))
            return redirect("connector:volunteer-worry", worry.pk)
    person = worry.person
    seen = person is not None and people_access.can_see(request.viewer, person)
    if person is not None and seen:
        request.record_read(person)
    return render(
        request,
        "connector/volunteer_worry.html",
        {"worry": worry, "volunteer": worry.volunteer, "person": person if seen else None, "form": form},
    )
