"""`/steward/keeping/…/`: a list of what may go, person by person, before anything goes; confirmed or dropped here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.rights import access
from alongside.rights import keeping as kept
from alongside.rights.actions import keeping as actions
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import RunState
from alongside.rights.models import Run
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 100


@page("steward", "keeping/<uuid:run_id>/", roles=access.KEEPS)
def keeping_run(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Show counts and each line. A steward sees no names: a key and a day are enough to ask a colleague."""
    run = get_object_or_404(Run.objects.select_related("decided_by", "proposed_by"), pk=run_id)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "confirm":
                if request.POST.get("sure") != "yes":
                    messages.warning(request, _("Nothing goes yet. Tick that you have seen the list."))
                else:
                    actions.confirm(run=run, by=request.member, at=clock.now())
            elif request.POST.get("do") == "drop":
                actions.drop(run=run, by=request.member, at=clock.now())
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("steward:keeping-run", run.pk)
    items = Paginator(run.items.order_by("subject", "ended_on", "id"), A_PAGE)
    shown = items.get_page(request.GET.get("page"))
    settled = run.items.filter(done_at__isnull=False)
    return render(
        request,
        "steward/keeping_run.html",
        {
            "run": run,
            "counts": [
                (kept.BY_LABEL[label].name, counted["things"], counted["rows"])
                for label, counted in sorted(run.counts.items())
                if label in kept.BY_LABEL
            ],
            "items": [(kept.BY_LABEL[one.subject], one) for one in shown if one.subject in kept.BY_LABEL],
            "shown": shown,
            "following": f"?page={shown.next_page_number()}" if shown.has_next() else "",
            "waits": run.state == RunState.PROPOSED,
            "done": settled.count(),
            "held": settled.filter(kept=actions.HELD).count(),
            "all": items.count,
        },
    )
