"""Support in depth in the demo place: goals in people's own words, what organisers told, a colleague who is away."""

from __future__ import annotations

import datetime as dt

from alongside.casework.actions import goals, periods, plan
from alongside.casework.actions.cover import be_away
from alongside.casework.actions.onward_news import News, Teller
from alongside.casework.enums import (
    AwayWhy,
    BarrierKind,
    CaseStatus,
    NewsKind,
    OnwardStatus,
    Owner,
    PeriodKind,
    Shareable,
)
from alongside.casework.models import Case, OnwardReferral
from alongside.core import clock, tenancy
from alongside.core.working_days import on_or_after
from alongside.demo import said
from alongside.demo.feed import services_on_offer
from alongside.demo.partners import team_of
from alongside.journeys import answer_onward
from alongside.journeys.agree import agree
from alongside.journeys.refer_onward import refer_onward
from alongside.partnerships.actions import know_organisation
from alongside.partnerships.models import Member, Partnership
from alongside.people.enums import ConsentChannel, ConsentPurpose

WORDS = (
    ("I want to cook for people again.", "company", (2, 5)),
    ("I want to get to the shops on my own.", "health", (3, 3)),
    ("I want the bedroom to be dry before winter.", "housing", (1, 4)),
    ("I want to hear another voice every day.", "company", (2, 6)),
)
DAY = dt.timedelta(days=1)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Give a few of the people who are supported goals, news and an agreed time; and let a colleague go on leave."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        cases = list(
            Case.objects.filter(
                status=CaseStatus.OPEN, connector__isnull=False, opened_at__lte=now - 35 * DAY
            )
            .select_related("person", "connector")
            .order_by("-opened_at", "id")[: len(WORDS)]
        )
        for case, (words, about, closeness) in zip(cases, WORDS, strict=False):
            _wants(case, words, about, closeness, now)
        if cases:
            _is_agreed(cases[-1], now)
        _is_told(now)
        _waits_at_the_green_house(now)
        _goes_on_leave(partnership, now)


def _wants(case: Case, words: str, about: str, closeness: tuple[int, int], now: dt.datetime) -> None:
    by = case.connector or case.opened_by
    at = now - 30 * DAY
    goal = goals.add_goal(case=case, words=words, about=about, close=closeness[0], by=by, at=at)
    later = now - 2 * DAY
    goals.ask(goal=goal, close=closeness[1], asked_on=clock.local(later).date(), by=by, at=later)
    if about == "health":
        plan.add_barrier(
            case=case,
            kind=BarrierKind.WALKING_AID,
            description="holds the wall on the stairs",
            owner=Owner.CONNECTOR,
            due_on=on_or_after(clock.local(now).date() + 5 * DAY),
            goal=goal,
            by=by,
            at=at,
        )


def _is_agreed(case: Case, now: dt.datetime) -> None:
    """Twelve weeks of floating support, half of them over soon."""
    by = case.connector or case.opened_by
    starts_on = clock.local(now - 30 * DAY).date()
    periods.agree_on(
        case=case, kind=PeriodKind.FLOATING, starts_on=starts_on, weeks=12, by=by, at=now - 30 * DAY
    )


def _is_told(now: dt.datetime) -> None:
    """Of some who were welcomed, the organiser has told how it goes; one waits on a list."""
    welcomed = (
        OnwardReferral.objects.filter(
            status=OnwardStatus.ACCEPTED, case__status=CaseStatus.OPEN, answered_at__lte=now - 8 * DAY
        )
        .select_related("case__person", "case__connector", "to_organisation")
        .order_by("-answered_at", "id")[:5]
    )
    for number, onward in enumerate(welcomed):
        if onward.is_past(now) or not answer_onward.still_wanted(onward):
            continue
        at = now - 1 * DAY
        news = (
            News(
                NewsKind.WAITING_LIST,
                position=3,
                expected_on=on_or_after(clock.local(now).date() + 21 * DAY),
            )
            if number == 1
            else News(NewsKind.ATTENDED, times=number + 1)
        )
        answer_onward.tell(onward=onward, news=news, teller=Teller(onward.answered_by_name), at=at)


def _waits_at_the_green_house(now: dt.datetime) -> None:
    """Somebody waits for the organiser's answer, so that whoever signs in as one finds their work."""
    service = next(service for offer, service in services_on_offer() if offer.by == "green-house")
    organisation = know_organisation(name=service.organization.name, email=service.email)
    case = (
        Case.objects.filter(status=CaseStatus.OPEN, connector__isnull=False, opened_at__lte=now - 3 * DAY)
        .exclude(onward_referrals__to_organisation=organisation)
        .select_related("person", "connector")
        .order_by("-opened_at", "id")
        .first()
    )
    if case is None:
        return
    by, at = case.connector or case.opened_by, now - 1 * DAY
    agree(
        person=case.person,
        purpose=ConsentPurpose.SHARE,
        channel=ConsentChannel.PHONE,
        shared_with=organisation,
        by=by,
        at=at,
    )
    refer_onward(
        case=case,
        to_organisation=organisation,
        to_email=service.email,
        share=[part.value for part in Shareable],
        service=service,
        message=said.MESSAGES_TO_ORGANISERS[0],
        by=by,
        at=at,
    )


def _goes_on_leave(partnership: Partnership, now: dt.datetime) -> None:
    """One connector of the first team is away next week, and another covers."""
    team = team_of(partnership)
    organisation = next(iter(team.organisations.values()))
    found: list[Member] = team.connectors(organisation)
    if len(found) < 2:
        return
    today = clock.local(now).date()
    monday = today + dt.timedelta(days=7 - today.weekday())
    be_away(
        member=found[1],
        why=AwayWhy.LEAVE,
        starts_on=monday,
        ends_on=monday + 4 * DAY,
        covered_by=found[0],
        by=found[1],
        at=now,
    )
