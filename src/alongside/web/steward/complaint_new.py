"""`/steward/complaints/new/`: write a complaint down. It goes into nobody's record."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.people import access as people
from alongside.people.models import Person
from alongside.rights import access
from alongside.rights.actions import complaints
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ComplaintForm(OnceForm):
    """Who, how, when and what."""

    complainant = forms.CharField(label=_("Who complains?"), max_length=150)
    reach = forms.CharField(
        label=_("How do we reach them?"),
        help_text=_("A phone number or an address, to acknowledge and to answer."),
        max_length=200,
        required=False,
    )
    came_how = forms.ChoiceField(
        label=_("How did it reach us?"), choices=How.choices, widget=forms.RadioSelect
    )
    received_on = DayField(
        label=_("When did it reach us?"), help_text=_("It is acknowledged within 30 days of this day.")
    )
    words = forms.CharField(
        label=_("What do they complain of?"),
        help_text=_("In their words."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=6000,
    )


@page("steward", "complaints/new/", roles=access.COMPLAINS)
def complaint_new(request: MemberRequest) -> HttpResponse:
    """Anybody who may be told of one writes it down; stewards and team leads read it."""
    person = _person(request)
    initial = {"received_on": clock.today(), "complainant": person.name if person else ""}
    form = ComplaintForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def write() -> str:
            made = complaints.record(
                complainant=said["complainant"],
                reach=said["reach"],
                came_how=How(said["came_how"]),
                received_on=said["received_on"],
                words=said["words"],
                person=person,
                by=request.member,
                at=clock.now(),
            )
            if request.viewer.role in access.HEARS:
                return reverse("steward:complaint", args=[made.pk])
            words = _t("Written down, reference %(reference)s. A steward or team lead sees to it.")
            messages.info(request, words % {"reference": made.reference})
            return reverse("connector:rights")

        try:
            return redirect(once(said["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "steward/complaint_new.html", {"form": form, "person": person})


def _person(request: MemberRequest) -> Person | None:
    """Whom it is about, if the page of a person led here and they may be seen."""
    try:
        key = UUID(request.GET.get("person", ""))
    except ValueError:
        return None
    person = people.visible_to(request.viewer).filter(pk=key).first()
    if person is not None:
        request.record_read(person)
    return person
