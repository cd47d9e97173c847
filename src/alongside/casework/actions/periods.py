"""Agree support for a time, make it longer, end it; and look back together."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework import period_rules
from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Because, FollowUpKind, PeriodKind
from alongside.casework.models import Case, CaseReview, FollowUp, PeriodExtension, SupportPeriod
from alongside.core import clock
from alongside.core.working_days import bank_holidays, on_or_after
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alongside.partnerships.models import Member


class CannotAgree(CannotDo):
    """Support for a time cannot be agreed, extended or reviewed like this."""


@transaction.atomic
def agree_on(
    *, case: Case, kind: PeriodKind, starts_on: date, weeks: int, by: Member, at: datetime
) -> SupportPeriod:
    """Agree on so many weeks; the review at half-time and the talk about the end are due from now on."""
    case = _locked(case)
    if case.periods.filter(ended_at__isnull=True).exists():
        raise CannotAgree(_("A time is agreed already. Make it longer, or end it first."))
    ends_on, holidays = period_rules.last_day(starts_on, weeks), bank_holidays()
    period = SupportPeriod.objects.create(
        case=case,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        review_on=period_rules.half_time(starts_on, ends_on, holidays),
        made_at=at,
        made_by=by,
    )
    today = clock.local(at).date()
    review_on = max(period.review_on, on_or_after(today, holidays))
    contacts.arrange(
        case=case, due_on=review_on, kind=FollowUpKind.REVIEW, because=Because.HALF_TIME, by=by, at=at
    )
    _speak_of_the_end(period, by, at)
    words = {"kind": period.get_kind_display(), "day": _day(ends_on)}
    _remember(case, _("Agreed: %(kind)s until %(day)s.") % words, by, at)
    return period


@transaction.atomic
def extend(*, period: SupportPeriod, until: date, reason: str, by: Member, at: datetime) -> PeriodExtension:
    """Make it longer, and say why; the talk about the end moves with it."""
    current = _locked_period(period)
    if until <= current.ends_on:
        raise CannotAgree(_("Choose a day after %(day)s.") % {"day": _day(current.ends_on)})
    if not reason.strip():
        raise CannotAgree(_("Say why it goes on."))
    extension = PeriodExtension.objects.create(
        period=current, was_until=current.ends_on, until=until, reason=reason.strip(), at=at, by=by
    )
    _now_until(current, until, by, at)
    words = {"day": _day(until), "why": extension.reason}
    _remember(current.case, _("Longer, until %(day)s: %(why)s") % words, by, at)
    return extension


@transaction.atomic
def take_back_extension(*, extension: PeriodExtension, by: Member, at: datetime) -> SupportPeriod:
    """As it was before the last extension. Twice is once; an earlier one stays under a later one."""
    current = _locked_period(extension.period)
    last = current.extensions.order_by("-at", "-id").first()
    if last is None or last.pk != extension.pk:
        return current
    _now_until(current, last.was_until, by, at)
    last.delete()
    _remember(
        current.case, _("Taken back: until %(day)s as before.") % {"day": _day(current.ends_on)}, by, at
    )
    return current


@transaction.atomic
def end_period(*, period: SupportPeriod, by: Member, at: datetime) -> SupportPeriod:
    """The time is over: what was due because of it goes; the person's support itself goes on or is ended apart."""
    current = (
        SupportPeriod.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=period.pk)
    )
    if not current.is_running:
        return current
    current.ended_at, current.ended_by = at, by
    current.save(update_fields=["ended_at", "ended_by"])
    _due(current, Because.PERIOD_ENDS, Because.HALF_TIME).update(done_at=at, done_by=by, dropped=True)
    _remember(current.case, _("%(kind)s has ended.") % {"kind": current.get_kind_display()}, by, at)
    return current


@transaction.atomic
def review(
    *, case: Case, held_on: date, note: str, next_on: date | None, by: Member, at: datetime
) -> CaseReview:
    """Keep what looking back showed; what asked for a review is done, the next one is due when it was agreed."""
    case = _locked(case)
    if held_on > clock.local(at).date():
        raise CannotAgree(_("This day has not come yet."))
    if next_on is not None and next_on <= held_on:
        raise CannotAgree(_("The next review comes after this one."))
    made = CaseReview.objects.create(
        case=case,
        period=case.periods.filter(ended_at__isnull=True).first(),
        held_on=held_on,
        note=note.strip(),
        next_on=next_on,
        at=at,
        by=by,
    )
    for due in case.follow_ups.filter(done_at__isnull=True, kind=FollowUpKind.REVIEW):
        contacts.tick_off(follow_up=due, by=by, at=at)
    if next_on is not None:
        contacts.arrange(
            case=case, due_on=next_on, kind=FollowUpKind.REVIEW, because=Because.NEXT_REVIEW, by=by, at=at
        )
    _remember(case, _("Looked back together."), by, at)
    return made


def _now_until(period: SupportPeriod, until: date, by: Member, at: datetime) -> None:
    period.ends_on = until
    period.review_on = min(period.review_on, until)
    period.save(update_fields=["ends_on", "review_on"])
    _due(period, Because.PERIOD_ENDS).update(done_at=at, done_by=by, dropped=True)
    _speak_of_the_end(period, by, at)


def _speak_of_the_end(period: SupportPeriod, by: Member, at: datetime) -> None:
    today = clock.local(at).date()
    contacts.arrange(
        case=period.case,
        due_on=period_rules.speak_of_the_end(period.ends_on, today, bank_holidays()),
        kind=FollowUpKind.REVIEW,
        because=Because.PERIOD_ENDS,
        by=by,
        at=at,
    )


def _due(period: SupportPeriod, *because: Because) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(case=period.case_id, done_at__isnull=True, because__in=because)


def _locked(case: Case) -> Case:
    found = Case.objects.select_for_update(of=("self",)).select_related("person", "connector").get(pk=case.pk)
    if not found.is_open:
        raise CannotAgree(_("Support has ended. Start it again first."))
    return found


def _locked_period(period: SupportPeriod) -> SupportPeriod:
    _locked(period.case)
    current = (
        SupportPeriod.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__connector")
        .get(pk=period.pk)
    )
    if not current.is_running:
        raise CannotAgree(_("This time has ended. Agree on a new one."))
    return current


def _day(day: date) -> str:
    return date_format(day, "l j F")


def _remember(case: Case, sentence: str, by: Member, at: datetime) -> None:
    people.remember(person=case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CASE)
