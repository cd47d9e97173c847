"""Prepare, change and settle a move of several people. Telling them is the journey's (`journeys.hand_over_many`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions import cases
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import MoveStatus, NoteBy
from alongside.casework.models import Case, CaseloadMove, FollowUp, MovedCase

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

MOST = 300


class CannotMove(CannotDo):
    """People cannot be moved like this."""


@transaction.atomic
def prepare(
    *,
    giver: Member,
    to: Mapping[UUID, tuple[Member, NoteBy]],
    words: str,
    by: Member,
    at: datetime,
) -> CaseloadMove:
    """Hold a move: `to` says for each case who takes it and how the person hears. Nothing changes yet."""
    if not to:
        raise CannotMove(_("Choose at least one person."))
    if len(to) > MOST:
        raise CannotMove(_("At most %(most)d people at a time.") % {"most": MOST})
    move = CaseloadMove.objects.create(
        organisation=giver.organisation, giver=giver, words=words.strip(), made_at=at, made_by=by
    )
    MovedCase.objects.bulk_create(
        MovedCase(move=move, case_id=case_id, to=taker, note_by=note)
        for case_id, (taker, note) in to.items()
        if taker.pk != giver.pk
    )
    return move


@transaction.atomic
def change_taker(*, line: MovedCase, to: Member) -> None:
    """Somebody else takes this person; only while the move is held."""
    if not _locked(line.move).is_held:
        raise CannotMove(_("This move is settled already."))
    MovedCase.objects.filter(pk=line.pk).update(to=to)


@transaction.atomic
def leave_out(*, line: MovedCase) -> None:
    """This person stays; only while the move is held."""
    if not _locked(line.move).is_held:
        raise CannotMove(_("This move is settled already."))
    MovedCase.objects.filter(pk=line.pk).delete()


@transaction.atomic
def begin(*, move: CaseloadMove, by: Member, at: datetime) -> CaseloadMove | None:
    """Mark a held move done; None when it was settled already, so that confirming twice is once."""
    current = _locked(move)
    if not current.is_held:
        return None
    current.status, current.done_at, current.done_by = MoveStatus.DONE, at, by
    current.save(update_fields=["status", "done_at", "done_by"])
    return current


@transaction.atomic
def hand_over_line(*, line: MovedCase, by: Member, at: datetime) -> bool:
    """Give one person to the colleague who takes them; False when that no longer fits, with the reason kept."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("person", "connector")
        .get(pk=line.case_id)
    )
    line.skipped = _why_not(case, line)
    if not line.skipped:
        owners = FollowUp.objects.filter(case=case, done_at__isnull=True).values_list("pk", "owner_id")
        line.due_before = {str(key): str(owner or "") for key, owner in owners}
        cases.hand_over(case=case, to=line.to, by=by, at=at)
        line.is_moved = True
    line.save(update_fields=["skipped", "due_before", "is_moved"])
    return line.is_moved


@transaction.atomic
def give_back_line(*, line: MovedCase, giver: Member, by: Member, at: datetime) -> bool:
    """Give one person back, and each thing due to whom it was with; False when they are with somebody else by now."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("person", "connector")
        .get(pk=line.case_id)
    )
    if not line.is_moved or not case.is_open or case.connector_id != line.to_id or not giver.is_present:
        return False
    cases.hand_over(case=case, to=giver, by=by, at=at)
    for key, owner in line.due_before.items():
        FollowUp.objects.filter(pk=key, case=case, done_at__isnull=True).update(owner_id=owner or None)
    if line.call_id is not None:
        FollowUp.objects.filter(pk=line.call_id, done_at__isnull=True).delete()
    line.is_moved = False
    line.save(update_fields=["is_moved"])
    return True


@transaction.atomic
def end(*, move: CaseloadMove, status: MoveStatus, by: Member, at: datetime) -> CaseloadMove | None:
    """Mark a move undone (after it was done) or dropped (before); None when it was settled already."""
    current = _locked(move)
    expected = MoveStatus.DONE if status == MoveStatus.UNDONE else MoveStatus.HELD
    if current.status != expected:
        return None
    current.status, current.ended_at, current.ended_by = status, at, by
    current.save(update_fields=["status", "ended_at", "ended_by"])
    return current


def _why_not(case: Case, line: MovedCase) -> str:
    if not case.is_open:
        return _("Support has ended meanwhile.")
    if case.connector_id != line.move.giver_id:
        return _("They are with somebody else meanwhile.")
    if not line.to.is_present or line.to.organisation_id != case.organisation_id:
        return _("%(name)s has left meanwhile.") % {"name": line.to.name}
    return ""


def _locked(move: CaseloadMove) -> CaseloadMove:
    return (
        CaseloadMove.objects.select_for_update(of=("self",))
        .select_related("giver", "organisation")
        .get(pk=move.pk)
    )
