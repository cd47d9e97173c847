"""`/connector/referrals/…/life-event/`: the life event a referral was made for, as a registrar or nurse told it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.referrals import access
from alongside.signposting import queries
from alongside.signposting.actions import CannotNote, give_reason
from alongside.web.connector.life_events_forms import ReasonForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "referrals/<uuid:referral_id>/life-event/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def referral_life_event(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Write it down. Once the referral is accepted it is the person's, with what the rules propose."""
    referral = access.visible_to(request.viewer).filter(pk=referral_id).first()
    if referral is None:
        raise Http404
    reason = queries.reason_of(referral)
    initial = (
        {"kind": reason.kind, "happened_on": reason.happened_on, "told_by": reason.told_by} if reason else {}
    )
    form = ReasonForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            give_reason(referral=referral, by=request.member, at=clock.now(), **form.told())
            messages.success(request, _t("Written down."))
            return reverse("connector:referral", args=[referral.pk])

        try:
            return redirect(once(form.cleaned_data["once"], write))
        except CannotNote as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "connector/referral_life_event.html", {"referral": referral, "form": form})
