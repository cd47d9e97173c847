"""The only writers of complaints: record, acknowledge, decide, tell – and take back in turn."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock, ids
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Outcome
from alongside.rights.models import Complaint

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


@transaction.atomic
def record(
    *,
    complainant: str,
    came_how: How,
    received_on: date,
    words: str,
    by: Member,
    at: datetime,
    reach: str = "",
    person: Person | None = None,
) -> Complaint:
    """Write a complaint down. It is not written into anybody's record."""
    if received_on > clock.local(at).date():
        raise CannotDo(_("This day lies ahead."), "received_on")
    return Complaint.objects.create(
        reference=ids.new_reference(),
        person=person,
        complainant=complainant.strip(),
        reach=reach.strip(),
        came_how=came_how,
        received_on=received_on,
        words=words.strip(),
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def acknowledge(*, complaint: Complaint, on: date, how: How, by: Member, at: datetime) -> Complaint:
    """They were told that it came. The first word stands."""
    current = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if current.acknowledged_on is not None:
        return current
    if not current.received_on <= on <= clock.local(at).date():
        raise CannotDo(_("This day lies ahead, or before the complaint."), "on")
    current.acknowledged_on, current.acknowledged_how, current.acknowledged_by = on, how, by
    current.save(update_fields=["acknowledged_on", "acknowledged_how", "acknowledged_by"])
    return current


@transaction.atomic
def decide(*, complaint: Complaint, outcome: Outcome, findings: str, by: Member, at: datetime) -> Complaint:
    """What we found, and what we did. May be written anew until they were told."""
    current = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if not current.is_open:
        raise CannotDo(_("They were told already what came of it."))
    if not findings.strip():
        raise CannotDo(_("Say what you found and what was done."), "findings")
    current.outcome, current.findings, current.decided_at, current.decided_by = (
        outcome,
        findings.strip(),
        at,
        by,
    )
    current.save(update_fields=["outcome", "findings", "decided_at", "decided_by"])
    return current


@transaction.atomic
def tell(*, complaint: Complaint, on: date, how: How, by: Member, at: datetime) -> Complaint:
    """They were told what came of it, and that they may go to the Information Commissioner. Twice is once."""
    current = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if not current.is_open:
        return current
    if current.decided_at is None:
        raise CannotDo(_("First write down what came of it."))
    if not current.received_on <= on <= clock.local(at).date():
        raise CannotDo(_("This day lies ahead, or before the complaint."), "on")
    current.told_on, current.told_how, current.told_by = on, how, by
    current.save(update_fields=["told_on", "told_how", "told_by"])
    return current


@transaction.atomic
def undo(*, complaint: Complaint, what: str) -> Complaint:
    """Take back what was written by mistake: `told`, `decided` or `acknowledged`."""
    current = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if what == "told":
        current.told_on, current.told_how, current.told_by = None, "", None
    elif what == "decided" and current.is_open:
        current.outcome, current.decided_at, current.decided_by = "", None, None
    elif what == "acknowledged" and current.is_open:
        current.acknowledged_on, current.acknowledged_how, current.acknowledged_by = None, "", None
    current.save()
    return current
