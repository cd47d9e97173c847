"""`/connector/concerns/…/council/`: the referral to the council's safeguarding adults team, to print or to read out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.core import clock
from alongside.people.enums import Language
from alongside.safeguarding import access, queries
from alongside.safeguarding.enums import EntryKind
from alongside.web.connector.concern_lookup import held_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "concerns/<uuid:concern_id>/council/", roles=access.MAY_CARRY, methods=("GET",))
def concern_print(request: MemberRequest, concern_id: UUID) -> HttpResponse:
    """All the council asks for, from the record as it stands; what is missing is left to fill in by hand."""
    concern = held_or_404(request, concern_id)
    record = queries.record(concern)
    person = concern.person
    return render(
        request,
        "connector/concern_print.html",
        {
            "concern": record.row.concern,
            "record": record,
            "person": person,
            "languages": [str(dict(Language.choices).get(code, code)) for code in person.languages]
            if person is not None
            else [],
            "wishes": record.newest(EntryKind.WISHES),
            "capacity": record.newest(EntryKind.CAPACITY),
            "consent": record.newest(EntryKind.CONSENT),
            "limbs": record.newest(EntryKind.SECTION_42),
            "decision": record.newest(EntryKind.DECISION),
            "corrections": [entry for entry in record.entries if entry.kind == EntryKind.CORRECTION],
            "arrangement": queries.arrangement(),
            "sender": request.member,
            "today": clock.today(),
        },
    )
