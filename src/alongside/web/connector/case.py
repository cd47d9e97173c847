"""`/connector/cases/…/`: one person's support on one page – what matters, what is in the way, what was agreed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse

from alongside.appointments import queries as appointments
from alongside.casework import access, queries
from alongside.core import clock
from alongside.letters import queries as letters
from alongside.people import queries as people
from alongside.people.enums import ConsentPurpose
from alongside.web.connector.change import changes_of
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

MOST_TOLD = 300  # lines of the timeline; the newest ten are in sight, the rest unfold


@page("connector", "cases/<uuid:case_id>/", roles=CARRIES_CASES, methods=("GET",))
def case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show the case."""
    found = case_or_404(request, case_id)
    shown = queries.case_page(found)
    stood_for = appointments.follow_ups_stood_for([due.pk for due in shown.follow_ups])
    agreed = [consent for consent in people.consents(found.person) if consent.is_live]
    return render(
        request,
        "connector/case.html",
        {
            "case": found,
            "person": found.person,
            "page": replace(shown, follow_ups=[due for due in shown.follow_ups if due.pk not in stood_for]),
            "appointments": appointments.of_case(found),
            "changes": changes_of(found.person),
            "timeline": people.timeline(found.person, limit=MOST_TOLD),
            "agreed": agreed,
            "may_keep": any(consent.purpose == ConsentPurpose.SUPPORT for consent in agreed),
            "may_hand_over": access.can_hand_over(request.viewer, found),
            "after_support": None if found.is_open else letters.after_support(found),
            "today": clock.today(),
        },
    )
