"""`/home/`: leads a signed-in member to the page their day begins with."""

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest

BEGINS = {
    Role.CONNECTOR: "connector:worklist",
    Role.TEAM_LEAD: "connector:worklist",
    Role.SAFEGUARDING_LEAD: "connector:concerns",
    Role.ORGANISER: "provider:home",
    Role.VOLUNTEER: "volunteer:home",
    Role.PROGRAMME_LEAD: "lead:dashboard",
    Role.STEWARD: "steward:home",
}


@page("public", "home/", roles=frozenset(Role), methods=("GET",))
def home_of_member(request: MemberRequest) -> HttpResponse:
    """Redirect by role."""
    return redirect(BEGINS[request.viewer.role])
