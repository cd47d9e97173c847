"""Ask an organiser to welcome a person, and take the answer.

The secret of a link is returned once, to be put into the message, and kept only as a hash. Whoever holds
the link answers; every answer locks the row first, so two answers at one moment are one answer and one
that comes too late.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import rules
from alongside.casework.actions.errors import CannotAnswer, CannotRefer
from alongside.casework.enums import DeclineReason, OnwardStatus
from alongside.casework.models import Case, OnwardReferral, Step
from alongside.casework.models.onward import AWAITING
from alongside.core import ids
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.directory.models import Service
    from alongside.partnerships.models import Member, Organisation


@transaction.atomic
def send(
    *,
    case: Case,
    to_organisation: Organisation,
    to_email: str,
    shared: Mapping[str, str],
    by: Member,
    at: datetime,
    step: Step | None = None,
    service: Service | None = None,
    message: str = "",
) -> tuple[OnwardReferral, str]:
    """Record what is asked of whom; return it with the link's secret. Whether it may be shared is asked
    before."""
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    if not case.is_open:
        raise CannotRefer(_("Support has ended. Start it again before you refer on."))
    if case.person.deceased_on is not None:
        raise CannotRefer(_("%(name)s has died. Nobody is asked any more.") % {"name": case.person.name})
    waiting = OnwardReferral.objects.filter(
        case=case, service=service, to_organisation=to_organisation, status__in=AWAITING
    )
    if waiting.exists():
        raise CannotRefer(
            _("You have already asked %(name)s. They have not answered yet.") % {"name": to_organisation.name}
        )
    secret = ids.new_secret()
    onward = OnwardReferral.objects.create(
        case=case,
        step=step,
        service=service,
        to_organisation=to_organisation,
        to_name=to_organisation.name,
        to_email=to_email,
        shared=dict(shared),
        message=message.strip(),
        token_hash=ids.hash_secret(secret),
        sent_at=at,
        sent_by=by,
        expires_at=at + rules.LINK_LASTS,
    )
    what = service.name if service else onward.to_name
    _remember(
        onward,
        _("Asked %(organisation)s: %(what)s.") % {"organisation": onward.to_name, "what": what},
        by,
        at,
    )
    return onward, secret


@transaction.atomic
def nudge(*, onward: OnwardReferral, by: Member, at: datetime) -> tuple[OnwardReferral, str]:
    """Ask again with a fresh link; the link of the message before keeps working. Returns the new secret."""
    current = locked(onward)
    if not current.is_awaited:
        raise CannotRefer(_("%(name)s has answered already.") % {"name": current.to_name})
    secret = ids.new_secret()
    current.earlier_token_hash, current.token_hash = current.token_hash, ids.hash_secret(secret)
    current.nudged_at, current.nudged_by = at, by
    current.expires_at = at + rules.LINK_LASTS
    current.save(update_fields=["token_hash", "earlier_token_hash", "nudged_at", "nudged_by", "expires_at"])
    _remember(current, _("Asked %(organisation)s again.") % {"organisation": current.to_name}, by, at)
    return current, secret


@transaction.atomic
def reply(*, onward: OnwardReferral, words: str, by: Member, at: datetime) -> tuple[OnwardReferral, str]:
    """Answer the organiser's question; they are asked again with a fresh link. Returns the new secret."""
    current = locked(onward)
    _check_may_become(current, OnwardStatus.SENT, CannotRefer, _("There is no question to answer here."))
    secret = ids.new_secret()
    current.status, current.reply, current.replied_at, current.replied_by = (
        OnwardStatus.SENT,
        words.strip(),
        at,
        by,
    )
    current.earlier_token_hash, current.token_hash = current.token_hash, ids.hash_secret(secret)
    current.expires_at = at + rules.LINK_LASTS
    current.save()
    _remember(
        current, _("Answered the question of %(organisation)s.") % {"organisation": current.to_name}, by, at
    )
    return current, secret


