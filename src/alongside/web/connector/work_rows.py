"""Rows of the worklists: for each case why it is on the list, and what can be done about it in place."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework import rules
from alongside.casework.enums import Result, WorkList
from alongside.core import clock
from alongside.core.working_days import bank_holidays

if TYPE_CHECKING:
    from alongside.casework.models import Case


@dataclass(frozen=True)
class CaseRow:
    """A case on a list: why, and the one thing to do besides a call. `act` is (address, words)."""

    case: Case
    why: str
    act: tuple[str, str]
    proposals: list[tuple[str, str, rules.Proposal]]
    once: uuid.UUID


def case_row(which: WorkList, case: Case, now: dt.datetime) -> CaseRow:
    """A row from a case read by `worklists.Work.rows`, which brings what the sentences need with it."""
    moment, extra = clock.local(now), _extra(case)
    proposals = [
        (
            value,
            str(label),
            rules.propose_follow_up(
                result=Result(value),
                tried_at=moment,
                unanswered_before=extra.tries,
                next_step_on=extra.next_step_on,
                prefers=rules.preferred_time(case.person.contact_times),
                holidays=bank_holidays(),
            ),
        )
        for value, label in Result.choices
    ]
    name, words = ACTS[which]
    return CaseRow(
        case,
        WHY[which](case, moment.date()),
        (reverse(name, args=[case.pk]), words()),
        proposals,
        uuid.uuid4(),
    )


def _extra(case: Case) -> Any:
    return case


def _day(value: dt.date | dt.datetime) -> str:
    on = clock.local(value).date() if isinstance(value, dt.datetime) else value
    return date_format(on, "j F Y")


def _urgent(case: Case, today: dt.date) -> str:
    if _extra(case).given_up:
        return _("No answer three times. Decide how to go on.")
    return _("Referred as urgent, and nobody has spoken with them yet. Support began %(day)s.") % {
        "day": _day(case.opened_at)
    }


def _consent(case: Case, today: dt.date) -> str:
    runs_out = _extra(case).runs_out_on
    if runs_out is not None and runs_out < today:
        return _("What they agreed to ran out on %(day)s. Ask again.") % {"day": _day(runs_out)}
    if runs_out is not None:
        return _("What they agreed to runs out on %(day)s. Ask again.") % {"day": _day(runs_out)}
    return _("Agreed on %(day)s. Ask whether that still stands.") % {"day": _day(_extra(case).agreed_at)}


def _questions(case: Case, today: dt.date) -> str:
    asked_on = _extra(case).asked_on
    if asked_on is None:
        return _("The questions are arranged for now.")
    return _("Asked at the start, on %(day)s. Three months have passed.") % {"day": _day(asked_on)}


def _no_plan(case: Case, today: dt.date) -> str:
    if _extra(case).had_plan:
        return _("Every step is settled and nothing new is agreed.")
    return _("Support began %(day)s and no step is agreed yet.") % {"day": _day(case.opened_at)}


def _quiet(case: Case, today: dt.date) -> str:
    last_at = _extra(case).last_at
    if last_at is None:
        return _("No contact yet since support began on %(day)s.") % {"day": _day(case.opened_at)}
    days = (today - clock.local(last_at).date()).days
    return ngettext("Last contact %(days)s day ago.", "Last contact %(days)s days ago.", days) % {
        "days": days
    }


WHY = {
    WorkList.URGENT: _urgent,
    WorkList.CONSENT: _consent,
    WorkList.MEASURE: _questions,
    WorkList.NO_PLAN: _no_plan,
    WorkList.QUIET: _quiet,
}
ACTS = {
    WorkList.URGENT: ("connector:follow-up-add", lambda: _("Arrange a call or visit")),
    WorkList.CONSENT: ("connector:agreement", lambda: _("Record what they say")),
    WorkList.MEASURE: ("connector:three-months", lambda: _("Ask the questions")),
    WorkList.NO_PLAN: ("connector:step-add", lambda: _("Add a step")),
    WorkList.QUIET: ("connector:follow-up-add", lambda: _("Arrange a call or visit")),
}
