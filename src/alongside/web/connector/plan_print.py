"""`/connector/cases/…/plan/print/`: the person's own copy of the plan – large, in easy read, in their language."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.connector.plan_copy import copy_of
from alongside.web.page import page, render
from alongside.web.paper import letters_we_lack
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/plan/print/", roles=CARRIES_CASES, methods=("GET",))
def plan_print(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """What was agreed, who does it and by when; who to ring."""
    case, plan, form = copy_of(request, case_id)
    asked = urlencode({"language": plan.language, "layout": plan.layout.value, "size": plan.size.value})
    return render(
        request,
        "connector/plan_print.html",
        {
            "case": case,
            "person": case.person,
            "plan": plan,
            "form": form,
            "asked": asked,
            "lacks": letters_we_lack([plan.title, *[line for part in plan.sections for line in part.lines]]),
            "is_draft": plan.language in settings.DRAFT_LANGUAGES,
        },
    )
