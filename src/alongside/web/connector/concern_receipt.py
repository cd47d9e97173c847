"""`/connector/concerns/…/received/`: whom to ring now; that it was received, and by whom; more words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.safeguarding import access, queries
from alongside.safeguarding.actions import concerns
from alongside.web.connector.concern_lookup import raised_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class MoreForm(OnceForm):
    """More of what was seen and said."""

    marks_optional = False

    seen = NoteField(label=_("What else did you see?"), required=False, rows=3)
    said = NoteField(
        label=_("What else did they say?"), help_text=_("In their own words."), required=False, rows=3
    )


@page("connector", "concerns/<uuid:concern_id>/received/", roles=access.RAISES)
def concern_receipt(request: MemberRequest, concern_id: UUID) -> HttpResponse:
    """What whoever raised it may know. What was written is not shown again: others may look over a shoulder."""
    concern = raised_or_404(request, concern_id)
    form = MoreForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def add() -> str:
            concerns.say_more(
                concern=concern, seen=data["seen"], said=data["said"], by=request.member, at=clock.now()
            )
            return reverse("connector:concern-receipt", args=[concern.pk])

        return redirect(once(data["once"], add))
    return render(
        request,
        "connector/concern_receipt.html",
        {
            "form": form,
            "concern": concern,
            "receipt": queries.receipt(concern),
            "ring": [m for m in queries.whom_to_ring() if m.pk != concern.involves_id],
            "arrangement": queries.arrangement(),
        },
    )
