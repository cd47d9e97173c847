"""`/connector/cases/…/conversation/`: write down a conversation, all of it on one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import draft_queries
from alongside.casework.actions import drafts as draft_actions
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import BarrierKind, Need
from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys.agree import words_for
from alongside.journeys.hold_conversation import Agreed, Said, hold_conversation
from alongside.measures.enums import AskedBy
from alongside.partnerships.once import once
from alongside.people import actions as people
from alongside.people import queries as people_queries
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.web.connector import differences
from alongside.web.connector.conversation_forms import ConversationForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.questions import what_to_ask
from alongside.web.drafts import as_sent, unjudged
from alongside.web.forms import change_answer
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/conversation/", roles=CARRIES_CASES)
def conversation_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Write down a first or further conversation; what we know already is filled in."""
    case = case_or_404(request, case_id)
    person = case.person
    today = clock.today()
    start = {**ConversationForm.start_of(person), "held_on": today, "person_version": person.version}
    drafts = draft_queries.drafts_of(case, request.viewer)
    kept = drafts.own.said if drafts.own and request.method != "POST" else None
    data = as_sent(kept) if kept else (request.POST or None)
    form = ConversationForm(data, initial=start, age=person.age(today))
    form.offer(case.organisation_id)
    if kept:
        unjudged(form)
    clash: people.EditedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _hold(request, case, form)))
        except people.EditedMeanwhile as meanwhile:
            clash = meanwhile
            form = _with_version(form, meanwhile.theirs.version)
        except (CannotDo, people.CannotRecord) as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/conversation_add.html",
        {
            "form": form,
            "case": case,
            "person": person,
            "clash": differences.rows(form, clash.differences) if clash else [],
            "drafts": drafts,
            "asks": what_to_ask(case, today),
            "support": people_queries.live_consent(person, ConsentPurpose.SUPPORT),
            "research": people_queries.live_consent(person, ConsentPurpose.RESEARCH),
            "support_words": words_for(ConsentPurpose.SUPPORT),
            "research_words": words_for(ConsentPurpose.RESEARCH),
            "share_words": words_for(ConsentPurpose.SHARE),
        },
    )


def _with_version(form: ConversationForm, version: int) -> ConversationForm:
    """The same form, now based on what the colleague wrote: sending it again is a decision, not an accident."""
    change_answer(form, "person_version", str(version))
    return form


def _hold(request: MemberRequest, case: Case, form: ConversationForm) -> str:
    data: dict[str, Any] = form.cleaned_data
    purposes = [ConsentPurpose.SUPPORT] if data["agrees"] else []
    purposes += [ConsentPurpose.RESEARCH] if data["research"] else []
    conversation = hold_conversation(
        case=case,
        said=Said(
            held_on=data["held_on"],
            words=form.words(),
            agreed=Agreed(
                purposes=purposes,
                share_with=list(data["share_with"]),
                channel=ConsentChannel(data["channel"]),
                asked_how=data["asked_how"],
                capacity_note=data["capacity_note"],
            ),
            details=form.changes(case.person),
            person_version=data["person_version"],
            barriers=[BarrierKind(kind) for kind in data["barriers"]],
            barrier_note=data["barrier_note"],
            answers=form.answers(),
            asked_by=AskedBy(data["asked_by"]),
            declined=data["declined"],
        ),
        by=request.member,
        at=clock.now(),
    )
    draft_actions.forget(case=case, by=request.member)
    messages.success(request, _t("The conversation is written down."))
    if set(conversation.needs) - {Need.COMPANY}:
        return reverse("connector:conversation-needs", args=[conversation.pk])
    return reverse("connector:case", args=[case.pk])
