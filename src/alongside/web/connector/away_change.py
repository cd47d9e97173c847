"""`/connector/away/…/`: they are back, or somebody else covers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.casework import queries
from alongside.casework.actions import cover as cover_actions
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Absence
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


def absence_or_404(request: MemberRequest, absence_id: UUID) -> Absence:
    """An absence that the viewer may change: each their own, the team lead anybody's of the organisation."""
    found = Absence.objects.filter(member__organisation=request.viewer.organisation_id, pk=absence_id)
    if request.viewer.role != Role.TEAM_LEAD:
        found = found.filter(member=request.viewer.member_id)
    absence = found.select_related("member", "covered_by").first()
    if absence is None:
        raise Http404
    return absence


@page("connector", "away/<uuid:absence_id>/", roles=CARRIES_CASES, methods=("POST",))
def away_change(request: MemberRequest, absence_id: UUID) -> HttpResponse:
    """`do` says back or cover."""
    absence = absence_or_404(request, absence_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("do") == "back":
            cover_actions.come_back(absence=absence, by=by, at=at)
            messages.success(
                request, _t("%(name)s is back. Cover has ended.") % {"name": absence.member.name}
            )
        elif request.POST.get("do") == "cover":
            wanted = request.POST.get("covered_by", "")
            team = {str(member.pk): member for member in queries.may_carry(request.viewer)}
            cover_actions.change_cover(absence=absence, covered_by=team.get(wanted), by=by, at=at)
            who = team[wanted].name if wanted in team else _t("Nobody")
            messages.success(request, _t("%(name)s covers from now on.") % {"name": who})
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:away")
