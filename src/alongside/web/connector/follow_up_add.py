"""`/connector/cases/…/follow-ups/add/`: arrange the next call or visit."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.actions import contacts
from alongside.casework.enums import FollowUpKind
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.components.fields import DayField
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import OnceForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

ARRANGED = (FollowUpKind.CALL, FollowUpKind.VISIT, FollowUpKind.CONVERSATION, FollowUpKind.THREE_MONTHS)


class ArrangeForm(OnceForm):
    """What, when, and a few words."""

    kind = forms.ChoiceField(
        label=_("What is due?"),
        choices=[(kind.value, kind.label) for kind in ARRANGED],
        initial=FollowUpKind.CALL,
        widget=forms.RadioSelect,
    )
    due_on = DayField(label=_("Which day?"))
    due_time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 10:30. Leave it empty for any time."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    note = forms.CharField(
        label=_("What to know"),
        help_text=_("For example: step-free, dog."),
        max_length=300,
        required=False,
    )

    def clean_due_on(self) -> object:
        """What is arranged lies ahead."""
        if self.cleaned_data["due_on"] < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return self.cleaned_data["due_on"]


@page("connector", "cases/<uuid:case_id>/follow-ups/add/", roles=CARRIES_CASES)
def follow_up_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Put something on the list of the case's connector."""
    case = case_or_404(request, case_id)
    form = ArrangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        back = reverse("connector:case", args=[case.pk])

        def arrange() -> str:
            contacts.arrange(
                case=case,
                due_on=data["due_on"],
                due_time=data["due_time"],
                kind=FollowUpKind(data["kind"]),
                note=data["note"].strip(),
                by=request.member,
                at=clock.now(),
            )
            messages.info(
                request, _t("Arranged for %(day)s.") % {"day": date_format(data["due_on"], "l j F")}
            )
            return back

        return redirect(once(data["once"], arrange))
    context = {"form": form, "case": case, "person": case.person}
    return render(request, "connector/follow_up_add.html", context)
