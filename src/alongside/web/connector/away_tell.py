"""`/connector/away/…/tell/`: a note to each person of a colleague who is away, read through and then sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.journeys import tell_of_absence
from alongside.web.connector.away_change import absence_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "away/<uuid:absence_id>/tell/", roles=CARRIES_CASES)
def away_tell(request: MemberRequest, absence_id: UUID) -> HttpResponse:
    """Each for their own people, the team lead for anybody's. Those who like a call stand there to be rung."""
    absence = absence_or_404(request, absence_id)
    lines = tell_of_absence.lines_of(absence, request.partnership, clock.today())
    if request.method == "POST":
        wanted = set(request.POST.getlist("cases"))
        chosen = [line.case.pk for line in lines if line.note and str(line.case.pk) in wanted]
        if not chosen:
            messages.warning(request, _t("Nobody was chosen, so nothing was sent."))
        else:
            sent = tell_of_absence.tell(
                absence=absence,
                case_ids=chosen,
                partnership=request.partnership,
                by=request.member,
                at=clock.now(),
            )
            said = ngettext("%(n)d note is on its way.", "%(n)d notes are on their way.", sent) % {"n": sent}
            messages.success(request, said)
        return redirect("connector:away-tell", absence_id=absence.pk)
    for line in lines:
        request.record_read(line.case.person)
    return render(
        request,
        "connector/away_tell.html",
        {
            "absence": absence,
            "most": tell_of_absence.MOST if len(lines) == tell_of_absence.MOST else 0,
            "to_send": [line for line in lines if line.note and not line.message],
            "told": [line for line in lines if line.message],
            "to_ring": [line for line in lines if not line.note and not line.message],
        },
    )
