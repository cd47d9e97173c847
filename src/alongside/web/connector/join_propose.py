"""`/connector/joins/new/<person>/<other>/`: both records side by side; propose that they are one person, and why."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.joining import queries
from alongside.joining.actions import CannotJoin, propose
from alongside.partnerships.once import once
from alongside.people.models import Person
from alongside.web.connector.join_lookup import JOINS, lines
from alongside.web.connector.lookup import person_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class ProposeForm(OnceForm):
    """Which record goes on, and how somebody knows."""

    goes_on = forms.ChoiceField(
        label=_("Which record goes on?"),
        help_text=_("The other one leads to it from then on. Nothing is lost, and it can be taken apart."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the record that goes on.")},
    )
    reason = NoteField(
        label=_("How do you know that they are one person?"),
        help_text=_("A colleague reads this and looks at both. For example: she told me on the phone today."),
        error_messages={"required": _("Say how you know.")},
        max_length=1000,
        rows=3,
    )

    marks_optional = False

    def __init__(self, *args: object, both: tuple[Person, Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        first, second = both
        names = (first.name, second.name)
        if names[0] == names[1]:
            names = (f"{names[0]} (1)", f"{names[1]} (2)")
        self.fields["goes_on"].choices = [(str(first.pk), names[0]), (str(second.pk), names[1])]  # type: ignore[attr-defined]
        self.fields["goes_on"].initial = str(first.pk)


@page("connector", "joins/new/<uuid:person_id>/<uuid:other_id>/", roles=JOINS)
def join_propose(request: MemberRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Show both; take the proposal."""
    if person_id == other_id:
        raise Http404
    person, other = person_or_404(request, person_id), person_or_404(request, other_id)
    standing = queries.standing_between(person, other)
    if standing is not None and request.method == "GET":
        return redirect("connector:join", standing.pk)
    form = ProposeForm(typed(request), both=(person, other))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept, gone = (person, other) if data["goes_on"] == str(person.pk) else (other, person)

        def write() -> str:
            join = propose(kept=kept, gone=gone, reason=data["reason"], by=request.member, at=clock.now())
            messages.info(request, _t("Proposed. A colleague now looks at both records."))
            return reverse("connector:join", args=[join.pk])

        try:
            return redirect(once(data["once"], write))
        except CannotJoin as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/join_propose.html",
        {
            "form": form,
            "person": person,
            "other": other,
            "lines": lines(person, other),
            "evidence": queries.evidence(person, other),
            "numbers": (queries.spoken_numbers(person), queries.spoken_numbers(other)),
        },
    )
