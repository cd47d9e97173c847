"""`/volunteer/`: a volunteer's home – who stands behind you, and what to do when you are worried."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("volunteer", "", roles={Role.VOLUNTEER}, name="home", nav=_("Home"), nav_order=10, methods=("GET",))
def home(request: MemberRequest) -> HttpResponse:
    """Say whom to ring. Visits and calls appear here when befriending is arranged in Alongside."""
    return render(
        request,
        "volunteer/home.html",
        {"organisation": request.member.organisation, "leads": queries.safeguarding_leads()},
    )
