"""`/connector/concerns/…/`: one concern – what was said, what holds now, what is missing, all that was written."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.people import access as people
from alongside.safeguarding import access, queries, rules
from alongside.safeguarding.actions import concerns
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import EntryKind
from alongside.web.connector.concern_lookup import held_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

ASKED_IN_TURN = (
    EntryKind.WISHES,
    EntryKind.CAPACITY,
    EntryKind.CONSENT,
    EntryKind.SECTION_42,
    EntryKind.DECISION,
)


@page("connector", "concerns/<uuid:concern_id>/", roles=access.MAY_CARRY)
def concern(request: MemberRequest, concern_id: UUID) -> HttpResponse:
    """Read it; say "I have it"."""
    found = held_or_404(request, concern_id)
    if request.method == "POST":
        try:
            concerns.acknowledge(concern=found, by=request.member, at=clock.now())
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:concern", found.pk)
    record = queries.record(found)
    person = found.person
    return render(
        request,
        "connector/concern.html",
        {
            "concern": record.row.concern,
            "record": record,
            "person": person,
            "questions": [(kind, record.newest(kind)) for kind in ASKED_IN_TURN],
            "may_add": [
                kind
                for kind in rules.TO_ADD
                if kind != EntryKind.CORRECTION and rules.may_add(kind, record.state)
            ],
            "may_correct": rules.may_add(EntryKind.CORRECTION, record.state),
            "readings": queries.readings(found),
            "open_person": _person_page(request, person.pk) if person is not None else "",
        },
    )


def _person_page(request: MemberRequest, person_id: UUID) -> str:
    """The page of the person, where the viewer may open it by their ordinary role."""
    if not people.visible_to(request.viewer).filter(pk=person_id).exists():
        return ""
    if request.viewer.role in people.WRITES_PEOPLE:
        return reverse("connector:person-details", args=[person_id])
    return reverse("connector:known-person", args=[person_id])
