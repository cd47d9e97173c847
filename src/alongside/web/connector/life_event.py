"""`/connector/cases/…/life-events/…/`: take one back, have something proposed, and answer what is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.signposting import actions
from alongside.signposting.enums import Answer
from alongside.signposting.models import LifeEvent, Proposal
from alongside.web.connector.lookup import CARRIES_CASES, came_from, case_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector", "cases/<uuid:case_id>/life-events/<uuid:event_id>/", roles=CARRIES_CASES, methods=("POST",)
)
def life_event(request: MemberRequest, case_id: UUID, event_id: UUID) -> HttpResponse:
    """`do` is one of take-back (also `undo`), stands, propose, accept, decline, open."""
    case = case_or_404(request, case_id)
    event = LifeEvent.objects.filter(person=case.person_id, pk=event_id).first()
    if event is None:
        raise Http404
    back = came_from(request, reverse("connector:life-events", args=[case.pk]))
    try:
        said = _do(request, event, "take-back" if request.POST.get("undo") else request.POST.get("do", ""))
    except actions.CannotNote as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, said)
    return redirect(back)


def _do(request: MemberRequest, event: LifeEvent, what: str) -> str:
    by, at = request.member, clock.now()
    if what == "take-back":
        actions.take_back(event=event, by=by, at=at)
        return _t("Taken back.")
    if what == "stands":
        actions.stand_again(event=event, by=by, at=at)
        return _t("It stands again.")
    if what == "propose":
        actions.propose_now(event=event, at=at)
        return _t("Here is what your partnership proposes.")
    answers = {"accept": Answer.ACCEPTED, "decline": Answer.DECLINED, "open": Answer.OPEN}
    proposal = Proposal.objects.filter(event=event).first()
    if what not in answers or proposal is None:
        raise actions.CannotNote(_t("Choose what to do."))
    actions.answer(proposal=proposal, answer=answers[what], by=by, at=at)
    return {
        Answer.ACCEPTED: _t("Noted: taken up."),
        Answer.DECLINED: _t("Noted: not taken up. It is not proposed again."),
        Answer.OPEN: _t("It is open again."),
    }[answers[what]]
