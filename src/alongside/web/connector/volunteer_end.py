"""`/connector/volunteers/<id>/…`: resting, thanks and references, leaving well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.volunteering.actions import leaving, offers
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.enums import TributeKind, VolunteerStatus
from alongside.web.connector.volunteer_lookup import MANAGES, ask, volunteer_or_404
from alongside.web.forms import typed
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


@page("connector", "volunteers/<uuid:volunteer_id>/rest/", roles=MANAGES, methods=("POST",))
def volunteer_rest(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Take a break, or come back from one."""
    volunteer = volunteer_or_404(request, volunteer_id)
    act = offers.come_back if volunteer.status == VolunteerStatus.RESTING else offers.rest
    try:
        act(volunteer=volunteer, by=request.member, at=clock.now())
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:volunteer", volunteer.pk)


class TributeForm(forms.Form):
    """Words for a volunteer."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=TributeKind.choices,
        widget=forms.RadioSelect,
        initial=TributeKind.THANKS,
    )
    words = NoteField(label=_("Your words"), help_text=_("They are sent to them, and stand on their page."))


@page("connector", "volunteers/<uuid:volunteer_id>/words/", roles=MANAGES)
def volunteer_words(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Thank a volunteer, or write them a reference; also after they left."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = TributeForm(typed(request))

    def give(data: dict[str, Any]) -> None:
        leaving.give_tribute(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(request, volunteer, form, give, title=_("Words for them"), submit=_("Send this"))


class LeaveForm(forms.Form):
    """A last thank-you."""

    thanks = NoteField(label=_("Your thank-you"), required=False)


@page("connector", "volunteers/<uuid:volunteer_id>/leave/", roles=MANAGES)
def volunteer_leave(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """End it well: their pages close at once, and they are thanked."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = LeaveForm(typed(request))

    def leave(data: dict[str, Any]) -> None:
        leaving.leave(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(
        request,
        volunteer,
        form,
        leave,
        title=_("Say goodbye"),
        submit=_("They leave today"),
        intro=_(
            "Their pages close at once. Arrange first what becomes of the people they visit or ring. What they gave "
            "stays written down, and you can write them a reference later."
        ),
        kind="warning",
    )
