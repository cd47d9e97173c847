"""`/reference/…/`: somebody who knows an applicant answers by the link in our e-mail, without an account.

Opening the link never acts: mail scanners open every link they see. Sending an answer twice has one effect.
"""

from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.volunteering import queries
from alongside.volunteering.actions import references
from alongside.volunteering.actions.errors import CannotAnswer
from alongside.volunteering.enums import Recommends, ReferenceStatus
from alongside.volunteering.models import Reference
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.forms import typed
from alongside.web.page import public_page, render
from alongside.web.requests import Request
from alongside.web.telling_fields import NoteField


class ReferenceForm(forms.Form):
    """Four questions."""

    marks_optional = True
    known_how = NoteField(label=_("How do you know them, and for how long?"), rows=2, required=False)
    words = NoteField(label=_("What are they like with people?"), rows=3, required=False)
    concerns = NoteField(
        label=_("Is there anything we should know, so that people are safe?"), rows=2, required=False
    )
    recommends = forms.ChoiceField(
        label=_("Would you trust them with somebody who is on their own?"),
        choices=[*Recommends.choices, ("decline", _("I would rather not say"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def clean(self) -> dict[str, Any]:
        """Whoever answers says something in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        answers = data.get("recommends") in Recommends.values
        if answers and not (data.get("known_how") or "").strip():
            self.add_error("known_how", _("Tell us how you know them."))
        if answers and not (data.get("words") or "").strip():
            self.add_error("words", _("Write a few words."))
        return data


@public_page("reference/<str:secret>/", methods=("GET", "POST"))
def volunteer_reference(request: Request, secret: str) -> HttpResponse:
    """Show what is asked and take one answer."""
    reference = queries.reference_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if reference is None:
        return private(render(request, "public/volunteer_reference.html", {"state": "unknown"}, status=404))
    form = ReferenceForm(typed(request))
    state = _state(reference)
    if request.method == "POST" and state == "open" and form.is_valid():
        # Answered a moment ago by the other click? Then the page below shows what stands.
        with contextlib.suppress(CannotAnswer):
            _answer(reference, form.cleaned_data)
        return private(redirect("public:volunteer-reference", secret=secret))
    return private(
        render(
            request,
            "public/volunteer_reference.html",
            {
                "state": state,
                "form": form,
                "reference": reference,
                "volunteer": reference.application.volunteer,
            },
        )
    )


def _state(reference: Reference) -> str:
    if reference.status != ReferenceStatus.ASKED:
        return "answered"
    past = reference.is_past(clock.now()) or not reference.application.is_open
    return "past" if past else "open"


def _answer(reference: Reference, data: dict[str, Any]) -> None:
    at = clock.now()
    if data["recommends"] == "decline":
        references.decline(reference=reference, at=at)
    else:
        references.answer(
            reference=reference,
            known_how=data["known_how"],
            words=data["words"],
            concerns=data["concerns"],
            recommends=data["recommends"],
            at=at,
        )