@transaction.atomic
def withdraw(*, onward: OnwardReferral, by: Member, at: datetime) -> OnwardReferral:
    """Take it back: from now on the link shows nothing about the person. Twice is once."""
    current = locked(onward)
    if current.status == OnwardStatus.WITHDRAWN:
        return current
    _check_may_become(current, OnwardStatus.WITHDRAWN, CannotRefer, _("This has ended already."))
    current.status, current.withdrawn_at, current.withdrawn_by = OnwardStatus.WITHDRAWN, at, by
    current.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    _remember(
        current, _("Took back the request to %(organisation)s.") % {"organisation": current.to_name}, by, at
    )
    return current


@transaction.atomic
def accept(*, onward: OnwardReferral, name: str, at: datetime) -> OnwardReferral:
    """The organiser says yes."""
    current = _answerable(onward, OnwardStatus.ACCEPTED, at)
    current.status, current.answered_at, current.answered_by_name = OnwardStatus.ACCEPTED, at, name.strip()
    current.save(update_fields=["status", "answered_at", "answered_by_name"])
    _remember(current, _("%(organisation)s said yes.") % {"organisation": current.to_name}, None, at)
    return current


@transaction.atomic
def decline(
    *, onward: OnwardReferral, reason: DeclineReason, note: str, name: str, at: datetime
) -> OnwardReferral:
    """The organiser says no, and why."""
    current = _answerable(onward, OnwardStatus.DECLINED, at)
    current.status, current.answered_at, current.answered_by_name = OnwardStatus.DECLINED, at, name.strip()
    current.decline_reason, current.decline_note = reason, note.strip()
    current.save()
    sentence = _("%(organisation)s said no: %(why)s.") % {
        "organisation": current.to_name,
        "why": str(DeclineReason(reason).label).lower(),
    }
    _remember(current, sentence, None, at)
    return current


@transaction.atomic
def ask(*, onward: OnwardReferral, question: str, name: str, at: datetime) -> OnwardReferral:
    """The organiser asks something before they answer."""
    current = _answerable(onward, OnwardStatus.QUESTION, at)
    current.status, current.question, current.asked_at = OnwardStatus.QUESTION, question.strip(), at
    current.answered_by_name = name.strip()
    current.reply, current.replied_at, current.replied_by = "", None, None
    current.save()
    _remember(current, _("%(organisation)s asked a question.") % {"organisation": current.to_name}, None, at)
    return current


@transaction.atomic
def expire(*, onward: OnwardReferral, at: datetime) -> OnwardReferral | None:
    """Mark one whose time has run out; None when it was answered meanwhile or still has time."""
    current = locked(onward)
    if not current.is_awaited or not current.is_past(at):
        return None
    current.status = OnwardStatus.EXPIRED
    current.save(update_fields=["status"])
    _remember(
        current, _("%(organisation)s did not answer in time.") % {"organisation": current.to_name}, None, at
    )
    return current


def locked(onward: OnwardReferral) -> OnwardReferral:
    """The referral as it stands now, held until the end of the transaction."""
    return (
        OnwardReferral.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__connector", "to_organisation", "service", "step", "sent_by")
        .get(pk=onward.pk)
    )


def _answerable(onward: OnwardReferral, status: OnwardStatus, at: datetime) -> OnwardReferral:
    current = locked(onward)
    if current.is_awaited and current.is_past(at):
        raise CannotAnswer(_("This link has run out. Please ring us."))
    _check_may_become(current, status, CannotAnswer, _("This has been answered already."))
    return current


def _check_may_become(
    onward: OnwardReferral, status: OnwardStatus, error: type[Exception], words: str
) -> None:
    if not rules.may_become(rules.ONWARD_TRANSITIONS, OnwardStatus(onward.status), status):
        raise error(words)


def _remember(onward: OnwardReferral, sentence: str, by: Member | None, at: datetime) -> None:
    people.remember(person=onward.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.PLAN)
