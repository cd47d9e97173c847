"""`/steward/members/<id>/end/`: end a membership. It takes effect at once, also where they are signed in."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.partnerships import actions, queries
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "members/<uuid:member_id>/end/", roles={Role.STEWARD})
def member_end(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Ask first; then end it. A steward cannot end their own membership, so that one always remains."""
    member = get_object_or_404(queries.present_members(), pk=member_id)
    is_self = member.pk == request.viewer.member_id
    if request.method == "POST" and not is_self:
        actions.end_membership(member=member, at=clock.now())
        messages.info(request, _t("%(name)s can no longer sign in here.") % {"name": member.name})
        return redirect("steward:members")
    return render(request, "steward/member_end.html", {"member": member, "is_self": is_self})
