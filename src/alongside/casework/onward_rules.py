"""Pure decisions about an onward referral that goes on after the first answer: what may be heard when, what the lines
of news add up to, when a silent organiser is reminded and when one of us takes over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from alongside.casework.enums import NewsKind, NewsVia, OnwardStatus
from alongside.core.working_days import add_working_days, is_working_day, on_or_after, working_days_between

#: What each kind of news makes of a referral.
LEADS_TO: Mapping[NewsKind, OnwardStatus] = {
    NewsKind.ACCEPTED: OnwardStatus.ACCEPTED,
    NewsKind.WAITING_LIST: OnwardStatus.WAITING_LIST,
    NewsKind.DECLINED: OnwardStatus.DECLINED,
    NewsKind.QUESTION: OnwardStatus.QUESTION,
    NewsKind.STARTED: OnwardStatus.STARTED,
    NewsKind.ATTENDED: OnwardStatus.STARTED,
    NewsKind.ENDED: OnwardStatus.ENDED,
}
ANSWERS = (NewsKind.ACCEPTED, NewsKind.WAITING_LIST, NewsKind.DECLINED, NewsKind.QUESTION)
_LATER = (NewsKind.STARTED, NewsKind.ATTENDED)
#: What may be heard in each state, in the order it is offered.
HEARD: Mapping[OnwardStatus, tuple[NewsKind, ...]] = {
    OnwardStatus.SENT: (*ANSWERS, *_LATER),
    OnwardStatus.QUESTION: (*ANSWERS, *_LATER),
    OnwardStatus.ACCEPTED: (*_LATER, NewsKind.WAITING_LIST, NewsKind.ENDED, NewsKind.DECLINED),
    OnwardStatus.WAITING_LIST: (
        NewsKind.WAITING_LIST,
        NewsKind.ACCEPTED,
        *_LATER,
        NewsKind.ENDED,
        NewsKind.DECLINED,
    ),
    OnwardStatus.STARTED: (NewsKind.ATTENDED, NewsKind.ENDED),
    OnwardStatus.ENDED: (),
    OnwardStatus.DECLINED: (),
    OnwardStatus.EXPIRED: (NewsKind.ACCEPTED, NewsKind.WAITING_LIST, NewsKind.DECLINED, *_LATER),
    OnwardStatus.WITHDRAWN: (),
}

#: How long the page behind the link stays open once the person is with them, counted from the last news.
WITH_THEM_LASTS = dt.timedelta(days=182)
ASK_WHETHER_THEY_WENT_AFTER = dt.timedelta(days=14)
ASK_ABOUT_THE_LIST_AFTER = dt.timedelta(days=28)


def may_hear(status: OnwardStatus, kind: NewsKind, via: NewsVia) -> bool:
    """Whether news of this kind can be taken now. After the time is up only the telephone helps."""
    if status == OnwardStatus.EXPIRED and via != NewsVia.PHONE:
        return False
    if via == NewsVia.PHONE and kind == NewsKind.QUESTION:
        return False  # a question on the phone is answered on the phone
    return kind in HEARD[status]


class Line(Protocol):
    """One standing line of news, as `add_up` reads it."""

    kind: str
    on: dt.date
    times: int
    position: int | None
    expected_on: dt.date | None
    how: str
    after: str


@dataclass(frozen=True)
class Sum:
    """What the standing lines add up to, field by field as the referral keeps it."""

    waiting_position: int | None = None
    waiting_expected_on: dt.date | None = None
    started_on: dt.date | None = None
    attended: int = 0
    last_attended_on: dt.date | None = None
    ended_on: dt.date | None = None
    how_it_went: str = ""


def add_up(lines: Iterable[Line]) -> Sum:
    """What is known of somebody with an organiser, from the lines that stand, oldest first."""
    lines = list(lines)
    came = [line for line in lines if line.kind == NewsKind.ATTENDED]
    began = [line.on for line in lines if line.kind in {NewsKind.STARTED, NewsKind.ATTENDED}]
    last = lines[-1] if lines else None
    waits = last if last is not None and last.kind == NewsKind.WAITING_LIST else None
    ended = last if last is not None and last.kind == NewsKind.ENDED else None
    return Sum(
        waiting_position=waits.position if waits else None,
        waiting_expected_on=waits.expected_on if waits else None,
        started_on=min(began) if began else None,
        attended=sum(line.times for line in came),
        last_attended_on=max(line.on for line in came) if came else None,
        ended_on=ended.on if ended else None,
        how_it_went=ended.how if ended else "",
    )


def reminder_due(
    *, asked_on: dt.date, reminded: bool, today: dt.date, after: int, holidays: Collection[dt.date]
) -> bool:
    """Whether a silent organiser is reminded today: once, on a working day, `after` working days from asking."""
    return (
        not reminded
        and is_working_day(today, holidays)
        and working_days_between(asked_on, today, holidays) >= after
    )


def escalation_due(
    *, asked_on: dt.date, escalated: bool, today: dt.date, after: int, holidays: Collection[dt.date]
) -> bool:
    """Whether one of us takes over today: once, on a working day, `after` working days from asking."""
    return (
        not escalated
        and is_working_day(today, holidays)
        and working_days_between(asked_on, today, holidays) >= after
    )


def ask_whether_they_went(
    *, kind: NewsKind, on: dt.date, today: dt.date, holidays: Collection[dt.date]
) -> dt.date:
    """When to ask the person whether they went the first time: two weeks after a yes, a week after the start."""
    wait = ASK_WHETHER_THEY_WENT_AFTER if kind == NewsKind.ACCEPTED else dt.timedelta(days=7)
    return on_or_after(max(on + wait, add_working_days(today, 1, holidays)), holidays)


def ask_about_the_list(
    *, expected_on: dt.date | None, today: dt.date, holidays: Collection[dt.date]
) -> dt.date:
    """When to ask how far a waiting list is: when the place was expected, else in four weeks."""
    tomorrow = add_working_days(today, 1, holidays)
    return on_or_after(max(expected_on or today + ASK_ABOUT_THE_LIST_AFTER, tomorrow), holidays)
