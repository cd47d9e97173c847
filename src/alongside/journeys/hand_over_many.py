"""Give many people to other connectors at once: proposed by who has room, each person told, held until confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from alongside.appointments.actions.handing_over import go_along
from alongside.casework import handover_rules, team
from alongside.casework.actions import contacts, moves
from alongside.casework.enums import Because, FollowUpKind, MoveStatus, NoteBy
from alongside.casework.models import Case, CaseloadMove, MovedCase
from alongside.core import clock
from alongside.core.working_days import add_working_days, bank_holidays
from alongside.journeys import notes
from alongside.messaging import actions as messaging
from alongside.messaging.enums import MessageStatus

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Partnership

TEMPLATE = "new_connector"


@dataclass(frozen=True)
class Undone:
    """What undoing reached: people who are back, people who were moved on since, notes that had left already."""

    back: int
    stayed: int
    told_already: list[MovedCase]


def proposal(*, giver: Member, cases: Sequence[Case], at: datetime) -> dict[UUID, Member]:
    """Who could take whom: colleagues who are there, whoever carries least first. The key is the case's."""
    today = clock.local(at).date()
    rows = team.team(giver.organisation_id, today)
    room = {row.member: row.weight for row in rows if row.member.pk != giver.pk and not row.is_away}
    weights = team.weights_of_cases(cases, giver.organisation_id, today)
    return handover_rules.share_out(list(weights.items()), room)


def note_for(line: MovedCase, partnership: Partnership) -> notes.Note:
    """What a person will read: exactly what is sent."""
    return notes.written(TEMPLATE, _context(line), line.case.person, NoteBy(line.note_by), partnership)


@transaction.atomic
def prepare(
    *, giver: Member, takers: dict[UUID, Member], words: str, by: Member, at: datetime
) -> CaseloadMove:
    """Hold a move: the people whose cases are named go to these colleagues once it is confirmed."""
    found = Case.objects.filter(pk__in=takers, connector=giver).select_related("person").order_by("id")
    to = {case.pk: (takers[case.pk], handover_rules.note_by(case.person)) for case in found if case.is_open}
    return moves.prepare(giver=giver, to=to, words=words, by=by, at=at)


@transaction.atomic
def confirm(*, move: CaseloadMove, by: Member, at: datetime) -> tuple[int, int]:
    """Move everybody it still fits, with what is booked where the next connector is free, and tell them; return how
    many went and how many stayed. Twice is once."""
    current = moves.begin(move=move, by=by, at=at)
    if current is None:
        return (0, 0)
    moved = stayed = 0
    for line in lines_of(current):
        if moves.hand_over_line(line=line, by=by, at=at):
            moved += 1
            go_along(case=line.case, giver=current.giver, taker=line.to, by=by, at=at)
            _tell(line, current, by, at)
        else:
            stayed += 1
    return (moved, stayed)


@transaction.atomic
def undo(*, move: CaseloadMove, by: Member, at: datetime) -> Undone | None:
    """Give everybody back who has not gone further since; notes that have not left are kept here. None when there is
    nothing to undo."""
    current = moves.end(move=move, status=MoveStatus.UNDONE, by=by, at=at)
    if current is None:
        return None
    back, stayed, told = 0, 0, []
    for line in lines_of(current):
        if not line.is_moved:
            continue
        if not moves.give_back_line(line=line, giver=current.giver, by=by, at=at):
            stayed += 1
            continue
        back += 1
        due = [UUID(key) for key in line.due_before]
        go_along(case=line.case, giver=line.to, taker=current.giver, by=by, at=at, only=due)
        if line.message is not None:
            kept = messaging.call_off(message=line.message)
            if kept.status == MessageStatus.SENT:
                told.append(line)
    return Undone(back, stayed, told)


def lines_of(move: CaseloadMove) -> list[MovedCase]:
    """The people of a move with all that is said of them, by name."""
    return list(
        move.lines.select_related(
            "case__person", "case__connector", "to__organisation", "message", "move__giver"
        ).order_by("case__person__family_name", "case__person__given_name", "id")
    )


def _context(line: MovedCase) -> dict[str, Any]:
    return {
        "name": line.case.person.called,
        "giver": line.move.giver.name,
        "taker": line.to.name,
        "organisation": line.to.organisation.name,
        "phone": line.to.organisation.phone,
        "words": line.move.words,
    }


def _tell(line: MovedCase, move: CaseloadMove, by: Member, at: datetime) -> None:
    """By the way they like; what cannot be sent becomes a call, so that nobody is left without a word."""
    person = line.case.person
    line.message = notes.send(
        TEMPLATE,
        _context(line),
        person,
        NoteBy(line.note_by),
        partnership=move.partnership,
        key=f"moved:{line.pk}",
        by_member=by,
        at=at,
    )
    if line.message is None and line.note_by != NoteBy.NOTHING:
        line.note_by = NoteBy.CALL
    if line.note_by == NoteBy.CALL and person.may_be_contacted:
        line.call = contacts.arrange(
            case=line.case,
            due_on=add_working_days(clock.local(at).date(), 1, bank_holidays()),
            kind=FollowUpKind.CALL,
            because=Because.HANDED_OVER,
            owner=line.to,
            by=by,
            at=at,
        )
    line.save(update_fields=["message", "call", "note_by"])
