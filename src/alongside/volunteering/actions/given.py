"""Hours and expenses: written down by the volunteer, approved by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.ids import new_secret
from alongside.volunteering import notify, receipts
from alongside.volunteering.actions.errors import CannotRecord
from alongside.volunteering.enums import ExpenseKind, ExpenseStatus, RoleKind
from alongside.volunteering.models import Expense, Hours, Receipt, Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

PENCE_A_MILE = 45
LONGEST_DAY = 16 * 60
LOOK_BACK = timedelta(days=366)
MOST_PENCE = 100_000


@transaction.atomic
def log_hours(
    *,
    volunteer: Volunteer,
    held_on: date,
    minutes: int,
    role: str,
    at: datetime,
    key: UUID | None = None,
) -> Hours:
    """Count time given. The same `key` (a visit, a form) again returns the first."""
    if key is not None:
        known = Hours.objects.filter(key=key).first()
        if known is not None:
            return known
    _check_day(held_on, at)
    if not 1 <= minutes <= LONGEST_DAY:
        raise CannotRecord(_("Choose how long it took."))
    if role not in RoleKind.values:
        raise CannotRecord(_("Choose what you did."))
    return Hours.objects.create(
        volunteer=volunteer, held_on=held_on, minutes=minutes, role=role, key=key, logged_at=at
    )


@transaction.atomic
def claim(
    *,
    volunteer: Volunteer,
    spent_on: date,
    kind: str,
    at: datetime,
    pence: int | None = None,
    miles: int | None = None,
    what: str = "",
    receipt: bytes | None = None,
    key: UUID | None = None,
) -> Expense:
    """Ask for money back. Miles are paid at the rate that is free of tax; all else at what was spent."""
    if key is not None:
        known = Expense.objects.filter(key=key).first()
        if known is not None:
            return known
    _check_day(spent_on, at)
    if kind not in ExpenseKind.values:
        raise CannotRecord(_("Choose what it was for."))
    if kind == ExpenseKind.MILES:
        if not miles or not 1 <= miles <= 1000:
            raise CannotRecord(_("How many miles did you drive?"))
        pence = miles * PENCE_A_MILE
    if not pence or not 1 <= pence <= MOST_PENCE:
        raise CannotRecord(_("How much did you spend?"))
    kept = receipts.look_at(receipt) if receipt is not None else None
    expense = Expense.objects.create(
        volunteer=volunteer,
        spent_on=spent_on,
        kind=kind,
        pence=pence,
        miles=miles if kind == ExpenseKind.MILES else None,
        what=" ".join(what.split()),
        key=key,
        claimed_at=at,
    )
    if kept is not None:
        Receipt.objects.create(
            expense=expense,
            name=f"{new_secret()}.{kept.ending}",
            content_type=kept.content_type,
            size=len(kept.content),
            content=kept.content,
            is_held=kept.is_held,
            stored_at=at,
        )
    return expense


def _check_day(day: date, at: datetime) -> None:
    today = local(at).date()
    if day > today:
        raise CannotRecord(_("This day is in the future."))
    if day < today - LOOK_BACK:
        raise CannotRecord(_("This is more than a year ago. Talk to your supervisor."))


@transaction.atomic
def approve(*, expense: Expense, by: Member, at: datetime) -> Expense:
    """Agree to pay. Nobody approves their own."""
    return _decide(expense, ExpenseStatus.APPROVED, "", by=by, at=at)


@transaction.atomic
def refuse_expense(*, expense: Expense, why: str, by: Member, at: datetime) -> Expense:
    """Say no, and why; the volunteer is told."""
    if not why.strip():
        raise CannotRecord(_("Write why, so that they know."))
    return _decide(expense, ExpenseStatus.REFUSED, why.strip(), by=by, at=at)


def _decide(expense: Expense, status: ExpenseStatus, why: str, *, by: Member, at: datetime) -> Expense:
    current = (
        Expense.objects.select_for_update(of=("self",))
        .select_related("volunteer__organisation")
        .get(pk=expense.pk)
    )
    if current.status != ExpenseStatus.CLAIMED:
        raise CannotRecord(
            _("This was decided already: %(what)s.") % {"what": current.get_status_display().lower()}
        )
    if current.volunteer.member_id == by.pk:
        raise CannotRecord(_("Somebody else decides about your own expenses."))
    current.status, current.refusal, current.decided_at, current.decided_by = status, why, at, by
    current.save(update_fields=["status", "refusal", "decided_at", "decided_by"])
    if status == ExpenseStatus.REFUSED:
        notify.expense_refused(current, by=by, at=at)
    return current
