"""`/connector/cases/…/close/`: end support, with what changed and why it ends."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import ClosingReason, Outcome
from alongside.core import clock
from alongside.journeys.close_case import close_case
from alongside.web.connector.change import changes_of
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

#: After these there is nothing to sum up, or nobody to write to.
NO_SUMMARY = frozenset({ClosingReason.DIED, ClosingReason.NOT_REACHED})


class CloseForm(forms.Form):
    """What changed, why now, and a note."""

    outcome = forms.ChoiceField(
        label=_("What changed for them?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what changed.")},
    )
    reason = forms.ChoiceField(
        label=_("Why does support end now?"),
        choices=ClosingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    look_in = forms.BooleanField(
        label=_("Look in on them after three and six months"),
        help_text=_("In the way they like to be reached. Nothing is sent by itself."),
        required=False,
    )
    note = forms.CharField(
        label=_("Anything to remember"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )


@page("connector", "cases/<uuid:case_id>/close/", roles=CARRIES_CASES)
def case_close(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Say what will stop, then close. It can be undone by starting again."""
    case = case_or_404(request, case_id)
    form = CloseForm(request.POST or None, initial={"look_in": True})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close_case(
                case=case,
                outcome=Outcome(data["outcome"]),
                reason=ClosingReason(data["reason"]),
                note=data["note"].strip(),
                look_in=data["look_in"],
                by=request.member,
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _t("Support has ended. You can start it again at any time."))
            if data["reason"] not in NO_SUMMARY and case.person.may_be_contacted:
                return redirect(reverse("connector:letter-write", args=[case.pk, "closing"]))
            return redirect(reverse("connector:case", args=[case.pk]))
    return render(
        request,
        "connector/case_close.html",
        {
            "form": form,
            "case": case,
            "person": case.person,
            "page": queries.case_page(case),
            "changes": changes_of(case.person),
        },
    )
