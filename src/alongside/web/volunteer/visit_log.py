"""`/volunteer/visits/<visit>/log/`: how it was, in three taps and the button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.befriending.actions import visits
from alongside.befriending.actions.errors import CannotDo
from alongside.core import clock
from alongside.web.befriending_log import LogForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.visit_lookup import VOLUNTEERS, visit_or_404


@page("volunteer", "visits/<uuid:visit_id>/log/", roles=VOLUNTEERS)
def visit_log(request: MemberRequest, visit_id: UUID) -> HttpResponse:
    """Ask; write it down. A second log shows the first."""
    found = visit_or_404(request, visit_id)
    if found.logs.all():
        messages.info(request, _t("This is written down already. Thank you."))
        return redirect("volunteer:visit", visit_id)
    form = LogForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            visits.log(visit=found, by=request.member, at=clock.now(), **LogForm.as_told(form.cleaned_data))
            messages.success(request, _t("Thank you. It is written down."))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("volunteer:visits")
    return render(
        request, "volunteer/visit_log.html", {"visit": found, "person": found.match.person, "form": form}
    )
