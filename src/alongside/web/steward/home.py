"""`/steward/`: what a steward looks after, each with a sentence on its state."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.partnerships import queries
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "", roles={Role.STEWARD}, methods=("GET",), nav=_("Home"), nav_order=10)
def home(request: MemberRequest) -> HttpResponse:
    """Show the partnership's settings and how many members it has."""
    return render(
        request,
        "steward/home.html",
        {"members": queries.present_members(), "title": _("Keeping things in order")},
    )
