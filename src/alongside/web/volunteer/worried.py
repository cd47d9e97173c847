"""`/volunteer/worried/`: "I am worried" in two taps. The alarm goes first; words can follow."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.people.models import Person
from alongside.volunteering import queries
from alongside.volunteering.actions import worries
from alongside.volunteering.models import Worry
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField
from alongside.web.volunteer.lookup import myself_or_404
from alongside.web.volunteer.visit_lookup import visit_or_404


class WorryForm(OnceForm):
    """Words are welcome, and not needed."""

    words = NoteField(
        label=_("What did you see or hear?"),
        help_text=_("You can also leave this empty: we ring you."),
        rows=3,
        required=False,
    )


@page("volunteer", "worried/", roles={Role.VOLUNTEER}, nav=_("I am worried"), nav_order=60)
def worried(request: MemberRequest) -> HttpResponse:
    """Tell supervisor and deputy at once; with `?visit=…` they read whom it is about."""
    volunteer = myself_or_404(request)
    person = about(request)
    form = WorryForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def tell() -> str:
            worry = worries.raise_worry(
                volunteer=volunteer,
                words=data["words"],
                at=clock.now(),
                key=data["once"],
                person=person,
            )
            return reverse("volunteer:worry-told", args=[worry.pk])

        return redirect(once(data["once"], tell))
    return render(
        request,
        "volunteer/worried.html",
        {"form": form, "behind": queries.stands_behind(volunteer), "person": person},
    )


def about(request: MemberRequest) -> Person | None:
    """The person of the visit they came from. A link that has run out stops nobody from being worried."""
    try:
        return visit_or_404(request, UUID(request.GET.get("visit", ""))).match.person
    except (ValueError, Http404):
        return None


class MoreForm(forms.Form):
    """More words."""

    words = NoteField(label=_("Something to add?"), rows=3)


@page("volunteer", "worried/<uuid:worry_id>/", roles={Role.VOLUNTEER})
def worry_told(request: MemberRequest, worry_id: UUID) -> HttpResponse:
    """Say who knows, and whether somebody has it; take more words."""
    volunteer = myself_or_404(request)
    worry = get_object_or_404(Worry.objects.select_related("heard_by"), pk=worry_id, volunteer=volunteer)
    form = MoreForm(typed(request))
    if request.method == "POST" and form.is_valid():
        worries.add_words(worry=worry, words=form.cleaned_data["words"], at=clock.now())
        return redirect("volunteer:worry-told", worry.pk)
    return render(
        request,
        "volunteer/worry_told.html",
        {"worry": worry, "form": form, "behind": queries.stands_behind(volunteer)},
    )
