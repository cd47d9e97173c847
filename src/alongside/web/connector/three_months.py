"""`/connector/cases/…/three-months/`: the same questions again, and the change in a picture and in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys.record_three_months import record_three_months
from alongside.measures.actions import CannotRecord
from alongside.measures.enums import AskedBy, Stage
from alongside.partnerships.once import once
from alongside.web.components.fields import DayField
from alongside.web.connector.change import changes_of
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.questions import QuestionsForm
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

STAGES = (Stage.THREE_MONTHS, Stage.SIX_MONTHS, Stage.TWELVE_MONTHS, Stage.CLOSING, Stage.START, Stage.OTHER)


class LaterForm(QuestionsForm, OnceForm):
    """The questions, when they were asked, and at which point of support."""

    marks_optional = False

    held_on = DayField(label=_("When did you ask?"))
    stage = forms.ChoiceField(
        label=_("Which time is this?"),
        choices=[(stage.value, stage.label) for stage in STAGES],
        initial=Stage.THREE_MONTHS,
        widget=forms.Select,
    )

    def clean_held_on(self) -> Any:
        """The questions have been asked."""
        if self.cleaned_data["held_on"] > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["held_on"]


@page("connector", "cases/<uuid:case_id>/three-months/", roles=CARRIES_CASES)
def three_months(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Ask again. Any answer may be missing; the follow-up is done all the same."""
    case = case_or_404(request, case_id)
    today = clock.today()
    form = LaterForm(request.POST or None, initial={"held_on": today}, age=case.person.age(today))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _record(request, case, form)))
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/three_months.html",
        {"form": form, "case": case, "person": case.person, "changes": changes_of(case.person)},
    )


def _record(request: MemberRequest, case: Case, form: LaterForm) -> str:
    kept = record_three_months(
        case=case,
        answers=form.answers(),
        held_on=form.cleaned_data["held_on"],
        asked_by=AskedBy(form.cleaned_data["asked_by"]),
        stage=Stage(form.cleaned_data["stage"]),
        by=request.member,
        at=clock.now(),
    )
    messages.success(
        request, _t("The answers are kept.") if kept else _t("No answers to keep. That is all right.")
    )
    return reverse("connector:case", args=[case.pk]) + "#change"
