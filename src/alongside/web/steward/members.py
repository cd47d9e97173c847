"""`/steward/members/`: who may act in this partnership, in which organisation and role."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.partnerships import queries
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page(
    "steward",
    "members/",
    roles={Role.STEWARD},
    methods=("GET",),
    nav=_("Members"),
    nav_order=20,
)
def members(request: MemberRequest) -> HttpResponse:
    """List members, those present first."""
    return render(request, "steward/members.html", {"members": queries.all_members()})
