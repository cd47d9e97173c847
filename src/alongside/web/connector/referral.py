"""`/connector/referrals/<id>/`: one referral – whom it may already be about first, then what was told."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from alongside.casework import access as cases
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.people import access as people_access
from alongside.people.enums import ContactTime, Language
from alongside.referrals import access, board, queries, signs
from alongside.referrals.fhir import nhs_number, snomed
from alongside.signposting import queries as signposting
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "referrals/<uuid:referral_id>/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD},
    methods=("GET",),
)
def referral(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show a referral and what can be done with it."""
    viewer = request.viewer
    found = get_object_or_404(
        access.visible_to(viewer).select_related(
            "source", "system", "taken_by", "decided_by", "asked_by", "person", "given_to", "joined_to"
        ),
        pk=referral_id,
    )
    candidates = queries.may_already_be(viewer, found) if found.is_open else []
    for candidate in candidates:
        request.record_read(candidate.person)
    if found.person is not None:
        request.record_read(found.person)
    looked = board.who_looks([found.pk], clock.now()).get(found.pk)
    return render(
        request,
        "connector/referral.html",
        {
            "referral": found,
            "candidates": candidates,
            "together": queries.decided_with(found),
            "looking": looked,
            "mine": looked is not None and looked.by_id == viewer.member_id,
            "told_twice": queries.told_twice(viewer, found) if found.is_open else [],
            "files": queries.files_of(found),
            "noticed": signs.labels(found.noticed),
            "nhs_number": nhs_number.spoken(found.nhs_number),
            "reasons": snomed.labels(found.reasons),
            "language": dict(Language.choices).get(found.language, found.language),
            "times": [str(ContactTime(t).label) for t in found.contact_times if t in ContactTime.values],
            "ring_by": found.ring_by(request.partnership.first_contact_working_days),
            "may_decide": found.is_open and access.can_decide(viewer, found),
            "case": cases.visible_to(viewer).filter(person=found.person).order_by("-opened_at", "id").first()
            if found.person is not None
            else None,
            "life_event_reason": signposting.reason_of(found),
            "may_open_person": found.person is not None and people_access.can_see(viewer, found.person),
        },
    )
