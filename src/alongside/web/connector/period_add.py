"""`/connector/cases/…/period/`: agree on support for a time, for example twelve weeks of floating support."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import periods
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import PeriodKind
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.period_forms import PeriodForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/period/", roles=CARRIES_CASES)
def period_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Agree; the review at half-time and the talk about the end come onto the list."""
    case = case_or_404(request, case_id)
    form = PeriodForm(typed(request), initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def agree() -> str:
            periods.agree_on(
                case=case,
                kind=PeriodKind(data["kind"]),
                starts_on=data["starts_on"],
                weeks=data["weeks"],
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:case", args=[case.pk]) + "#period"

        try:
            return redirect(once(data["once"], agree))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/period_add.html", {"form": form, "case": case, "person": case.person})
