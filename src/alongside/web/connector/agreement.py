"""`/connector/cases/…/agreement/`: what the person agreed to. Taking back is as easy as giving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys import agree as agreeing
from alongside.partnerships.once import once
from alongside.people import queries as people
from alongside.people.actions import NotTheirs
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.web.connector.agreement_forms import BOX, RecordForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/agreement/", roles=CARRIES_CASES)
def agreement(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show what stands and what was taken back; record more; take back."""
    case = case_or_404(request, case_id)
    if request.method == "POST" and request.POST.get("take_back"):
        return _take_back(request, case)
    form = RecordForm(typed(request), person=case.person)
    form.offer(case.organisation_id)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _record(request, case, form)))
        except NotTheirs as refusal:
            form.add_error(BOX[refusal.why], str(refusal))
    consents = people.consents(case.person)
    newest = {purpose: agreeing.words_for(purpose) for purpose in ConsentPurpose}
    today = clock.today()
    return render(
        request,
        "connector/agreement.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "live": [
                {
                    "consent": consent,
                    "is_old": consent.wording.version < newest[ConsentPurpose(consent.purpose)].version,
                    "has_run_out": not consent.stands_on(today),
                }
                for consent in consents
                if consent.is_live
            ],
            "past": [consent for consent in consents if not consent.is_live],
            "words": {purpose.value: words for purpose, words in newest.items()},
            "representatives": people.representatives(case.person),
            "channels": ConsentChannel.choices,
            "decides_open": form.is_bound and form.data.get("given_by", "self") != "self",
        },
    )


def _record(request: MemberRequest, case: Case, form: RecordForm) -> str:
    data = form.cleaned_data
    wanted = [(ConsentPurpose.SUPPORT, None)] if data["agrees"] else []
    wanted += [(ConsentPurpose.RESEARCH, None)] if data["research"] else []
    wanted += [(ConsentPurpose.SHARE, organisation) for organisation in data["share_with"]]
    for purpose, shared_with in wanted:
        agreeing.agree(
            person=case.person,
            purpose=purpose,
            shared_with=shared_with,
            channel=ConsentChannel(data["channel"]),
            asked_how=data["asked_how"],
            capacity_note=data["capacity_note"],
            not_shared=data["not_shared"],
            decided=form.decided(),
            by=request.member,
            at=clock.now(),
        )
    messages.success(request, _t("Written down."))
    return reverse("connector:agreement", args=[case.pk])


def _take_back(request: MemberRequest, case: Case) -> HttpResponse:
    try:
        wanted = UUID(request.POST["take_back"])
    except ValueError:
        raise Http404 from None
    consent = next((one for one in people.consents(case.person) if one.pk == wanted), None)
    if consent is None:
        raise Http404
    said_by = request.POST.get("channel", "")
    agreeing.take_back(
        consent=consent,
        by=request.member,
        channel=ConsentChannel(said_by) if said_by in ConsentChannel.values else ConsentChannel.PHONE,
        at=clock.now(),
    )
    messages.success(request, _t("Taken back. Sharing has stopped."))
    return redirect("connector:agreement", case_id=case.pk)
