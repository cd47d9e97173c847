"""`/connector/rights/erasures/…/`: one erasure: taken back by who asked, confirmed or refused by the second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.rights import access, mentions, registry
from alongside.rights.actions import erasures
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import ErasureState
from alongside.web.connector.rights_forms import ReasonForm
from alongside.web.connector.rights_lookup import erasure_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "rights/erasures/<uuid:erasure_id>/", roles=access.SEES)
def erasure(request: MemberRequest, erasure_id: UUID) -> HttpResponse:
    """Show what would go; the one who may decides."""
    found = erasure_or_404(request, erasure_id)
    may_confirm = access.may_confirm(request.viewer, found)
    may_write = request.viewer.role in access.CARRIES or may_confirm
    done = request.POST.get("do", "") if request.method == "POST" else ""
    refusing = ReasonForm(typed(request) if done == "refuse" else None)
    who: dict[str, Any] = {"by": request.member, "at": clock.now()}
    if (done in {"confirm", "refuse"} and not may_confirm) or (done and not may_write):
        raise Http404
    try:
        if done == "confirm":
            if request.POST.get("sure") != "yes":
                messages.warning(request, _("Nothing was erased. Tick that you are sure."))
                return redirect("connector:erasure", found.pk)
            erasures.confirm(erasure=found, mentions=set(request.POST.getlist("mention")), **who)
            messages.info(request, _("They are erased."))
            return redirect("connector:rights")
        if done == "refuse" and refusing.is_valid():
            erasures.refuse(erasure=found, reason=refusing.cleaned_data["reason"], **who)
            return redirect("connector:erasure", found.pk)
        if done == "take-back":
            erasures.take_back(erasure=found, **who)
            return redirect("connector:erasure", found.pk)
        if done == "again":
            erasures.ask_again(erasure=found, **who)
            return redirect("connector:erasure", found.pk)
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
        return redirect("connector:erasure", found.pk)
    named = mentions.mentions_of(found.person_id) if may_confirm and found.state == ErasureState.ASKED else []
    for mention in named:
        if mention.about is not None:
            request.record_read(mention.about)
    return render(
        request,
        "connector/erasure.html",
        {
            "erasure": found,
            "person": found.person,
            "may_confirm": may_confirm,
            "may_write": may_write,
            "clock": found.clock(clock.today()) if found.state == ErasureState.ASKED else None,
            "waits": found.state == ErasureState.ASKED,
            "may_ask_again": found.state in {ErasureState.REFUSED, ErasureState.WITHDRAWN},
            "stands_in_the_way": erasures.held_by(found.person_id) if may_confirm else "",
            "refusing": refusing,
            "mentions": named,
            "mentions_are_many": len(named) >= mentions.MOST,
            "rows": _rows(found.person_id) if found.state == ErasureState.ASKED else [],
        },
    )


def _rows(person_id: UUID) -> list[tuple[str, int]]:
    """What would go: how many of what, the most first."""
    counted = [
        (str(table.model._meta.verbose_name_plural), table.rows_of(person_id).count())
        for table in registry.erased()
        if table.path != registry.SELF and not table.label.startswith("rights.")
    ]
    return sorted((one for one in counted if one[1]), key=lambda one: -one[1])
