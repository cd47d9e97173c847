"""`/connector/team/…/move/`: choose whose people go to other connectors; who has room is proposed."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access, queries, worklists
from alongside.casework import team as carrying
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock
from alongside.journeys import hand_over_many
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.partnerships.once import once
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

MOST = 300
SPREAD = "spread"


class MoveForm(OnceForm):
    """Who goes, to whom, and what they read."""

    cases = forms.ModelMultipleChoiceField(
        label=_("Who goes to somebody else?"),
        queryset=Case.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    to = forms.ChoiceField(label=_("To whom?"), widget=forms.Select)
    words = forms.CharField(
        label=_("A sentence to each of them"),
        help_text=_("They read it in their letter or message. For example: Ayşe has moved to another job."),
        max_length=500,
        required=False,
    )


@page("connector", "team/<uuid:member_id>/move/", roles={Role.TEAM_LEAD})
def move_people(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Choose people; what is sent here is only prepared, and held until it is confirmed on the next page."""
    giver = Member.objects.filter(organisation=request.viewer.organisation_id, pk=member_id).first()
    if giver is None:
        raise Http404
    theirs = (
        access.visible_to(request.viewer)
        .filter(connector=giver, status=CaseStatus.OPEN)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "id")
    )
    loads = carrying.team(request.viewer.organisation_id, clock.today())
    form = MoveForm(typed(request), initial={"cases": [case.pk for case in theirs[:MOST]], "to": SPREAD})
    choice = form.fields["cases"]
    choice.queryset = theirs[:MOST] if request.method != "POST" else theirs  # type: ignore[attr-defined]
    choice.label_from_instance = lambda case: case.person.name  # type: ignore[attr-defined]
    others = [load for load in loads if load.member.pk != giver.pk and not load.is_away]
    form.fields["to"].choices = [  # type: ignore[attr-defined]
        (SPREAD, _("Whoever has most room")),
        *((str(load.member.pk), load.member.name) for load in others),
    ]
    if request.method == "POST" and form.is_valid():
        chosen, at = list(form.cleaned_data["cases"]), clock.now()

        def prepare() -> str:
            named = next((x.member for x in others if str(x.member.pk) == form.cleaned_data["to"]), None)
            takers = (
                {case.pk: named for case in chosen}
                if named
                else hand_over_many.proposal(giver=giver, cases=chosen, at=at)
            )
            words = form.cleaned_data["words"]
            move = hand_over_many.prepare(giver=giver, takers=takers, words=words, by=request.member, at=at)
            return reverse("connector:move", args=[move.pk])

        try:
            return redirect(once(form.cleaned_data["once"], prepare))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "giver": giver, "loads": loads, "has_people": theirs.exists()}
    context["weights"] = worklists.team_rules(request.viewer)
    return render(request, "connector/move_people.html", context)


def may_take(request: MemberRequest) -> dict[str, Member]:
    """Who may take somebody over, by key."""
    return {str(member.pk): member for member in queries.may_carry(request.viewer)}
