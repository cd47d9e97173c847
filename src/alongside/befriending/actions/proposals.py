"""A person decides each proposal: accept it, change it to another volunteer, or reject it, with the reason.

The volunteer and the wish are held before the proposal is looked at, always in this order, so that of two supervisors
who give the same volunteer or the same wait to different people one wins and the other is told. Every hard rule is
tried again on today's data before anybody is asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.befriending import notify, problem, rules, words
from alongside.befriending.actions.errors import CannotDecide
from alongside.befriending.actions.rounds import channel_of
from alongside.befriending.enums import Decision, MatchStatus, RejectReason, Side, WishStatus
from alongside.befriending.models import Answer, Match, Proposal, Wish
from alongside.core import clock, ids
from alongside.numerics.matching import slots
from alongside.people import actions as people
from alongside.people.enums import TimelineKind
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def accept(*, proposal: Proposal, by: Member, at: datetime) -> Match:
    """Ask both sides. Raises CannotDecide, with nothing written, where that is no longer possible."""
    current = _held(proposal, proposal.volunteer_id)
    match = _propose(current, current.volunteer, by=by, at=at)
    _decided(current, Decision.ACCEPTED, by, at)
    return match


@transaction.atomic
def change(
    *, proposal: Proposal, volunteer: Volunteer, reason: RejectReason, note: str, by: Member, at: datetime
) -> Match:
    """Ask another volunteer instead, with the reason for overriding the round."""
    if volunteer.pk == proposal.volunteer_id:
        raise CannotDecide(_("This is the volunteer of the proposal. Accept it instead."))
    current = _held(proposal, volunteer.pk)
    match = _propose(current, volunteer, by=by, at=at)
    current.changed_to, current.reject_reason, current.reason_note = volunteer, reason, note.strip()
    _decided(current, Decision.CHANGED, by, at)
    return match


@transaction.atomic
def reject(*, proposal: Proposal, reason: RejectReason, note: str, by: Member, at: datetime) -> Proposal:
    """Leave the person waiting for the next round, with the reason."""
    current = _held(proposal, proposal.volunteer_id)
    current.reject_reason, current.reason_note = reason, note.strip()
    return _decided(current, Decision.REJECTED, by, at)


def _held(proposal: Proposal, volunteer_id: UUID) -> Proposal:
    """The proposal as it stands, with its volunteer and wish held; refused when somebody decided before."""
    Volunteer.objects.select_for_update().get(pk=volunteer_id)
    Wish.objects.select_for_update().get(pk=proposal.wish_id)
    current = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("wish__person", "wish__scheme", "volunteer", "decided_by", "round__scheme")
        .get(pk=proposal.pk)
    )
    if not rules.may_become(rules.DECISIONS, current.decision, Decision.ACCEPTED):
        raise CannotDecide(_already(current))
    return current


def _already(proposal: Proposal) -> str:
    if proposal.decided_by is not None:
        return _("%(name)s decided this already: %(what)s.") % {
            "name": proposal.decided_by.name,
            "what": str(proposal.get_decision_display()).lower(),
        }
    return _("This proposal is no longer open: there is a newer round, or the person has a match.")


def _decided(proposal: Proposal, decision: Decision, by: Member, at: datetime) -> Proposal:
    proposal.decision, proposal.decided_at, proposal.decided_by = decision, at, by
    proposal.save()
    if decision != Decision.REJECTED:
        Proposal.objects.filter(wish_id=proposal.wish_id, decision=Decision.PENDING).update(
            decision=Decision.LAPSED
        )
    return proposal


def _propose(proposal: Proposal, volunteer: Volunteer, *, by: Member, at: datetime) -> Match:
    """Try the pair by every rule, today; open the match and ask both."""
    wish = proposal.wish
    if wish.status != WishStatus.WAITING:
        raise CannotDecide(_("%(name)s is not waiting any more.") % {"name": wish.person.called})
    looked = problem.look_at(wish.scheme, wish_id=wish.pk, volunteer_id=volunteer.pk, at=at)
    if looked.pairing is None:
        raise CannotDecide(
            _("These two cannot be matched now: %(why)s.") % {"why": words.removed_in_words(looked.removed)}
        )
    channel, slot = channel_of(looked.pairing.channel), looked.pairing.slot
    weekday, minute = slots.when(slot) if slot >= 0 else (None, None)
    if channel == proposal.channel and volunteer.pk == proposal.volunteer_id and proposal.weekday is not None:
        weekday, minute = proposal.weekday, proposal.minute
    match = Match.objects.create(
        scheme=wish.scheme,
        wish=wish,
        person=wish.person,
        volunteer=volunteer,
        proposal=proposal,
        supervisor=volunteer.supervisor or by,
        channel=channel,
        weekday=weekday,
        minute=minute,
        minutes=wish.minutes,
        every_weeks=wish.scheme.every_weeks,
        status=MatchStatus.PROPOSED,
        proposed_at=at,
        proposed_by=by,
    )
    wish.status = WishStatus.MATCHED
    wish.save(update_fields=["status"])
    ask(match=match, by=by, at=at)
    people.remember(
        person=wish.person,
        sentence=_("A befriender was found; both are being asked."),
        by=by,
        at=at,
        kind=TimelineKind.PLAN,
    )
    return match


def ask(*, match: Match, by: Member, at: datetime) -> list[Answer]:
    """Ask both sides for their yes: by a link where they like to be written to, else somebody rings."""
    on = clock.local(at).date()
    shown = {
        Side.PERSON: words.summary_of_volunteer(match, on=on),
        Side.VOLUNTEER: words.summary_for_volunteer(match, on=on),
    }
    asked = []
    for side, summary in shown.items():
        secret = ids.new_secret()
        answer = Answer.objects.create(
            match=match,
            side=side,
            shown=summary,
            token_hash=ids.hash_secret(secret),
            asked_at=at,
            expires_at=at + rules.LINK_LASTS,
        )
        notify.ask_side(answer, secret=secret, by=by, at=at)
        asked.append(answer)
    return asked
