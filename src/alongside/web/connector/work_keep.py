"""`/connector/work/…/keep/`: keep what is on the screen under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.casework import access
from alongside.casework.actions import seeing
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import WorkList
from alongside.casework.worklists import Filters
from alongside.core import clock
from alongside.web.connector.work import KeepForm, address, shown
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "work/<slug:which>/keep/", roles=access.CARRIES_CASES, methods=("POST",))
def work_keep(request: MemberRequest, which: str) -> HttpResponse:
    """Keep the view. Sent twice it is kept once; the same name again stands for the new filters."""
    if which not in WorkList.values:
        raise Http404
    filters = Filters.read(dict(parse_qsl(request.POST.get("query", "")[:500])))
    query = urlencode(filters.said())
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            view = seeing.keep_view(
                by=request.member,
                name=form.cleaned_data["keep_as"],
                which=WorkList(which),
                query=query,
                is_shared=form.cleaned_data["is_shared"],
                is_first=form.cleaned_data["is_first"],
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error("keep_as", str(refusal))
        else:
            messages.success(request, _t("Kept as “%(name)s”.") % {"name": view.name})
            return redirect(address(WorkList(which), query))
    return shown(request, WorkList(which), keep=form, said=filters.said())
