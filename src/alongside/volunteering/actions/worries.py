""" "I am worried": raise it, hear it, escalate it when nobody has, close it with what was done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.volunteering import notify
from alongside.volunteering.actions.errors import CannotRecord
from alongside.volunteering.models import Volunteer, Worry

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person

HEAR_WITHIN = timedelta(minutes=30)


@transaction.atomic
def raise_worry(
    *,
    volunteer: Volunteer,
    words: str,
    at: datetime,
    person: Person | None = None,
    key: UUID | None = None,
) -> Worry:
    """Tell supervisor and deputy at once. When neither is here, the safeguarding leads are told at once."""
    if key is not None:
        known = Worry.objects.filter(key=key).first()
        if known is not None:
            return known
    worry = Worry.objects.create(
        volunteer=volunteer, words=words.strip(), person=person, key=key, raised_at=at
    )
    if not notify.worry_raised(worry, at=at):
        return escalate(worry=worry, at=at)
    return worry


@transaction.atomic
def add_words(*, worry: Worry, words: str, at: datetime) -> Worry:
    """Let the volunteer say more, after the alarm has gone out."""
    current = _locked(worry)
    if words.strip():
        current.words = f"{current.words}\n\n{words.strip()}".strip()
        current.save(update_fields=["words"])
    return current


@transaction.atomic
def hear(*, worry: Worry, by: Member, at: datetime) -> Worry:
    """ "I have it": somebody has read it and sees to it. The first one stands."""
    current = _locked(worry)
    if current.heard_at is None:
        current.heard_at, current.heard_by = at, by
        current.save(update_fields=["heard_at", "heard_by"])
    return current


@transaction.atomic
def escalate(*, worry: Worry, at: datetime) -> Worry:
    """Nobody has heard it in time: tell the safeguarding leads and the team leads. Once."""
    current = _locked(worry)
    if current.heard_at is None and current.escalated_at is None:
        current.escalated_at = at
        current.save(update_fields=["escalated_at"])
        notify.worry_escalated(current, at=at)
    return current


@transaction.atomic
def close(*, worry: Worry, outcome: str, by: Member, at: datetime) -> Worry:
    """Say what was done."""
    current = _locked(worry)
    if not outcome.strip():
        raise CannotRecord(_("Write what was done."))
    if current.closed_at is not None:
        raise CannotRecord(_("This was closed already."))
    if current.heard_at is None:
        current.heard_at, current.heard_by = at, by
    current.closed_at, current.closed_by, current.outcome = at, by, outcome.strip()
    current.save()
    return current


def _locked(worry: Worry) -> Worry:
    return (
        Worry.objects.select_for_update(of=("self",))
        .select_related(
            "volunteer__organisation", "volunteer__supervisor__user", "volunteer__deputy__user", "person"
        )
        .get(pk=worry.pk)
    )
