"""`/connector/cases/…/review/`: look back together – what has changed, what stays to do, when to look again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import periods
from alongside.casework.actions.errors import CannotDo
from alongside.casework.goal_queries import goals_of
from alongside.casework.period_queries import period_of
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.period_forms import ReviewForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/review/", roles=CARRIES_CASES)
def case_review(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Keep a review; their goals and what they said stand beside it."""
    case = case_or_404(request, case_id)
    form = ReviewForm(typed(request), initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def keep() -> str:
            periods.review(
                case=case,
                held_on=data["held_on"],
                note=data["note"],
                next_on=data["next_on"],
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:case", args=[case.pk]) + "#period"

        try:
            return redirect(once(data["once"], keep))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/case_review.html",
        {
            "form": form,
            "goals": goals_of(case),
            "period": period_of(case, clock.today()),
            "case": case,
            "person": case.person,
        },
    )
