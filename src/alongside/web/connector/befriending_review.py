"""`/connector/befriending/reviews/<review>/`: how it goes, from both, and whether to carry on."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending.actions import matches
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import FeedbackBy, Felt, ReviewResult
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, review_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

FELT = [("", _("Not said")), *Felt.choices]


class ReviewForm(forms.Form):
    """What each said, and what follows."""

    feedback_by = forms.ChoiceField(
        label=_("How did the person tell you?"), choices=FeedbackBy.choices, widget=forms.RadioSelect
    )
    person_felt = forms.ChoiceField(label=_("How is it for the person?"), choices=FELT, required=False)
    person_said = forms.CharField(
        label=_("In their words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    volunteer_felt = forms.ChoiceField(label=_("How is it for the volunteer?"), choices=FELT, required=False)
    volunteer_said = forms.CharField(
        label=_("In the volunteer’s words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    result = forms.ChoiceField(
        label=_("What follows?"), choices=ReviewResult.choices, widget=forms.RadioSelect
    )


@page("connector", "befriending/reviews/<uuid:review_id>/", roles=RUNS)
def befriending_review(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Ask, or show what was said."""
    found = review_or_404(request, review_id)
    form = ReviewForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        result = ReviewResult(data.pop("result"))
        try:
            matches.review(
                review=found,
                result=result,
                by=request.member,
                at=clock.now(),
                **{**data, "feedback_by": FeedbackBy(data["feedback_by"])},
            )
            messages.success(request, _t("Written down."))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        step = {ReviewResult.PAUSE: "pause", ReviewResult.PLAN_ENDING: "plan-ending"}.get(result)
        if step:
            return redirect("connector:befriending-match-move", found.match_id, step)
        return redirect("connector:befriending-match", found.match_id)
    return render(
        request,
        "connector/befriending_review.html",
        {"review": found, "match": found.match, "person": found.match.person, "form": form},
    )
