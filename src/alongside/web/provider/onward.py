"""`/provider/onward/…/`: an organiser who signs in answers here, as by the link, and tells how it goes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import access
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import Teller
from alongside.casework.enums import NewsVia
from alongside.core import clock
from alongside.journeys import answer_onward
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.web.forms import typed
from alongside.web.onward_news import NewsForm, may_take_back_last, standing_news
from alongside.web.page import page, render
from alongside.web.provider.onward_answer import shared_with, take_back_last, why_closed
from alongside.web.requests import MemberRequest


@page("provider", "onward/<uuid:onward_id>/", roles={Role.ORGANISER})
def onward(request: MemberRequest, onward_id: UUID) -> HttpResponse:
    """Show the least that lets them answer, and take what they tell."""
    found = (
        access.onward_visible_to(request.viewer)
        .select_related("case__person", "case__connector", "service", "sent_by__organisation")
        .filter(pk=onward_id)
        .first()
    )
    if found is None:
        raise Http404
    closed = why_closed(found)
    here = reverse("provider:onward", args=[found.pk])
    form = NewsForm(typed(request), onward=found, via=NewsVia.DOOR, initial={"name": request.viewer.name})
    if request.method == "POST" and not closed:
        if "take_back" in request.POST:
            take_back_last(request, found, request.POST["take_back"])
            return redirect(here)
        if form.is_valid():
            teller = Teller(form.cleaned_data["name"], NewsVia.DOOR, request.member)

            def tell() -> str:
                answer_onward.tell(onward=found, news=form.news(), teller=teller, at=clock.now())
                return here

            try:
                to = once(form.cleaned_data["once"], tell)
            except CannotAnswer as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _t("Thank you. We have it."))
                return redirect(to)
    if not closed:
        request.record_read(found.case.person)
    lines = standing_news(found)
    return render(
        request,
        "provider/onward.html",
        {
            "onward": found,
            "form": form,
            "closed": closed,
            "shared": [] if closed else shared_with(found),
            "lines": lines,
            "may_take_back": not closed and may_take_back_last(found, lines, at_the_organiser=True),
        },
    )
