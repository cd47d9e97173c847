"""`/connector/cases/…/representatives/…/end/`: they no longer speak or decide, or do after all (`undo`)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.people.actions.agreements import end_representative, stand_again
from alongside.people.models import Representative
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "cases/<uuid:case_id>/representatives/<uuid:representative_id>/end/",
    roles=CARRIES_CASES,
    methods=("POST",),
)
def representative_end(request: MemberRequest, case_id: UUID, representative_id: UUID) -> HttpResponse:
    """End it, or let it stand again."""
    case = case_or_404(request, case_id)
    found = get_object_or_404(Representative.objects.filter(person=case.person), pk=representative_id)
    if request.POST.get("undo"):
        stand_again(representative=found)
        messages.info(request, _t("They stand beside the person."))
    else:
        end_representative(representative=found, by=request.member, at=clock.now())
        undo = reverse("connector:representative-end", args=[case.pk, found.pk])
        messages.success(request, _t("Ended."), extra_tags=f"undo:{undo}")
    return redirect("connector:agreement", case_id=case.pk)
