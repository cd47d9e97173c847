"""`/connector/`: the connector's morning. What is overdue, due today and with others – and the work done in place."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import queries as appointments
from alongside.appointments import watching
from alongside.casework import access, cover, queries, rules
from alongside.casework.agreements_due import SOON, old_wordings, to_ask_again
from alongside.casework.enums import Because, Channel, FollowUpKind, Result
from alongside.casework.models import FollowUp, OnwardReferral
from alongside.core import clock
from alongside.core.statements import counted
from alongside.core.working_days import bank_holidays, is_working_day, working_days_between
from alongside.letters import queries as letters
from alongside.referrals import board
from alongside.signposting import queries as signposting
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alongside.partnerships.viewer import Viewer

SHOWN = 25
MOST = 1000
#: What a follow-up of this kind starts with, besides a call.
STARTS = {
    FollowUpKind.FIRST_CONTACT: "connector:conversation-add",
    FollowUpKind.CONVERSATION: "connector:conversation-add",
    FollowUpKind.THREE_MONTHS: "connector:three-months",
    FollowUpKind.VISIT: "connector:conversation-add",
    FollowUpKind.REVIEW: "connector:case-review",
}
#: These end with a decision, not with a call.
TICKED_OFF = frozenset({FollowUpKind.DECIDE, FollowUpKind.ANSWER, FollowUpKind.ORGANISATION})


@dataclass(frozen=True)
class Row:
    """One thing that is due, with the next dates the three results of a call would lead to."""

    follow_up: FollowUp
    late: int
    start: str
    ticks: bool
    proposals: list[tuple[str, str, rules.Proposal]]
    once: uuid.UUID
    for_whom: str = ""
    """The colleague this is covered for; empty on what is one's own."""

    @property
    def is_visit(self) -> bool:
        """Whether somebody goes there: then the way is shown, and a visit is logged instead of a call."""
        return self.follow_up.kind == FollowUpKind.VISIT

    @property
    def writes(self) -> bool:
        """Whether a letter is one of the ways on: nobody answered three times."""
        return self.follow_up.because == Because.NO_ANSWER_THREE

    @property
    def channel(self) -> str:
        """How the contact is logged in place."""
        return Channel.VISIT if self.is_visit else Channel.CALL

    @property
    def why(self) -> str:
        """Why it is due, in words: "Ring back – no answer twice"."""
        because = (
            "" if self.follow_up.because == Because.ARRANGED else str(self.follow_up.get_because_display())
        )
        return " – ".join(
            part for part in (str(self.follow_up.get_kind_display()), because, self.follow_up.note) if part
        )


@dataclass(frozen=True)
class Waiting:
    """An organiser who has not answered."""

    onward: OnwardReferral
    working_days: int
    may_nudge: bool
    phone: str


def row_of(follow_up: FollowUp, now: dt.datetime, me: uuid.UUID | None = None) -> Row:
    """A row from a follow-up read by `queries.due`, which brings `tries` and `next_step_on` with it."""
    moment = clock.local(now)
    extra: Any = follow_up
    proposals = [
        (
            value,
            str(label),
            rules.propose_follow_up(
                result=Result(value),
                tried_at=moment,
                unanswered_before=extra.tries,
                next_step_on=extra.next_step_on,
                prefers=rules.preferred_time(follow_up.case.person.contact_times),
                holidays=bank_holidays(),
            ),
        )
        for value, label in Result.choices
    ]
    return Row(
        follow_up=follow_up,
        late=(moment.date() - follow_up.due_on).days,
        start=STARTS.get(FollowUpKind(follow_up.kind), ""),
        ticks=follow_up.kind in TICKED_OFF,
        proposals=proposals,
        once=uuid.uuid4(),
        for_whom=follow_up.owner.name if me and follow_up.owner and follow_up.owner_id != me else "",
    )


