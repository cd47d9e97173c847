"""`/connector/befriending/answers/<answer>/`: write down what one side said by phone, or send them a fresh link."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import notify
from alongside.befriending.actions import matches
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import Said, Side, Via
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, answer_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class SaidForm(forms.Form):
    """Yes or no, and how they told us."""

    said = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(Said.YES, _("Yes, they would like to meet")), (Said.NO, _("No"))],
        widget=forms.RadioSelect,
    )
    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(Via.PHONE, Via.PHONE.label), (Via.IN_PERSON, Via.IN_PERSON.label)],
        widget=forms.RadioSelect,
        initial=Via.PHONE,
    )
    words = forms.CharField(
        label=_("Anything they said"),
        help_text=_("For the staff of the scheme only."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


@page("connector", "befriending/answers/<uuid:answer_id>/", roles=RUNS)
def befriending_answer(request: MemberRequest, answer_id: UUID) -> HttpResponse:
    """Show what they may be told; take their yes or no."""
    found = answer_or_404(request, answer_id)
    again = request.method == "POST" and request.POST.get("do") == "again"
    form = SaidForm(None if again else typed(request))
    if again or (request.method == "POST" and form.is_valid()):
        try:
            if again:
                matches.ask_again(answer=found, by=request.member, at=clock.now())
                messages.success(request, _t("A fresh link is on its way. The old one no longer works."))
            else:
                data = form.cleaned_data
                matches.answer(
                    answer=found,
                    said=Said(data["said"]),
                    via=Via(data["via"]),
                    words=data["words"],
                    by=request.member,
                    at=clock.now(),
                )
                messages.success(request, _t("Written down."))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:befriending-match", found.match_id)
    match = found.match
    way = (
        notify.way_to_person(match.person)
        if found.side == Side.PERSON
        else notify.way_to_volunteer(match.volunteer)
    )
    return render(
        request,
        "connector/befriending_answer.html",
        {"answer": found, "match": match, "person": match.person, "form": form, "can_write": way is not None},
    )
