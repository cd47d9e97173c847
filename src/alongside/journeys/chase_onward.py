"""What happens by itself to an onward referral nobody answers: a reminder, then one of us takes over – each once.

Counted in working days of the place from the day we asked (or asked again, or answered a question). Nothing is sent
once the person's agreement no longer stands, or support has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework import notify, onward_rules, queries
from alongside.casework.actions import contacts
from alongside.casework.actions import onward as onward_actions
from alongside.casework.enums import Because, FollowUpKind, OnwardStatus
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.core.working_days import bank_holidays, working_days_between
from alongside.journeys.answer_onward import still_wanted
from alongside.messaging.actions import CannotQueue

if TYPE_CHECKING:
    from collections.abc import Collection

    from alongside.partnerships.models import Member


@dataclass(frozen=True)
class Chased:
    """How many organisers were reminded, and how many referrals one of us took over."""

    reminded: int
    escalated: int


def chase_onward(*, at: datetime) -> Chased:
    """Remind and escalate what is due now, in the entered partnership. Running it again the same day does nothing."""
    ways, today, holidays = queries.ways_of_working(), clock.local(at).date(), bank_holidays()
    reminded = escalated = 0
    silent = OnwardReferral.objects.filter(status=OnwardStatus.SENT, escalated_at__isnull=True)
    for onward in silent.select_related("case__person", "to_organisation").order_by("sent_at", "id"):
        asked_on = _asked_on(onward)
        if not still_wanted(onward) or onward.is_past(at):
            continue
        if onward_rules.escalation_due(
            asked_on=_first_asked_on(onward), escalated=False, today=today,
            after=ways.escalate_after, holidays=holidays,
        ):  # fmt: skip
            escalated += _escalate(onward, ways.tell_leads, today, holidays, at)
        elif onward_rules.reminder_due(
            asked_on=asked_on, reminded=onward.reminded_at is not None, today=today,
            after=ways.remind_after, holidays=holidays,
        ):  # fmt: skip
            reminded += _remind(onward, at)
    return Chased(reminded, escalated)


def _first_asked_on(onward: OnwardReferral) -> date:
    """The day the organiser last had everything they need: a question we answered starts the count anew."""
    return clock.local(onward.replied_at or onward.sent_at).date()


def _asked_on(onward: OnwardReferral) -> date:
    """The day we last wrote to them, by hand or by answering."""
    moments = [moment for moment in (onward.sent_at, onward.nudged_at, onward.replied_at) if moment]
    return clock.local(max(moments)).date()


def _remind(onward: OnwardReferral, at: datetime) -> bool:
    try:
        with transaction.atomic():
            done = onward_actions.mark_reminded(onward=onward, at=at)
            if done is None:
                return False
            current, secret = done
            notify.remind_organiser(current, secret=secret, at=at)
    except (
        CannotQueue
    ):  # an address that takes no mail: the escalation three days later brings it to a person
        return False
    return True


@transaction.atomic
def _escalate(
    onward: OnwardReferral, tell_leads: bool, today: date, holidays: Collection[date], at: datetime
) -> bool:
    current = onward_actions.mark_escalated(onward=onward, at=at)
    if current is None:
        return False
    leads = queries.team_leads(current.case.organisation_id)
    contacts.arrange(
        case=current.case,
        due_on=today,
        kind=FollowUpKind.ORGANISATION,
        because=Because.ONWARD_SILENT,
        note=current.to_name,
        owner=_who_takes_over(current, leads),
        onward=current,
        by=None,
        at=at,
    )
    if tell_leads:
        days = working_days_between(_first_asked_on(current), today, holidays)
        notify.tell_leads(current, leads=leads, days=days, at=at)
    return True


def _who_takes_over(onward: OnwardReferral, leads: list[Member]) -> Member:
    """The connector; without one who is still with us, a team lead; else whoever asked."""
    connector = onward.case.connector
    if connector is not None and connector.is_present:
        return connector
    return leads[0] if leads else onward.sent_by
