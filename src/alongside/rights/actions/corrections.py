"""The only writers of corrections: write one down with who was given the wrong fact; settle each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.people import actions as people
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Settled
from alongside.rights.models import Correction, Notice

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person
    from alongside.rights.recipients import Recipient


@transaction.atomic
def correct(
    *,
    person: Person,
    fact: str,
    was: str,
    now: str,
    recipients: Iterable[Recipient],
    by: Member,
    at: datetime,
) -> Correction:
    """Write down what was wrong and what is right, and who was given something: each is told, or it says why not."""
    made = Correction.objects.create(
        person=person, fact=fact.strip(), was=was.strip(), now=now.strip(), made_at=at, made_by=by
    )
    Notice.objects.bulk_create(
        [Notice(correction=made, kind=one.kind, name=one.name) for one in recipients], ignore_conflicts=True
    )
    people.remember(person=person, sentence=_("Corrected: %(fact)s.") % {"fact": made.fact}, by=by, at=at)
    return made


@transaction.atomic
def settle(
    *,
    notice: Notice,
    settled: Settled,
    on: date,
    by: Member,
    at: datetime,
    how: How | None = None,
    note: str = "",
) -> Notice:
    """They were told on a day, by which way; or it is written down why not. May be written anew."""
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if on > clock.local(at).date():
        raise CannotDo(_("This day lies ahead."), "on")
    if settled == Settled.TOLD and how is None:
        raise CannotDo(_("Say how they were told."), "how")
    if settled != Settled.TOLD and not note.strip():
        raise CannotDo(_("Say why they are not told."), "note")
    current.settled, current.settled_on, current.settled_by = settled, on, by
    current.told_how, current.note = (how or "") if settled == Settled.TOLD else "", note.strip()
    current.save(update_fields=["settled", "settled_on", "settled_by", "told_how", "note"])
    return current


@transaction.atomic
def unsettle(*, notice: Notice) -> Notice:
    """Undo: it is open again whether they are told."""
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    current.settled, current.settled_on, current.settled_by = "", None, None
    current.told_how = current.note = ""
    current.save(update_fields=["settled", "settled_on", "settled_by", "told_how", "note"])
    return current
