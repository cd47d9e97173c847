"""How the pages about a volunteer find them, and what the small form pages about them have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.volunteering import access
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.models import Volunteer
from alongside.web.page import render
from alongside.web.requests import MemberRequest

MANAGES = access.MANAGES


def volunteer_or_404(request: MemberRequest, volunteer_id: UUID) -> Volunteer:
    """The volunteer, when they belong to the viewer's organisation."""
    found = (
        access.visible_to(request.viewer)
        .select_related("organisation", "supervisor__user", "deputy__user", "member")
        .filter(pk=volunteer_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def ask(
    request: MemberRequest,
    volunteer: Volunteer,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """A page with one form: `act` on what was sent, then back to the volunteer. A refusal stands above the form.

    `words`: title, submit, and if there are any intro, facts (lines to read first) and kind of button.
    """
    back = reverse("connector:volunteer", args=[volunteer.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    return render(
        request,
        "connector/volunteer_form.html",
        {"volunteer": volunteer, "form": form, "back": back, "intro": "", "facts": (), "kind": "", **words},
    )
