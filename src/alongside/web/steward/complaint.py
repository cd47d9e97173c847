"""`/steward/complaints/…/`: one complaint: acknowledged, decided, told – in this order, each taken back if need be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.rights import access
from alongside.rights.actions import complaints
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Outcome
from alongside.rights.models import Complaint
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ToldForm(OnceForm):
    """When and how they were told something."""

    how = forms.ChoiceField(label=_("How were they told?"), choices=How.choices, widget=forms.RadioSelect)
    on = DayField(label=_("When?"))


class OutcomeForm(OnceForm):
    """What was found."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    findings = forms.CharField(
        label=_("What did you find, and what was done?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=6000,
    )


@page("steward", "complaints/<uuid:complaint_id>/", roles=access.HEARS)
def complaint(request: MemberRequest, complaint_id: UUID) -> HttpResponse:
    """Show it with the form of the next step."""
    found = (
        access.complaints_visible_to(request.viewer)
        .select_related("person", "recorded_by", "acknowledged_by", "decided_by", "told_by")
        .filter(pk=complaint_id)
        .first()
    )
    if found is None:
        raise Http404
    if found.person is not None:
        request.record_read(found.person)
    if request.method == "POST" and "undo" in request.POST:
        complaints.undo(complaint=found, what=request.POST["undo"])
        return redirect("steward:complaint", found.pk)
    step = _step(found)
    form: forms.Form = (
        OutcomeForm(typed(request), initial={"findings": found.findings})
        if step == "decide"
        else ToldForm(typed(request), initial={"on": clock.today()})
    )
    # a page left open while a colleague went on: what was sent belongs to the step it was written for
    if request.method == "POST" and request.POST.get("step") != step:
        return redirect("steward:complaint", found.pk)
    if request.method == "POST" and step and form.is_valid():
        try:
            _take(found, step, form, request)
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("steward:complaint", found.pk)
    return render(
        request,
        "steward/complaint.html",
        {
            "complaint": found,
            "person": found.person,
            "step": step,
            "form": form,
            "days_left": found.days_left(clock.today()),
        },
    )


def _step(found: Complaint) -> str:
    if found.acknowledged_on is None:
        return "acknowledge"
    if found.decided_at is None:
        return "decide"
    return "tell" if found.is_open else ""


def _take(found: Complaint, step: str, form: forms.Form, request: MemberRequest) -> None:
    said = form.cleaned_data
    who: dict[str, Any] = {"by": request.member, "at": clock.now()}
    if step == "acknowledge":
        complaints.acknowledge(complaint=found, on=said["on"], how=How(said["how"]), **who)
    elif step == "decide":
        outcome = Outcome(said["outcome"])
        complaints.decide(complaint=found, outcome=outcome, findings=said["findings"], **who)
    else:
        complaints.tell(complaint=found, on=said["on"], how=How(said["how"]), **who)
