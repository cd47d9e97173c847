"""The first conversation in one go: agreement, what matters, barriers, how to be in touch, the questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from alongside.casework import rules
from alongside.casework.actions import contacts, conversations, plan
from alongside.casework.enums import BarrierKind, Because, FollowUpKind
from alongside.casework.models import Case, Conversation
from alongside.core import clock
from alongside.core.working_days import bank_holidays, on_or_after
from alongside.journeys.agree import agree
from alongside.measures import actions as measures
from alongside.measures.enums import AskedBy, Stage
from alongside.people import actions as people
from alongside.people.enums import ConsentChannel, ConsentPurpose

if TYPE_CHECKING:
    from alongside.measures.instruments import Instrument
    from alongside.partnerships.models import Member, Organisation

#: A first follow-up after the first conversation, when nothing else is due.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Agreed:
    """What the person agreed to, and how they were asked."""

    purposes: Collection[ConsentPurpose] = ()
    share_with: Collection[Organisation] = ()
    channel: ConsentChannel = ConsentChannel.PHONE
    asked_how: str = ""
    capacity_note: str = ""


@dataclass(frozen=True)
class Said:
    """Everything a conversation brought; what is left out was not talked about."""

    held_on: date
    words: Mapping[str, Any] = field(default_factory=dict)
    agreed: Agreed = field(default_factory=Agreed)
    details: Mapping[str, Any] = field(default_factory=dict)
    person_version: int | None = None
    barriers: Collection[BarrierKind] = ()
    barrier_note: str = ""
    answers: Sequence[tuple[Instrument, Sequence[str | None]]] = ()
    asked_by: AskedBy = AskedBy.PHONE
    declined: bool = False


@transaction.atomic
def hold_conversation(*, case: Case, said: Said, by: Member, at: datetime) -> Conversation:
    """Write down all of it or nothing. Raises people's EditedMeanwhile when a colleague changed the details.

    Answers to the questions at the first conversation are the start that later ones are compared with; three
    months after, the same questions are due.
    """
    person = case.person
    wanted: list[tuple[ConsentPurpose, Organisation | None]] = [(what, None) for what in said.agreed.purposes]
    wanted += [(ConsentPurpose.SHARE, organisation) for organisation in said.agreed.share_with]
    for purpose, shared_with in wanted:
        agree(
            person=person,
            purpose=purpose,
            shared_with=shared_with,
            channel=said.agreed.channel,
            asked_how=said.agreed.asked_how,
            capacity_note=said.agreed.capacity_note,
            by=by,
            at=at,
        )
    if said.details:
        version = person.version if said.person_version is None else said.person_version
        people.update_details(person=person, version=version, changes=said.details, by=by, at=at)
    words = {**said.words, "declined": said.declined}
    conversation = conversations.hold(case=case, held_on=said.held_on, words=words, by=by, at=at)
    for kind in said.barriers:
        note = said.barrier_note if len(said.barriers) == 1 or kind == next(iter(said.barriers)) else ""
        plan.add_barrier(case=case, kind=kind, description=note, by=by, at=at)
    first = not person.responses.filter(stage=Stage.START, held_on__gte=_began_on(case)).exists()
    kept = measures.record_together(
        person=person,
        answers=said.answers,
        stage=Stage.START if first else Stage.OTHER,
        held_on=said.held_on,
        asked_by=said.asked_by,
        by=by,
        at=at,
    )
    _what_is_due_next(case, said.held_on, asked=bool(kept) and first, by=by, at=at)
    return conversation


def _began_on(case: Case) -> date:
    """The day this support began, or began again: earlier answers belong to an earlier time."""
    return clock.local(case.reopened_at or case.opened_at).date()


def _what_is_due_next(case: Case, held_on: date, *, asked: bool, by: Member, at: datetime) -> None:
    """End the follow-ups the conversation answers, and see that there is a next call and a look back."""
    begun = case.follow_ups.filter(
        done_at__isnull=True,
        kind__in=[FollowUpKind.FIRST_CONTACT, FollowUpKind.CONVERSATION, FollowUpKind.RING_BACK],
        due_on__lte=held_on + SOON,
    )
    for follow_up in begun.order_by("due_on", "id"):
        contacts.tick_off(follow_up=follow_up, by=by, at=at)
    holidays = bank_holidays()
    if not case.follow_ups.filter(done_at__isnull=True).exclude(kind=FollowUpKind.THREE_MONTHS).exists():
        contacts.arrange(
            case=case, due_on=on_or_after(held_on + SOON, holidays), because=Because.TALKED, by=by, at=at
        )
    later = case.follow_ups.filter(done_at__isnull=True, kind=FollowUpKind.THREE_MONTHS)
    if asked and not later.exists():
        contacts.arrange(
            case=case,
            due_on=on_or_after(held_on + rules.THREE_MONTHS, holidays),
            kind=FollowUpKind.THREE_MONTHS,
            because=Because.THREE_MONTHS,
            by=by,
            at=at,
        )
