"""`/connector/referrals/<id>/accept/`: is this somebody we know, or a new person? Then a case begins."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.journeys.accept_referral import accept_referral
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.people import rules as people_rules
from alongside.people.actions import CannotRecord
from alongside.people.duplicates import Candidate
from alongside.referrals import access, queries
from alongside.referrals.actions import CannotDecide
from alongside.referrals.models import Referral
from alongside.web.components.fields import HintedRadios
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

NEW = "new"


class AcceptForm(OnceForm):
    """Who it is, and how a new person is called."""

    who = forms.ChoiceField(
        label=_("Who is it?"),
        widget=HintedRadios,
        error_messages={"required": _("Choose whether this is somebody we know.")},
    )
    given_name = forms.CharField(label=_("First name of a new person"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Last name of a new person"), max_length=100, required=False)

    marks_optional = False

    def __init__(self, *args: Any, candidates: list[Candidate], told: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(c.person.pk): c.person for c in candidates}
        who = self.fields["who"]
        who.choices = [  # type: ignore[attr-defined]
            *((str(c.person.pk), c.person.name) for c in candidates),
            (NEW, _("Nobody we know yet: a new person")),
        ]
        who.widget.hints = {str(c.person.pk): ", ".join([*c.alike, *c.different]) for c in candidates}
        if not candidates:
            who.initial = NEW
        self.fields["given_name"].initial, self.fields["family_name"].initial = people_rules.split_name(told)

    def clean(self) -> dict[str, Any]:
        """A new person needs a first name."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("who") == NEW and not people_rules.clean_name(data.get("given_name", "")):
            self.add_error("given_name", _("Write what they are called."))
        return data


@page("connector", "referrals/<uuid:referral_id>/accept/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def referral_accept(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask who it is; accept; go to the case that begins."""
    viewer = request.viewer
    referral = get_object_or_404(access.visible_to(viewer), pk=referral_id)
    candidates = queries.may_already_be(viewer, referral)
    form = AcceptForm(typed(request), candidates=candidates, told=referral.name)
    if not referral.is_open and request.method == "GET":
        return redirect("connector:referral", referral_id)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _accept(request, referral, form)))
        except CannotDecide as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:referral", referral_id)
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
    for candidate in candidates:
        request.record_read(candidate.person)
    return render(request, "connector/referral_accept.html", {"form": form, "referral": referral})


def _accept(request: MemberRequest, referral: Referral, form: AcceptForm) -> str:
    data = form.cleaned_data
    case = accept_referral(
        referral=referral,
        person=form.people.get(data["who"]),
        given_name=data["given_name"],
        family_name=data["family_name"],
        by=request.member,
        at=clock.now(),
    )
    messages.info(request, _("Accepted. This is the start of your work together."))
    return reverse("connector:case", args=[case.pk])
