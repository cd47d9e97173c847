"""An organiser tells us – by the link, signed in, or on the phone: the plan, the timeline and the connector's list
follow."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import notify, onward_rules
from alongside.casework.actions import contacts, onward_news
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward_news import News, Teller
from alongside.casework.enums import Because, DeclineReason, FollowUpKind, NewsKind, NewsVia, Owner
from alongside.casework.models import FollowUp, OnwardReferral, Step
from alongside.core import clock
from alongside.core.working_days import bank_holidays, on_or_after
from alongside.journeys.refer_onward import kept_back, may_share
from alongside.partnerships.models import Member

#: What comes onto the connector's list when an organiser tells of this, today or on the next working day.
TOLD: dict[NewsKind, tuple[FollowUpKind, Because]] = {
    NewsKind.ACCEPTED: (FollowUpKind.CALL, Because.ONWARD_ACCEPTED),
    NewsKind.WAITING_LIST: (FollowUpKind.CALL, Because.ONWARD_WAITING),
    NewsKind.DECLINED: (FollowUpKind.ORGANISATION, Because.ONWARD_DECLINED),
    NewsKind.QUESTION: (FollowUpKind.ANSWER, Because.ONWARD_QUESTION),
    NewsKind.ENDED: (FollowUpKind.CALL, Because.ONWARD_ENDED),
}
#: What is settled by which news: nobody asks whether she went once we know that she did.
SETTLES: dict[NewsKind, tuple[Because, ...]] = {
    NewsKind.ACCEPTED: (Because.ONWARD_PLACE, Because.ONWARD_SILENT, Because.ONWARD_EXPIRED),
    NewsKind.WAITING_LIST: (Because.ONWARD_PLACE, Because.ONWARD_SILENT, Because.ONWARD_EXPIRED),
    NewsKind.DECLINED: (
        Because.ONWARD_PLACE, Because.ONWARD_SILENT, Because.ONWARD_EXPIRED, Because.ONWARD_FIRST_TIME,
    ),
    NewsKind.STARTED: (Because.ONWARD_PLACE, Because.ONWARD_SILENT, Because.ONWARD_EXPIRED),
    NewsKind.ATTENDED: (
        Because.ONWARD_PLACE, Because.ONWARD_SILENT, Because.ONWARD_EXPIRED, Because.ONWARD_FIRST_TIME,
    ),
    NewsKind.ENDED: (Because.ONWARD_PLACE, Because.ONWARD_FIRST_TIME),
}  # fmt: skip


@transaction.atomic
def tell(*, onward: OnwardReferral, news: News, teller: Teller, at: datetime) -> OnwardReferral:
    """Take one piece of news. Raises CannotAnswer when it comes too late or is no longer wanted, and when `onward`
    waits for an answer as the teller sees it, while somebody else has given one: of two at one moment the first counts.

    What the connector heard on the phone they know: it makes no line "they have answered" on their own list and no
    e-mail; only what is to be done later.
    """
    if news.kind != NewsKind.DECLINED and not still_wanted(onward):
        raise CannotAnswer(_("This is no longer needed. Thank you."))
    if onward.is_awaited and not OnwardReferral.objects.select_for_update().get(pk=onward.pk).is_awaited:
        raise CannotAnswer(_("Somebody answered a moment ago."))
    told = onward_news.tell(onward=onward, news=news, teller=teller, at=at)
    if news.kind == NewsKind.ACCEPTED and told.step_id is not None:
        Step.objects.filter(pk=told.step_id).update(owner=Owner.ORGANISATION, owner_name=told.to_name)
    by = _ours(teller)
    _settle(told, news.kind, at, by)
    if teller.via != NewsVia.PHONE and news.kind in TOLD:
        _arrange(told, TOLD[news.kind], on_or_after(clock.local(at).date()), None, at)
        notify.tell_connector(told, at=at)
    _look_ahead(told, news, at, by)
    return told


def accept(*, onward: OnwardReferral, name: str, at: datetime) -> OnwardReferral:
    """By the link: they will welcome the person."""
    return tell(onward=onward, news=News(NewsKind.ACCEPTED), teller=Teller(name), at=at)


def decline(
    *, onward: OnwardReferral, reason: DeclineReason, note: str, name: str, at: datetime
) -> OnwardReferral:
    """By the link: they cannot, and say why. The step stays on the plan, for the connector to find something else."""
    news = News(NewsKind.DECLINED, reason=reason, note=note)
    return tell(onward=onward, news=news, teller=Teller(name), at=at)


def ask(*, onward: OnwardReferral, question: str, name: str, at: datetime) -> OnwardReferral:
    """By the link: they want to know something first."""
    return tell(onward=onward, news=News(NewsKind.QUESTION, note=question), teller=Teller(name), at=at)


def still_wanted(onward: OnwardReferral) -> bool:
    """Whether anything about the person may be shown, and an answer taken: the agreement stands, the case
    is open."""
    return onward.case.is_open and may_share(onward.case.person, onward.to_organisation)


def shown(onward: OnwardReferral) -> dict[str, str]:
    """What the organiser is shown now, of what was shared when it was sent: less what the person keeps back since."""
    hidden = kept_back(onward.case.person, onward.to_organisation)
    return {what: words for what, words in onward.shared.items() if what not in hidden}


def _ours(teller: Teller) -> Member | None:
    return teller.by if teller.via == NewsVia.PHONE else None


def _settle(onward: OnwardReferral, kind: NewsKind, at: datetime, by: Member | None) -> None:
    """Tick off what the news answers; done by whoever heard it, else by the connector whose list it was on."""
    settled = SETTLES.get(kind, ())
    for due in FollowUp.objects.filter(onward=onward, done_at__isnull=True, because__in=settled):
        contacts.tick_off(follow_up=due, by=by or due.owner or onward.sent_by, at=at)


def _look_ahead(onward: OnwardReferral, news: News, at: datetime, by: Member | None) -> None:
    """Propose when to ask next: whether they went the first time, how far the waiting list is."""
    today, holidays = clock.local(at).date(), bank_holidays()
    if news.kind == NewsKind.WAITING_LIST:
        due_on = onward_rules.ask_about_the_list(expected_on=news.expected_on, today=today, holidays=holidays)
        _arrange(onward, (FollowUpKind.ORGANISATION, Because.ONWARD_PLACE), due_on, by, at)
    elif news.kind in {NewsKind.ACCEPTED, NewsKind.STARTED} and not onward.attended:
        due_on = onward_rules.ask_whether_they_went(
            kind=news.kind, on=news.on or today, today=today, holidays=holidays
        )
        waiting = FollowUp.objects.filter(
            onward=onward, done_at__isnull=True, because=Because.ONWARD_FIRST_TIME
        ).first()
        if waiting is None:
            _arrange(onward, (FollowUpKind.CALL, Because.ONWARD_FIRST_TIME), due_on, by, at)


def _arrange(
    onward: OnwardReferral, what: tuple[FollowUpKind, Because], due_on: date, by: Member | None, at: datetime
) -> None:
    kind, because = what
    contacts.arrange(
        case=onward.case,
        due_on=due_on,
        kind=kind,
        because=because,
        note=onward.to_name,
        owner=onward.case.connector or onward.sent_by,
        onward=onward,
        by=by,
        at=at,
    )
