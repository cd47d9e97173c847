"""`/connector/work/kept/…/`: share a kept view, let it open first, or remove it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import access
from alongside.casework.actions import seeing
from alongside.casework.models import SavedView
from alongside.web.connector.lookup import came_from
from alongside.web.page import page
from alongside.web.requests import MemberRequest

CHANGES = {
    "share": {"is_shared": True},
    "unshare": {"is_shared": False},
    "first": {"is_first": True},
    "not-first": {"is_first": False},
}


@page("connector", "work/kept/<uuid:view_id>/", roles=access.CARRIES_CASES, methods=("POST",))
def work_kept(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """Change a view of one's own; those of others are not there."""
    view = SavedView.objects.filter(pk=view_id, member=request.viewer.member_id).first()
    do = request.POST.get("do", "")
    if view is None or (do != "remove" and do not in CHANGES):
        raise Http404
    if do == "remove":
        seeing.remove_view(view=view, by=request.member)
        messages.success(request, _t("“%(name)s” is removed.") % {"name": view.name})
    else:
        seeing.change_view(view=view, by=request.member, **CHANGES[do])
        messages.success(request, _t("“%(name)s” is changed.") % {"name": view.name})
    return redirect(came_from(request, reverse("connector:work-first")))
