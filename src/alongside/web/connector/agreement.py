"""`/connector/cases/…/agreement/`: what the person agreed to. Taking back is as easy as giving."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys import agree as agreeing
from alongside.partnerships.once import once
from alongside.people import queries as people
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.web.connector.conversation_forms import AgreementForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class RecordForm(AgreementForm, OnceForm):
    """What they agreed to now."""

    marks_optional = False

    field_order = ("agrees", "research", "share_with", "channel", "asked_how", "capacity_note")

    def clean(self) -> dict[str, object]:
        """Something was agreed to."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("agrees") or cleaned.get("research") or cleaned.get("share_with")):
            raise forms.ValidationError(_("Choose what they agreed to."))
        return cleaned


@page("connector", "cases/<uuid:case_id>/agreement/", roles=CARRIES_CASES)
def agreement(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show what stands and what was taken back; record more; take back."""
    case = case_or_404(request, case_id)
    if request.method == "POST" and request.POST.get("take_back"):
        return _take_back(request, case)
    form = RecordForm(request.POST or None)
    form.offer(case.organisation_id)
    if request.method == "POST" and form.is_valid():
        return redirect(once(form.cleaned_data["once"], lambda: _record(request, case, form)))
    consents = people.consents(case.person)
    return render(
        request,
        "connector/agreement.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "live": [consent for consent in consents if consent.is_live],
            "past": [consent for consent in consents if not consent.is_live],
            "words": {purpose.value: agreeing.words_for(purpose) for purpose in ConsentPurpose},
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
    agreeing.take_back(consent=consent, by=request.member, at=clock.now())
    messages.success(request, _t("Taken back. Sharing has stopped."))
    return redirect("connector:agreement", case_id=case.pk)