def waiting_of(onward: OnwardReferral, today: dt.date) -> Waiting:
    """A row from an onward referral read by `queries.waiting_on_others`."""
    sent_on = clock.local(onward.sent_at).date()
    nudged_on = clock.local(onward.nudged_at).date() if onward.nudged_at else None
    phones = list(onward.service.phones.all()) if onward.service else []
    return Waiting(
        onward=onward,
        working_days=working_days_between(sent_on, today, bank_holidays()),
        may_nudge=rules.may_nudge(
            sent_on=sent_on, nudged_on=nudged_on, today=today, holidays=bank_holidays()
        ),
        phone=phones[0].number if phones else onward.to_organisation.phone,
    )


def greeting(now: dt.datetime) -> str:
    """Good morning, afternoon or evening, by the clock on the wall."""
    hour = clock.local(now).hour
    if hour < 12:
        return _t("Good morning")
    return _t("Good afternoon") if hour < 17 else _t("Good evening")


@dataclass(frozen=True)
class Counts:
    """The numbers of the page. What an appointment stands for is counted among the appointments, not twice."""

    overdue: int
    today: int
    waiting: int
    people: int
    agreements: int
    referrals: int
    looks_in: int
    proposals: int


@counted()
def _numbers(
    viewer: Viewer, today: dt.date, soon: dt.date, lists: tuple[uuid.UUID, ...], old: tuple[uuid.UUID, ...]
) -> list[QuerySet[Any]]:
    """The lists behind `Counts`, in its order; `old` are the wordings to ask again in, `soon` until when."""
    return [
        appointments.due_without_booked(viewer, today, lists, late=True),
        appointments.due_without_booked(viewer, today, lists, late=False),
        queries.waiting_on_others(viewer, lists),
        queries.carried_by(viewer),
        to_ask_again(viewer, today, until=soon, old=old),
        board.open_ones(viewer),
        letters.to_look_in(viewer, today),
        signposting.to_answer(viewer, today),
    ]


@page(
    "connector",
    "",
    roles=access.CARRIES_CASES,
    name="worklist",
    nav=_("Today"),
    nav_order=10,
    methods=("GET",),
)
def worklist(request: MemberRequest) -> HttpResponse:
    """Show what must be done now, the longest overdue first; the number of queries does not grow with the work."""
    viewer, now, today = request.viewer, clock.now(), clock.today()
    show = request.GET.get("show", "")
    covered = cover.covered(viewer.member_id, today)
    lists = [viewer.member_id, *(absence.member_id for absence in covered)]
    overdue = appointments.still_due(
        viewer, today, lists, late=True, limit=MOST if show == "overdue" else SHOWN
    )
    for_today = appointments.still_due(
        viewer, today, lists, late=False, limit=MOST if show == "today" else SHOWN
    )
    booked = appointments.today_of(viewer, today, covered)
    untold = appointments.untold_of(viewer, today, covered)
    waiting = queries.waiting_rows(viewer, tuple(lists), MOST if show == "waiting" else SHOWN)
    counts = Counts(*_numbers(viewer, today, today + SOON, tuple(lists), old_wordings()))
    return render(
        request,
        "connector/worklist.html",
        {
            "greeting": greeting(now),
            "first_name": viewer.name.split(" ")[0],
            "today": today,
            "counts": counts,
            "appointments": booked,
            "untold": untold,
            "out": watching.own(viewer),
            "now": now,
            "overdue": [row_of(follow_up, now, viewer.member_id) for follow_up in overdue],
            "for_today": [row_of(follow_up, now, viewer.member_id) for follow_up in for_today],
            "waiting": [waiting_of(onward, today) for onward in waiting],
            "covered": covered,
            "with_others": queries.with_others(viewer, lists, limit=MOST if show == "others" else SHOWN),
            "agreements_due": counts.agreements,
            "new_referrals": counts.referrals,
            "letters_due": counts.looks_in + counts.proposals,
            "is_free_day": not is_working_day(today),
            "next_due": None
            if overdue or for_today or booked or untold
            else queries.next_due(viewer, today, lists),
        },
    )
