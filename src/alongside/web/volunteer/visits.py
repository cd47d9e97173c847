"""`/volunteer/visits/`: what comes next and what still wants a log; letters; the private calendar link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import access, notify, queries
from alongside.befriending.actions import visits as actions
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import Channel
from alongside.befriending.models import CalendarLink
from alongside.core import clock
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.visit_lookup import VOLUNTEERS, volunteer_or_404


@page("volunteer", "visits/", roles=VOLUNTEERS, nav=_("Visits and calls"), nav_order=20)
def visits(request: MemberRequest) -> HttpResponse:
    """List them; `do` makes or revokes the calendar link, or logs a letter."""
    at = clock.now()
    if request.method == "POST":
        return _do(request)
    found = queries.coming_visits(request.viewer, at=at)
    for visit in found:
        request.record_read(visit.match.person)
    volunteer = volunteer_or_404(request)
    letters = access.own_matches(volunteer, at).filter(channel=Channel.LETTERS).select_related("person")
    return render(
        request,
        "volunteer/visits.html",
        {
            "coming": [visit for visit in found if visit.during.upper > at],
            "to_log": [visit for visit in found if visit.during.upper <= at and not visit.logs.all()],
            "letters": letters.order_by("proposed_at", "id"),
            "link": CalendarLink.objects.filter(volunteer=volunteer, revoked_at__isnull=True).first(),
        },
    )


def _do(request: MemberRequest) -> HttpResponse:
    doing, at, volunteer = request.POST.get("do", ""), clock.now(), volunteer_or_404(request)
    if doing == "link":
        secret = actions.make_calendar_link(volunteer=volunteer, at=at)
        return render(
            request,
            "volunteer/calendar_link.html",
            {"address": notify.site(reverse("public:visits-calendar", args=[secret]))},
        )
    if doing == "revoke":
        actions.revoke_calendar_link(volunteer=volunteer, at=at)
        messages.success(request, _t("The calendar link no longer works."))
    if doing == "letter":
        match = access.own_matches(volunteer, at).filter(pk=_uuid(request.POST.get("match", ""))).first()
        if match is not None:
            try:
                actions.log_letter(match=match, by=request.member, at=at)
                messages.success(request, _t("Thank you. Your letter is written down."))
            except CannotDo as refusal:
                messages.warning(request, str(refusal))
    return redirect("volunteer:visits")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
