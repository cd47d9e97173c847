"""How a match ends: planned, with its last visit and what comes next; or kindly, with both back to the pool."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.befriending import notify
from alongside.befriending.actions import queue, visits
from alongside.befriending.actions.errors import CannotMove
from alongside.befriending.actions.held import check_may_become, locked, remember
from alongside.befriending.enums import (
    EndReason,
    LeaveReason,
    MatchStatus,
    PairKind,
    Said,
    SaidBy,
    Side,
    WishStatus,
)
from alongside.befriending.models import Cover, Exclusion, Match, Series, Wish
from alongside.core import clock

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

#: What becomes of the wish; who is not named goes back to the queue, at the place they had.
LEAVES = {
    EndReason.PLANNED: LeaveReason.ENDED_WELL,
    EndReason.PERSON_LEFT: LeaveReason.NOT_WANTED,
    EndReason.PERSON_DIED: LeaveReason.DIED,
}


@transaction.atomic
def plan_ending(*, match: Match, on: date, words: str, by: Member, at: datetime) -> Match:
    """Say when the last visit is and what comes next; the weekly time stops after that day."""
    current = locked(match)
    check_may_become(current, MatchStatus.ENDING)
    if on < clock.local(at).date():
        raise CannotMove(_("The last day is past."))
    if not words.strip():
        raise CannotMove(_("Say what comes next for the person."))
    current.status, current.ending_on, current.ending_words = MatchStatus.ENDING, on, words.strip()
    current.save(update_fields=["status", "ending_on", "ending_words"])
    Series.objects.filter(match=current, ended_at__isnull=True, first_on__lte=on).update(last_on=on)
    visits.cancel_coming(current, after=on, note=_("After the last visit"), by=by, at=at)
    remember(current, _("An ending of befriending was planned: %(what)s") % {"what": words.strip()}, by, at)
    return current


@transaction.atomic
def end(
    *,
    match: Match,
    reason: EndReason,
    by: Member | None,
    at: datetime,
    note: str = "",
    waits_again: bool | None = None,
) -> Match:
    """End it: nothing is left booked. The person leaves the list or waits again, at the place they had.

    `waits_again` overrides what the reason says. Ending twice changes nothing.
    """
    current = locked(match)
    if current.status == MatchStatus.ENDED:
        return current
    check_may_become(current, MatchStatus.ENDED)
    had_begun = current.introduced_at is not None
    current.status, current.ended_at, current.ended_by = MatchStatus.ENDED, at, by
    current.end_reason, current.end_note = reason, note.strip()
    current.save()
    visits.cancel_coming(current, note=_("Befriending has ended"), by=by, at=at, tell=False)
    Series.objects.filter(match=current, ended_at__isnull=True).update(ended_at=at)
    Cover.objects.filter(match=current, ended_at__isnull=True).update(ended_at=at)
    _wish_after(current, reason, waits_again, by, at)
    remember(current, _("Befriending ended: %(why)s.") % {"why": _public_reason(reason)}, by, at)
    _tell_both(current, had_begun=had_begun, at=at)
    return current


def _public_reason(reason: EndReason) -> str:
    """The reason as it may stand on the person's timeline: who said no to whom is told to nobody."""
    kept = {EndReason.SAID_NO, EndReason.BREAKDOWN, EndReason.SAFETY}
    return _("it did not go ahead") if reason in kept else str(EndReason(reason).label).lower()


def _wish_after(
    match: Match, reason: EndReason, waits_again: bool | None, by: Member | None, at: datetime
) -> None:
    wish = (
        Wish.objects.select_for_update(of=("self",)).select_related("person", "scheme").get(pk=match.wish_id)
    )
    stays = reason not in LEAVES if waits_again is None else waits_again
    if stays and match.person.may_be_contacted:
        wish.status = WishStatus.WAITING
        if match.activated_at is not None:
            wish.waiting_since_at, wish.times_passed_over = at, 0
        wish.save(update_fields=["status", "waiting_since_at", "times_passed_over"])
        return
    queue.left(wish, reason=LEAVES.get(reason, LeaveReason.NOT_WANTED), by=by, at=at)


def _tell_both(match: Match, *, had_begun: bool, at: datetime) -> None:
    """Both hear it once, without a reason. Nobody is written to about somebody who died: the supervisor rings."""
    if match.end_reason == EndReason.PERSON_DIED:
        return
    template = "befriending_ended" if had_begun else "befriending_not_this_time"
    context, key = {"scheme": match.scheme.name}, f"{template}:{match.pk}"
    said_no = set(match.answers.filter(said=Said.NO).values_list("side", flat=True))
    if Side.PERSON not in said_no:
        notify.to_person(match, template, context, key=key, at=at)
    if Side.VOLUNTEER not in said_no:
        notify.to_volunteer(match.volunteer, template, context, key=key, at=at)


def said_no(match: Match, *, side: Side, by: Member | None, at: datetime) -> Match:
    """One side said no: these two are not proposed again, both are free, and neither learns who it was."""
    _keep_apart(match, PairKind.EXCLUSION, said_by=SaidBy(side), by=by, at=at)
    ended = end(match=match, reason=EndReason.SAID_NO, by=by, at=at)
    notify.tell_supervisors(match, "befriending_said_no", {}, key=f"befriending-no:{match.pk}", at=at)
    return ended


@transaction.atomic
def break_down(*, match: Match, said_by: SaidBy, note: str, by: Member, at: datetime) -> Match:
    """It did not work: both go back kindly, and are never proposed to each other again."""
    _keep_apart(match, PairKind.BREAKDOWN, said_by=said_by, by=by, at=at, note=note)
    return end(match=match, reason=EndReason.BREAKDOWN, by=by, at=at, note=note)


def _keep_apart(
    match: Match, kind: PairKind, *, said_by: SaidBy, by: Member | None, at: datetime, note: str = ""
) -> None:
    Exclusion.objects.get_or_create(
        person=match.person,
        volunteer=match.volunteer,
        kind=kind,
        lifted_at=None,
        defaults={"said_by": said_by, "reason": note, "made_at": at, "made_by": by or match.supervisor},
    )
