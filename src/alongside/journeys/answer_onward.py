"""An organiser answers by the link, without an account: the plan, the timeline and the connector's list
follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework import notify
from alongside.casework.actions import contacts
from alongside.casework.actions import onward as onward_actions
from alongside.casework.actions.errors import CannotAnswer
from alongside.casework.enums import Because, DeclineReason, FollowUpKind, Owner
from alongside.casework.models import OnwardReferral, Step
from alongside.core import clock
from alongside.core.working_days import on_or_after
from alongside.journeys.refer_onward import kept_back, may_share


@transaction.atomic
def accept(*, onward: OnwardReferral, name: str, at: datetime) -> OnwardReferral:
    """They will welcome the person. Raises CannotAnswer when it is too late or no longer wanted."""
    _check_wanted(onward)
    answered = onward_actions.accept(onward=onward, name=name, at=at)
    if answered.step_id is not None:
        Step.objects.filter(pk=answered.step_id).update(owner=Owner.ORGANISATION, owner_name=answered.to_name)
    return _told(answered, FollowUpKind.CALL, Because.ONWARD_ACCEPTED, at)


@transaction.atomic
def decline(
    *, onward: OnwardReferral, reason: DeclineReason, note: str, name: str, at: datetime
) -> OnwardReferral:
    """They cannot, and say why. The step stays on the plan, for the connector to find something else."""
    answered = onward_actions.decline(onward=onward, reason=reason, note=note, name=name, at=at)
    return _told(answered, FollowUpKind.ORGANISATION, Because.ONWARD_DECLINED, at)


@transaction.atomic
def ask(*, onward: OnwardReferral, question: str, name: str, at: datetime) -> OnwardReferral:
    """They want to know something first."""
    _check_wanted(onward)
    answered = onward_actions.ask(onward=onward, question=question, name=name, at=at)
    return _told(answered, FollowUpKind.ANSWER, Because.ONWARD_QUESTION, at)


def still_wanted(onward: OnwardReferral) -> bool:
    """Whether anything about the person may be shown, and an answer taken: the agreement stands, the case
    is open."""
    return onward.case.is_open and may_share(onward.case.person, onward.to_organisation)


def shown(onward: OnwardReferral) -> dict[str, str]:
    """What the organiser is shown now, of what was shared when it was sent: less what the person keeps back since."""
    hidden = kept_back(onward.case.person, onward.to_organisation)
    return {what: words for what, words in onward.shared.items() if what not in hidden}


def _check_wanted(onward: OnwardReferral) -> None:
    if not still_wanted(onward):
        raise CannotAnswer(_("This is no longer needed. Thank you."))


def _told(onward: OnwardReferral, kind: FollowUpKind, because: Because, at: datetime) -> OnwardReferral:
    """Put the answer on the connector's list for today (or the next working day) and write to them."""
    contacts.arrange(
        case=onward.case,
        due_on=on_or_after(clock.local(at).date()),
        kind=kind,
        because=because,
        note=onward.to_name,
        owner=onward.case.connector or onward.sent_by,
        by=None,
        at=at,
    )
    notify.tell_connector(onward, at=at)
    return onward
