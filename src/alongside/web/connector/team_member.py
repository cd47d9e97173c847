"""`/connector/team/…/`: the people one colleague carries; some or all of them prepared to go to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.casework import team as carrying
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys import hand_over_many
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 50


class ReassignForm(forms.Form):
    """Whom, and to whom."""

    cases = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(),
        error_messages={
            "required": _("Choose whom to hand over."),
            "invalid_choice": _("Somebody you chose is not on this list any more. Look again."),
        },
    )
    to = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=Member.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose who takes over.")},
    )


@page("connector", "team/<uuid:member_id>/", roles={Role.TEAM_LEAD})
def team_member(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """List what a colleague carries; prepare a move of those that are ticked, in which each is told."""
    colleagues = queries.may_carry(request.viewer)
    member = colleagues.filter(pk=member_id).first()
    if member is None:
        raise Http404
    carried = carrying.carried_by(request.viewer, member.pk)
    form = ReassignForm(typed(request))
    fields: Any = form.fields
    fields["cases"].queryset = carried
    fields["to"].queryset = colleagues.exclude(pk=member.pk)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        chosen = list(form.cleaned_data["cases"])[:A_PAGE]
        try:
            move = hand_over_many.prepare(
                giver=member,
                takers={case.pk: to for case in chosen},
                words="",
                by=request.member,
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("connector:move", args=[move.pk]))
    found = Paginator(carried, A_PAGE).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("cases"))
    context = {
        "form": form,
        "member": member,
        "found": found,
        "rows": [(case, str(case.pk) in ticked) for case in found],
    }
    return render(request, "connector/team_member.html", context)
