"""`/volunteer/leaving/`: I would like to stop – or stay after all."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.volunteering.actions import leaving as actions
from alongside.volunteering.actions.errors import CannotDo
from alongside.web.components.fields import DayField
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField
from alongside.web.volunteer.lookup import myself_or_404


class LeavingForm(forms.Form):
    """The last day, and why if they like."""

    marks_optional = True
    on = DayField(
        label=_("Your last day"), help_text=_("Two or three weeks from now lets us arrange a last visit.")
    )
    note = NoteField(
        label=_("Is there something we could do better?"),
        help_text=_("Only if you like."),
        rows=3,
        required=False,
    )


@page("volunteer", "leaving/", roles={Role.VOLUNTEER})
def leaving(request: MemberRequest) -> HttpResponse:
    """Tell the supervisor; nothing ends by itself."""
    volunteer = myself_or_404(request)
    if request.method == "POST" and "stay" in request.POST:
        actions.stay(volunteer=volunteer, at=clock.now())
        return redirect("volunteer:leaving")
    form = LeavingForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_leaving(volunteer=volunteer, at=clock.now(), **form.cleaned_data)
        except CannotDo as refusal:
            form.add_error("on", str(refusal))
        else:
            return redirect("volunteer:leaving")
    return render(request, "volunteer/leaving.html", {"form": form, "volunteer": volunteer})
