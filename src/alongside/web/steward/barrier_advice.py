"""`/steward/barriers/`: what to do next about each kind of barrier here, and whom to ring."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework.advice import advice
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "steward",
    "barriers/",
    roles={Role.STEWARD},
    nav=_("Barriers"),
    nav_order=47,
    section=Section.WORDS,
    methods=("GET",),
)
def barrier_advice(request: MemberRequest) -> HttpResponse:
    """List the kinds with the words that stand."""
    return render(request, "steward/barrier_advice.html", {"advice": list(advice().values())})
