"""`/connector/onward/…/`: one onward referral – what was shared, what they said; nudge, reply, call off."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import rules
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import NewsVia, OnwardStatus, Shareable
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.core.working_days import bank_holidays
from alongside.journeys import agree, refer_onward
from alongside.messaging.actions import CannotQueue
from alongside.web.connector.lookup import CARRIES_CASES, came_from, part_or_404
from alongside.web.onward_news import kinds_for
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ReplyForm(forms.Form):
    """The answer to their question."""

    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("Share no more than the person agreed to."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Write your answer.")},
    )


@page("connector", "onward/<uuid:onward_id>/", roles=CARRIES_CASES)
def onward(request: MemberRequest, onward_id: UUID) -> HttpResponse:
    """Show it; `do` says what to do: nudge, reply or call_off."""
    found: OnwardReferral = part_or_404(
        request,
        OnwardReferral.objects.select_related("service", "step", "to_organisation", "sent_by"),
        onward_id,
    )
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    form = ReplyForm(request.POST if doing == "reply" else None)
    here = reverse("connector:onward", args=[found.pk])
    try:
        said = _do(request, found, doing, form)
    except (CannotDo, CannotQueue) as refusal:
        messages.warning(request, str(refusal))
        return redirect(here)
    if said:
        messages.success(request, said)
        return redirect(came_from(request, here))
    today = clock.today()
    return render(
        request,
        "connector/onward.html",
        {
            "onward": found,
            "form": form,
            "case": found.case,
            "person": found.case.person,
            "shared": [
                (Shareable(key).label, words)
                for key, words in found.shared.items()
                if key in Shareable.values
            ],
            "lines": (lines := list(found.news.select_related("written_by").order_by("-number"))),
            "newest": next((line for line in lines if line.stands), None),
            "may_hear": bool(kinds_for(found, NewsVia.PHONE)) and found.case.is_open,
            "may_nudge": found.status == OnwardStatus.SENT
            and rules.may_nudge(
                sent_on=clock.local(found.sent_at).date(),
                nudged_on=clock.local(found.nudged_at).date() if found.nudged_at else None,
                today=today,
                holidays=bank_holidays(),
            ),
        },
    )


def _do(request: MemberRequest, found: OnwardReferral, doing: str, form: ReplyForm) -> str:
    """Do what was asked and say so; "" when there was nothing to do, or the form wants mending."""
    by, at = request.member, clock.now()
    name = {"name": found.to_name}
    if doing == "nudge":
        refer_onward.nudge(onward=found, by=by, at=at)
        return _t("Asked %(name)s again.") % name
    if doing == "call_off":
        agree.call_off(onward=found, by=by, at=at)
        return _t("Called off. The link shows nothing about the person any more.")
    if doing == "reply" and form.is_valid():
        refer_onward.reply(onward=found, words=form.cleaned_data["words"], by=by, at=at)
        return _t("Your answer is on its way to %(name)s.") % name
    return ""
