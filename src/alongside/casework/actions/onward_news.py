"""Take what an organiser tells of somebody, by the link, signed in or on the phone; and take it back.

Every line locks the referral first, so two answers at one moment are one answer and one that comes too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework import onward_rules
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.actions.onward import locked, remember
from alongside.casework.enums import DeclineReason, HowItWent, NewsKind, NewsVia, OnwardStatus
from alongside.casework.models import OnwardNews, OnwardReferral
from alongside.casework.models.onward import AWAITING
from alongside.core import clock

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

FIRST_ANSWERS = frozenset({NewsKind.ACCEPTED, NewsKind.WAITING_LIST, NewsKind.STARTED, NewsKind.ATTENDED})


@dataclass(frozen=True)
class Teller:
    """Who said it, by which way, and which member wrote it down (nobody, by the link)."""

    name: str
    via: NewsVia = NewsVia.LINK
    by: Member | None = None


@dataclass(frozen=True)
class News:
    """What was said. `on` is the day it is about (today, unless told); the rest belongs to one kind each."""

    kind: NewsKind
    on: date | None = None
    times: int = 1
    position: int | None = None
    expected_on: date | None = None
    reason: DeclineReason | None = None
    how: HowItWent | None = None
    note: str = ""


@transaction.atomic
def tell(*, onward: OnwardReferral, news: News, teller: Teller, at: datetime) -> OnwardReferral:
    """Keep one line and what it makes of the referral. Raises CannotAnswer when it does not fit what stands.

    That they came on a day is kept once, however often it is told.
    """
    current, today = locked(onward), clock.local(at).date()
    if teller.via != NewsVia.PHONE and current.is_past(at):
        raise CannotAnswer(_("This link has run out. Please ring us."))
    if not onward_rules.may_hear(OnwardStatus(current.status), news.kind, teller.via):
        raise CannotAnswer(_too_late(current))
    on = news.on or today
    _check_day(current, on, today)
    if (
        news.kind == NewsKind.ATTENDED
        and current.news.filter(kind=NewsKind.ATTENDED, on=on, taken_back_at__isnull=True).exists()
    ):
        return current
    line = OnwardNews.objects.create(
        onward=current,
        number=current.news.count() + 1,
        kind=news.kind,
        on=on,
        via=teller.via,
        told_by=teller.name.strip(),
        at=at,
        written_by=teller.by,
        times=news.times,
        position=news.position,
        expected_on=news.expected_on,
        reason=news.reason or "",
        how=news.how or "",
        note=news.note.strip(),
        before=current.status,
        after=onward_rules.LEADS_TO[news.kind],
    )
    _take(current, line, at)
    current.status = line.after
    _add_up(current)
    current.save()
    remember(current, sentence_of(current, line), teller.by, at)
    return current


@transaction.atomic
def take_back(*, onward: OnwardReferral, name: str, by: Member | None, at: datetime) -> OnwardReferral:
    """Take the last line back, as if it had not been told. Twice takes back two: pages say which line they mean."""
    current = locked(onward)
    line = current.news.filter(taken_back_at__isnull=True).order_by("-number").first()
    if line is None or current.status != line.after:
        raise CannotAnswer(_("There is nothing here that can be taken back."))
    if line.before in AWAITING and _asked_again(current):
        raise CannotAnswer(_("They have been asked again since. Log what they say there."))
    line.taken_back_at, line.taken_back_by = at, name.strip() or _("the organiser")
    line.save(update_fields=["taken_back_at", "taken_back_by"])
    current.status = line.before
    if current.status in {*AWAITING, OnwardStatus.EXPIRED}:
        current.answered_at, current.answered_by_name = None, ""
    if line.kind == NewsKind.DECLINED:
        current.decline_reason = current.decline_note = ""
    if line.kind == NewsKind.QUESTION:
        current.question, current.asked_at = "", None
    _add_up(current)
    current.save()
    said = _("Taken back: %(what)s") % {"what": sentence_of(current, line)}
    remember(current, said, by, at)
    return current


def sentence_of(onward: OnwardReferral, line: OnwardNews) -> str:
    """One line of news as the timeline says it."""
    words = {"organisation": onward.to_name, "why": "", "n": line.times}
    if line.kind == NewsKind.DECLINED:
        words["why"] = str(DeclineReason(line.reason).label).lower()
        return _("%(organisation)s said no: %(why)s.") % words
    if line.kind == NewsKind.ENDED:
        words["why"] = str(HowItWent(line.how).label)
        return _("It has ended with %(organisation)s: %(why)s.") % words
    if line.kind == NewsKind.ATTENDED:
        return (
            ngettext("Went to %(organisation)s.", "Went to %(organisation)s %(n)d times.", line.times) % words
        )
    return {
        NewsKind.ACCEPTED: _("%(organisation)s said yes."),
        NewsKind.WAITING_LIST: _("On the waiting list of %(organisation)s."),
        NewsKind.QUESTION: _("%(organisation)s asked a question."),
        NewsKind.STARTED: _("Started with %(organisation)s."),
    }[NewsKind(line.kind)] % words


def _take(current: OnwardReferral, line: OnwardNews, at: datetime) -> None:
    """Write into the referral what a line says besides the state."""
    current.answered_by_name = line.told_by
    if line.kind in FIRST_ANSWERS or line.kind == NewsKind.DECLINED:
        current.answered_at = current.answered_at or at
    if line.kind in FIRST_ANSWERS or line.after == OnwardStatus.STARTED:
        # The page behind the link is how they tell us more: it stays open while the person is with them.
        current.expires_at = max(current.expires_at, at + onward_rules.WITH_THEM_LASTS)
    if line.kind == NewsKind.DECLINED:
        current.decline_reason, current.decline_note = line.reason, line.note
    if line.kind == NewsKind.QUESTION:
        current.question, current.asked_at = line.note, at
        current.reply, current.replied_at, current.replied_by = "", None, None


def _add_up(current: OnwardReferral) -> None:
    standing = current.news.filter(taken_back_at__isnull=True).order_by("number")
    total = onward_rules.add_up(standing)
    for field in onward_rules.Sum.__dataclass_fields__:
        setattr(current, field, getattr(total, field))


def _asked_again(current: OnwardReferral) -> bool:
    return (
        OnwardReferral.objects.filter(
            case=current.case_id,
            service=current.service_id,
            to_organisation=current.to_organisation_id,
            status__in=AWAITING,
        )
        .exclude(pk=current.pk)
        .exists()
    )


def _check_day(current: OnwardReferral, on: date, today: date) -> None:
    if on > today:
        raise CannotAnswer(_("This day has not come yet."))
    if on < clock.local(current.sent_at).date():
        raise CannotAnswer(
            _("That was before we asked. Give the day it happened, or leave it empty for today.")
        )


def _too_late(current: OnwardReferral) -> str:
    if current.status == OnwardStatus.EXPIRED:
        return _("This link has run out. Please ring us.")
    return (
        _("This has been answered already.") if not current.is_with_them else _("That does not fit any more.")
    )
