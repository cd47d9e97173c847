"""`/connector/befriending/proposals/<proposal>/`: why these two, what another decision costs – and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import overrides, queries, words
from alongside.befriending.actions import proposals
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import Decision, RejectReason
from alongside.befriending.models import Proposal
from alongside.core import clock
from alongside.messaging.actions import CannotQueue
from alongside.volunteering.models import Volunteer
from alongside.web.connector.befriending_lookup import RUNS, proposal_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

ACCEPT, CHANGE, REJECT = "accept", "change", "reject"


@dataclass(frozen=True)
class Other:
    """Another volunteer, as the page shows them."""

    volunteer: Volunteer
    score: int
    parts: list[tuple[str, int]]
    has_room: bool


class DecisionForm(forms.Form):
    """Accept; or another volunteer, or not now – both with the reason."""

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    volunteer = forms.ChoiceField(label=_("Which other volunteer?"), required=False)
    reason = forms.ChoiceField(
        label=_("Why not this proposal?"),
        choices=[("", _("Choose why")), *RejectReason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Anything to add"),
        help_text=_("Kept with the proposal, for the staff of the scheme."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, others: list[Other], called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ACCEPT, _t("Ask %(name)s and the person") % {"name": called})]
        if others:
            choices.append((CHANGE, _t("Ask another volunteer instead")))
            self.fields["volunteer"].choices = [  # type: ignore[attr-defined]
                ("", _t("Choose a volunteer")),
                *((str(other.volunteer.pk), other.volunteer.called) for other in others),
            ]
        else:
            del self.fields["volunteer"]
        self.fields["decision"].choices = [*choices, (REJECT, _t("Nobody for now"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An override says why, a change says to whom."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") in {CHANGE, REJECT} and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why, so that the next round can be better."))
        if cleaned.get("decision") == CHANGE and not cleaned.get("volunteer"):
            self.add_error("volunteer", _("Choose a volunteer."))
        return cleaned


@page("connector", "befriending/proposals/<uuid:proposal_id>/", roles=RUNS)
def befriending_proposal(request: MemberRequest, proposal_id: UUID) -> HttpResponse:
    """Show what was considered; take one decision by a named person."""
    found = proposal_or_404(request, proposal_id)
    others = [
        Other(volunteer, told["score"], words.parts_in_words(told["parts"]), told["has_room"])
        for volunteer, told in queries.alternatives_of(found)
    ]
    form = DecisionForm(typed(request), others=others, called=found.volunteer.called)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_decide(request, found, form.cleaned_data))
        except (CannotDo, CannotQueue) as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:befriending-proposal", proposal_id)
    is_open = found.decision == Decision.PENDING
    return render(
        request,
        "connector/befriending_proposal.html",
        {
            "proposal": found,
            "person": found.wish.person,
            "wish": found.wish,
            "form": form,
            "is_open": is_open,
            "why": words.why_these_two(found),
            "parts": words.parts_in_words(found.parts),
            "when": words.when(found.weekday, found.minute),
            "removed": words.removed_counts(found.removed),
            "others": others,
            "costs": overrides.costs(found, [other.volunteer for other in others], at=clock.now())
            if is_open
            else [],
            "match": found.matches.first(),
        },
    )


def _decide(request: MemberRequest, found: Proposal, data: dict[str, Any]) -> str:
    by, at = request.member, clock.now()
    if data["decision"] == REJECT:
        proposals.reject(proposal=found, reason=RejectReason(data["reason"]), note=data["note"], by=by, at=at)
        messages.success(
            request, _t("Noted. %(name)s waits for the next round.") % {"name": found.wish.person.called}
        )
        return reverse("connector:befriending-round", args=[found.round_id])
    if data["decision"] == CHANGE:
        match = proposals.change(
            proposal=found,
            volunteer=Volunteer.objects.get(pk=data["volunteer"]),
            reason=RejectReason(data["reason"]),
            note=data["note"],
            by=by,
            at=at,
        )
    else:
        match = proposals.accept(proposal=found, by=by, at=at)
    messages.success(request, _t("Both are being asked. Whom you must ring yourself stands below."))
    return reverse("connector:befriending-match", args=[match.pk])
