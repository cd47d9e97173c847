"""`/connector/cases/…/hand-over/`: give a case, and what is due on it, to a colleague."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments.queries import booked_with
from alongside.casework import access, queries
from alongside.casework.actions import cases
from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class HandOverForm(forms.Form):
    """To whom, and whether a letter is begun."""

    to = forms.ModelChoiceField(
        label=_("Who takes over?"), queryset=Member.objects.none(), empty_label=None, widget=forms.RadioSelect
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
    form = HandOverForm(request.POST or None)
    if not case.person.may_be_contacted:
        del form.fields["write"]
    others = queries.may_carry(request.viewer)
    if case.connector_id is not None:
        others = others.exclude(pk=case.connector_id)
    form.fields["to"].queryset = others  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            cases.hand_over(case=case, to=to, by=request.member, at=clock.now())
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _t("%(name)s is with %(connector)s now.") % {
                "name": case.person.name,
                "connector": to.name,
            }
            messages.success(request, said)
            booked = booked_with(case.connector_id, [case.pk], at=clock.now()) if case.connector_id else {}
            if booked:
                messages.warning(
                    request, _t("What was booked stays with who booked it. Change who goes, or the time.")
                )
            if form.cleaned_data.get("write"):
                return redirect(reverse("connector:letter-write", args=[case.pk, "handover"]))
            return redirect(reverse("connector:case", args=[case.pk]))
    context = {"form": form, "case": case, "person": case.person}
    return render(request, "connector/case_hand_over.html", context)
