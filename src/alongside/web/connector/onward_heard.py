"""`/connector/onward/…/heard/`: the connector writes down what an organiser said on the phone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import Teller
from alongside.casework.enums import NewsVia
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.journeys import answer_onward
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.forms import typed
from alongside.web.onward_news import NewsForm, kinds_for
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "onward/<uuid:onward_id>/heard/", roles=CARRIES_CASES)
def onward_heard(request: MemberRequest, onward_id: UUID) -> HttpResponse:
    """Take what they said; without anything that can be said any more the page says so."""
    found: OnwardReferral = part_or_404(
        request, OnwardReferral.objects.select_related("service", "to_organisation"), onward_id
    )
    here = reverse("connector:onward", args=[found.pk])
    form = NewsForm(typed(request), onward=found, via=NewsVia.PHONE)
    form.fields["name"].label = _t("Whom did you speak to?")
    form.fields["name"].widget.attrs["autocomplete"] = "off"
    form.fields["words"].label = _t("What they said, in a line")
    if "times" in form.fields:
        form.fields["times"].label = _t("If they came: how often since they last told us?")
    if request.method == "POST" and form.is_valid():
        teller = Teller(form.cleaned_data["name"], NewsVia.PHONE, request.member)

        def tell() -> str:
            told = answer_onward.tell(onward=found, news=form.news(), teller=teller, at=clock.now())
            undo = f"{reverse('connector:onward-take-back', args=[found.pk])}?line={told.news.count()}"
            messages.success(request, _t("Written down."), extra_tags=f"undo:{undo}")
            return here

        try:
            return redirect(once(form.cleaned_data["once"], tell))
        except CannotAnswer as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/onward_heard.html",
        {
            "onward": found,
            "form": form,
            "takes_news": bool(kinds_for(found, NewsVia.PHONE)),
            "case": found.case,
            "person": found.case.person,
        },
    )
