"""Tell people that their connector is away and who is there meanwhile: proposed, read through, then sent by a member.

Nothing about why. Nothing leaves by itself: whoever is away, or the team lead, looks through the notes and sends them.
Whether somebody was told is read from the outbox, so that sending twice is once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from alongside.appointments import queries as appointments
from alongside.casework import handover_rules
from alongside.casework.enums import CaseStatus, NoteBy
from alongside.casework.models import Absence, Case, FollowUp
from alongside.journeys import notes
from alongside.messaging.models import Message
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Partnership
    from alongside.people.models import Person

TEMPLATE = "connector_away"
MOST = 300
#: How far ahead what is arranged counts where nobody knows when they are back.
UNKNOWN_END = timedelta(days=28)


@dataclass(frozen=True)
class Line:
    """One person: how they would hear and what they would read; `is_due` whether something is arranged with them for
    the days away; `message` what was sent already."""

    case: Case
    by: NoteBy
    note: notes.Note | None
    is_due: bool
    message: Message | None


def lines_of(absence: Absence, partnership: Partnership, today: date) -> list[Line]:
    """The people of a colleague who is away: first those with whom something is arranged. Five queries."""
    cases = list(
        Case.objects.filter(connector=absence.member_id, status=CaseStatus.OPEN)
        .select_related("person", "organisation")
        .order_by("person__family_name", "person__given_name", "id")[:MOST]
    )
    arranged = _arranged(absence, today)
    keys = {_key(absence, case.pk): case.pk for case in cases}
    told = {
        keys[message.key]: message
        for message in Message.objects.filter(key__in=keys).order_by("created_at", "id")
    }
    lines = []
    for case in cases:
        by = handover_rules.note_by(case.person)
        note = None
        if by in notes.CHANNELS:
            note = notes.written(TEMPLATE, _context(absence, case), case.person, by, partnership)
        lines.append(Line(case, by, note, case.pk in arranged, told.get(case.pk)))
    return sorted(lines, key=lambda line: not line.is_due)


@transaction.atomic
def tell(
    *, absence: Absence, case_ids: Collection[UUID], partnership: Partnership, by: Member, at: datetime
) -> int:
    """Send the notes to these people of theirs, each by the way they like; return how many are new. Whoever cannot be
    written to is left out: they stand on the page to be rung."""
    current = (
        Absence.objects.select_for_update(of=("self",))
        .select_related("member", "covered_by")
        .get(pk=absence.pk)
    )
    sent = 0
    wanted = Case.objects.filter(
        pk__in=list(case_ids), connector=current.member_id, status=CaseStatus.OPEN
    ).select_related("person", "organisation")
    for case in wanted.order_by("id"):
        key = _key(current, case.pk)
        if Message.objects.filter(key=key).exists():
            continue
        message = notes.send(
            TEMPLATE,
            _context(current, case),
            case.person,
            handover_rules.note_by(case.person),
            partnership=partnership,
            key=key,
            by_member=by,
            at=at,
        )
        if message is not None:
            sent += 1
            with translation.override("en"):
                said = _sentence(current)
            people.remember(person=case.person, sentence=said, by=by, at=at, kind=TimelineKind.MESSAGE)
    return sent


def _sentence(absence: Absence) -> str:
    return translation.gettext("Told that %(name)s is away.") % {"name": absence.member.name}


def _arranged(absence: Absence, today: date) -> set[UUID]:
    """The cases with something due, or an appointment, in the days away that are still to come."""
    first = max(absence.starts_on, today)
    last = absence.ends_on or first + UNKNOWN_END
    due = FollowUp.objects.filter(
        case__connector=absence.member_id, done_at__isnull=True, due_on__gte=first, due_on__lte=last
    ).order_by()
    return set(due.values_list("case", flat=True)) | appointments.cases_booked_with(
        absence.member_id, first, last
    )


def _key(absence: Absence, case_id: UUID) -> str:
    """Another who covers, or other days, is other news."""
    until = absence.ends_on.isoformat() if absence.ends_on else ""
    return f"away:{absence.pk}:{case_id}:{absence.covered_by_id or ''}:{until}"


def _context(absence: Absence, case: Case) -> dict[str, Any]:
    person: Person = case.person
    return {
        "name": person.called,
        "away": absence.member.name,
        "cover": absence.covered_by.name if absence.covered_by else "",
        "first": absence.starts_on,
        "last": absence.ends_on,
        "organisation": case.organisation.name,
        "phone": case.organisation.phone,
    }
