"""`/connector/befriending/<scheme>/brief/`: whom we look for, on one large-print page to hang up. Nobody is in it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from alongside.befriending import relaxing, unlocking
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, scheme_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/<uuid:scheme_id>/brief/", roles=RUNS, methods=("GET",))
def befriending_brief(request: MemberRequest, scheme_id: UUID) -> HttpResponse:
    """Show the brief for the profile that would unlock most; `?profile=2` shows the next."""
    scheme = scheme_or_404(request, scheme_id)
    found = unlocking.profiles(scheme, at=clock.now())
    number = next((n for n in range(1, len(found) + 1) if request.GET.get("profile") == str(n)), 1)
    threshold = request.partnership.disclosure_threshold
    profile = unlocking.on_paper(found[number - 1], threshold=threshold) if found else None
    return render(
        request,
        "connector/befriending_brief.html",
        {
            "scheme": scheme,
            "profile": profile,
            "number": number,
            "others": [n for n in range(1, len(found) + 1) if n != number],
            "threshold": threshold,
            "does": relaxing.does(profile) if profile else [],
            "where": relaxing.where(profile) if profile else "",
            "times": relaxing.times(profile) if profile else [],
            "helps": relaxing.it_helps_if(profile) if profile else [],
            "phone": scheme.organisation.phone or request.partnership.phone,
            "address": f"{settings.SITE_URL}{reverse('public:volunteer')}".split("://", 1)[-1],
            "today": clock.today(),
        },
    )
