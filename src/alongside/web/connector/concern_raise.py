"""`/connector/worried/…/`: somebody may not be safe. One tap brings one here, one more tells the safeguarding lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access as cases
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.partnerships.once import once
from alongside.people import access as people
from alongside.people.models import Person
from alongside.referrals import access as referrals
from alongside.referrals.models import Referral
from alongside.safeguarding import access, queries
from alongside.safeguarding.actions import concerns
from alongside.safeguarding.enums import Duty, Knows
from alongside.safeguarding.models import Concern
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class ConcernForm(OnceForm):
    """What was seen and said. None of it is needed: the alarm goes first, words can follow."""

    marks_optional = False

    seen = NoteField(
        label=_("What did you see?"),
        help_text=_("You can leave everything empty and press the button now. You can add words afterwards."),
        required=False,
        rows=4,
    )
    said = NoteField(
        label=_("What did they say?"), help_text=_("In their own words."), required=False, rows=3
    )
    knows = forms.ChoiceField(
        label=_("Do they know that you are telling us?"),
        choices=Knows.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    involves = forms.ModelChoiceField(
        label=_("Is it about somebody who works or volunteers here?"),
        help_text=_("They see nothing of it, even if they are the safeguarding lead."),
        queryset=Member.objects.none(),
        empty_label=_("No"),
        required=False,
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["involves"].queryset = members  # type: ignore[attr-defined]


@page("connector", "worried/person/<uuid:person_id>/", roles=access.RAISES)
def concern_raise(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Raise a concern about a person one may see, or whose case one's organisation holds."""
    person = people.visible_to(request.viewer).filter(pk=person_id).first()
    if person is None:
        case = cases.visible_to(request.viewer).filter(person=person_id).select_related("person").first()
        if case is None:
            raise Http404
        person = case.person
    request.record_read(person)
    return _ask(request, person=person)


@page("connector", "worried/referral/<uuid:referral_id>/", roles=access.RAISES)
def concern_raise_referral(request: MemberRequest, referral_id: UUID) -> HttpResponse:
    """Raise one about somebody we were only told of. Once the referral is taken on, it is about the person."""
    found = referrals.visible_to(request.viewer).select_related("person").filter(pk=referral_id).first()
    if found is None:
        raise Http404
    if found.person is not None:
        request.record_read(found.person)
    return _ask(request, person=found.person, referral=found)


def _ask(request: MemberRequest, *, person: Person | None, referral: Referral | None = None) -> HttpResponse:
    form = ConcernForm(typed(request), members=queries.may_involve(request.viewer))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def tell() -> str:
            concern: Concern = concerns.raise_concern(
                person=person,
                referral=referral,
                seen=data["seen"],
                said=data["said"],
                knows=data["knows"],
                involves=data["involves"],
                by=request.member,
                at=clock.now(),
                key=data["once"],
            )
            return reverse("connector:concern-receipt", args=[concern.pk])

        return redirect(once(data["once"], tell))
    deputy = access.on_duty().get(Duty.DEPUTY)
    back = reverse("connector:referral", args=[referral.pk]) if referral else _back(request, person)
    return render(
        request,
        "connector/concern_raise.html",
        {
            "form": form,
            "person": person,
            "name": person.name if person else referral.name if referral else "",
            "back": back,
            "told": [member for member in access.holders() if member != deputy] or access.holders(),
            "deputy": deputy,
        },
    )


def _back(request: MemberRequest, person: Person | None) -> str:
    """The page of the person the viewer can open."""
    if person is None:
        return reverse("public:home-of-member")
    case = cases.visible_to(request.viewer).filter(person=person).order_by("-opened_at", "id").first()
    if case is not None:
        return reverse("connector:case", args=[case.pk])
    if request.viewer.role in cases.CARRIES_CASES:
        return reverse("connector:person-details", args=[person.pk])
    return reverse("connector:known-person", args=[person.pk])
