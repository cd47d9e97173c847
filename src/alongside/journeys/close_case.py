"""End support: nothing is left waiting, nobody rings by mistake. And start it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.appointments.actions import appointments
from alongside.casework.actions import cases
from alongside.casework.enums import ClosingReason, Outcome
from alongside.casework.models import Case
from alongside.casework.models.onward import AWAITING
from alongside.core import clock
from alongside.journeys import stop_everything
from alongside.journeys.agree import call_off
from alongside.letters import actions as letters

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def close_case(
    *,
    case: Case,
    outcome: Outcome,
    reason: ClosingReason,
    note: str,
    by: Member,
    at: datetime,
    look_in: bool | None = None,
) -> Case:
    """Close with outcome and reason. Organisers who were asked hear that there is nothing to do; what is booked is
    cancelled, with its reminders.

    After three and six months somebody looks in, if `look_in` says so; None: as the reason suggests, never after a
    death.

    When the person has died, everything stops first: then organisers are not written to, somebody rings them.
    """
    if reason == ClosingReason.DIED and case.person.deceased_on is None:
        stop_everything.mark_died(person=case.person, on=clock.local(at).date(), by=by, at=at)
    appointments.cancel_all(case=case, by=by, at=at)
    closed = cases.close(case=case, outcome=outcome, reason=reason, note=note, by=by, at=at)
    for referral in closed.onward_referrals.filter(status__in=AWAITING).order_by("sent_at", "id"):
        call_off(onward=referral, by=by, at=at)
    wanted = reason not in letters.NO_LOOKS_IN if look_in is None else look_in
    if wanted and reason != ClosingReason.DIED:
        letters.arrange_looks_in(case=closed, ended_on=clock.local(at).date(), by=by, at=at)
    return closed


@transaction.atomic
def reopen_case(*, case: Case, by: Member, at: datetime) -> Case:
    """Start again where it ended, with a call on the next working day. Nobody looks in on what has not ended."""
    reopened = cases.reopen(case=case, by=by, at=at)
    letters.leave_out_looks_in(case=reopened, by=by, at=at)
    return reopened
