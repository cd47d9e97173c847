"""`/connector/cases/…/hand-over/`: give a case, and what is due on it, to a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import words
from alongside.appointments.queries import ahead_with
from alongside.casework import access, queries
from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.journeys.hand_over import hand_over
from alongside.partnerships.models import Member
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

if TYPE_CHECKING:
    from alongside.appointments.actions.handing_over import Went
    from alongside.casework.models import Case


class HandOverForm(forms.Form):
    """To whom, and whether a letter is begun."""

    to = forms.ModelChoiceField(
        label=_("Who takes over?"), queryset=Member.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    with_booked = forms.BooleanField(
        label=_("What is booked goes along, where they are free"),
        help_text=_("Otherwise whoever booked it still goes."),
        required=False,
        initial=True,
    )
    write = forms.BooleanField(
        label=_("Begin a letter to them"),
        help_text=_("In their way and language, from the new connector. You read it before it leaves."),
        required=False,
        initial=True,
    )


@page("connector", "cases/<uuid:case_id>/hand-over/", roles=CARRIES_CASES)
def case_hand_over(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """A team lead hands over any case; a connector their own, or one nobody has."""
    case = case_or_404(request, case_id)
    if not case.is_open or not access.can_hand_over(request.viewer, case, today=clock.today()):
        raise Http404
    booked = ahead_with(case.connector_id, case, at=clock.now()) if case.connector_id else []
    form = HandOverForm(request.POST or None)
    if not case.person.may_be_contacted:
        del form.fields["write"]
    if not booked:
        del form.fields["with_booked"]
    others = queries.may_carry(request.viewer)
    if case.connector_id is not None:
        others = others.exclude(pk=case.connector_id)
    form.fields["to"].queryset = others  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        to, along = form.cleaned_data["to"], form.cleaned_data.get("with_booked", False)
        try:
            went = hand_over(case=case, to=to, with_booked=along, by=request.member, at=clock.now())
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, case, to, went)
            if form.cleaned_data.get("write"):
                return redirect(reverse("connector:letter-write", args=[case.pk, "handover"]))
            return redirect(reverse("connector:case", args=[case.pk]))
    context = {"form": form, "case": case, "person": case.person, "booked": booked}
    return render(request, "connector/case_hand_over.html", context)


def _say(request: MemberRequest, case: Case, to: Member, went: Went) -> None:
    said = _t("%(name)s is with %(connector)s now.") % {"name": case.person.name, "connector": to.name}
    messages.success(request, said)
    for one in went.along:
        messages.info(request, _t("Booked: %(what)s.") % {"what": words.sentence(one)})
    for one, why in went.stayed:
        messages.warning(
            request,
            _t("Stays with %(who)s: %(when)s. %(why)s")
            % {"who": one.member.name, "when": words.when(one.during.lower), "why": why},
        )
