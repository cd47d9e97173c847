"""`/connector/rights/corrections/…/`: who has been told that a fact was corrected, and who is still to be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.rights import access
from alongside.rights.actions import corrections
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Settled
from alongside.rights.models import Notice
from alongside.web.connector.rights_forms import SettleForm
from alongside.web.connector.rights_lookup import correction_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "rights/corrections/<uuid:correction_id>/", roles=access.SEES)
def correction(request: MemberRequest, correction_id: UUID) -> HttpResponse:
    """One form for whoever comes next; what was settled can be opened again. Whoever carries no cases only reads it."""
    found = correction_or_404(request, correction_id)
    may_write = request.viewer.role in access.CARRIES
    if request.method == "POST" and not may_write:
        raise Http404
    notices = list(found.notices.all())
    waiting = [one for one in notices if not one.settled]
    chosen = _notice(request, notices) if request.method == "POST" else (waiting[0] if waiting else None)
    if request.method == "POST" and "undo" in request.POST and chosen is not None:
        corrections.unsettle(notice=chosen)
        return redirect("connector:correction", found.pk)
    form = SettleForm(typed(request))
    if request.method == "POST" and chosen is not None and form.is_valid():
        said = form.cleaned_data
        try:
            corrections.settle(
                notice=chosen,
                settled=Settled(said["settled"]),
                how=How(said["how"]) if said["how"] else None,
                on=said["on"],
                note=said["note"],
                by=request.member,
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.info(request, _("Kept."))
            return redirect("connector:correction", found.pk)
    return render(
        request,
        "connector/correction.html",
        {
            "correction": found,
            "person": found.person,
            "notices": notices,
            "chosen": chosen,
            "form": form,
            "may_write": may_write,
        },
    )


def _notice(request: MemberRequest, notices: list[Notice]) -> Notice:
    for one in notices:
        if str(one.pk) == request.POST.get("notice"):
            return one
    raise Http404
